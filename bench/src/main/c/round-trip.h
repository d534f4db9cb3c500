// Both sides of a round trip of 128 bytes: this process sends and waits for the echo of its child.
// With RPC_NULL it is a remote procedure call instead.
#ifdef RPC_NULL
#include "rpc-null.h"
#else
#include "bench.h"

enum { SIZE = 128 };

static int in, out;
static char message[SIZE];

static inline void ping(long times) {
  while (times-- > 0) {
    must(write(out, message, SIZE));
    if (read(in, message, SIZE) != SIZE)
      errx(1, "the echo is gone");
  }
}

// Until the other side closes its end.
static inline void echo(void) {
  while (must(read(in, message, SIZE)) > 0)
    must(write(out, message, SIZE));
}
#endif
