// 128 bytes there and back over two pipes, between two processes.
#include "round-trip.h"

int main(int argc, char **argv) {
  arguments(argc, argv);
  int there[2], back[2];
  must(pipe(there));
  must(pipe(back));
  if (must(fork()) == 0) {
    close(there[1]);
    in = there[0], out = back[1];
    echo();
    return 0;
  }
  close(there[0]), close(back[1]);
  out = there[1], in = back[0];
  measure(ping);
  close(out);
  must(wait(NULL));
}
