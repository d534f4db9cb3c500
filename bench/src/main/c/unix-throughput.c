// Writes of 64 KiB into a UNIX stream socket that another process empties.
#include "bench.h"
#include <sys/socket.h>

enum { SIZE = 64 * 1024 };

static int ends[2];
static char chunk[SIZE];

static void fill(long times) {
  while (times-- > 0)
    if (must(write(ends[1], chunk, SIZE)) != SIZE)
      errx(1, "a short write");
}

static void drain(void) {
  while (must(read(ends[0], chunk, SIZE)) > 0) {
  }
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
  if (must(fork()) == 0) {
    close(ends[1]);
    drain();
    return 0;
  }
  close(ends[0]);
  measure(fill);
  close(ends[1]);
  must(wait(NULL));
}
