// The same over two UNIX sockets that are connected to each other.
#include "round-trip.h"
#include <sys/socket.h>

static void round_trip(int type) {
  int ends[2];
  must(socketpair(AF_UNIX, type, 0, ends));
  if (must(fork()) == 0) {
    close(ends[0]);
    in = out = ends[1];
    echo();
    return;
  }
  close(ends[1]);
  in = out = ends[0];
  measure(ping);
  must(send(out, "", 0, 0)); // of datagrams, closing tells nobody
  close(out);
  must(wait(NULL));
}
