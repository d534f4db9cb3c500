// Both sides of a call of procedure 0 as it is on the wire (RFC 5531), in two writes and no less
// than two reads: what there is to do without any library. Over a stream it begins with a mark of
// its length.
#include "bench.h"
#include <arpa/inet.h>
#include <stdint.h>

#ifdef DATAGRAMS
enum { MARK = 0 };
#else
enum { MARK = 1 };
#endif

enum { CALL = 10, REPLY = 6, VERSION = 2, PROGRAM = 0x20000099 };

static int in, out;
static uint32_t call[MARK + CALL], reply[MARK + REPLY];

// Reads a message, however many pieces it comes in; answers how many bytes it has, 0 at the end.
static inline size_t message(uint32_t *into, size_t room) {
  size_t got = 0;
  do {
    ssize_t count = must(read(in, (char *)into + got, room - got));
    if (count == 0)
      return 0;
    got += count;
  } while (MARK && (got < sizeof *into || got < sizeof *into + (ntohl(*into) & 0x7fffffff)));
  return got;
}

static inline void send_marked(uint32_t *bytes, size_t size) {
  if (MARK)
    bytes[0] = htonl(0x80000000 | (size - sizeof *bytes));
  must(write(out, bytes, size));
}

static inline void ping(long times) {
  static uint32_t xid;
  call[MARK + 2] = htonl(VERSION);
  call[MARK + 3] = htonl(PROGRAM);
  call[MARK + 4] = htonl(1);
  while (times-- > 0) {
    call[MARK] = htonl(++xid);
    send_marked(call, sizeof call);
    if (message(reply, sizeof reply) != sizeof reply || ntohl(reply[MARK]) != xid ||
        reply[MARK + 1] != htonl(1) || reply[MARK + 2] != 0 || reply[MARK + 5] != 0)
      errx(1, "the reply is gone");
  }
}

// Until the other side closes its end.
static inline void echo(void) {
  reply[MARK + 1] = htonl(1);
  while (message(call, sizeof call) > 0) {
    if (call[MARK + 1] != 0 || ntohl(call[MARK + 2]) != VERSION ||
        ntohl(call[MARK + 3]) != PROGRAM || call[MARK + 5] != 0)
      errx(1, "no such call");
    reply[MARK] = call[MARK];
    send_marked(reply, sizeof reply);
  }
}
