// Messages of 128 bytes into a ring that another process empties; both spin.
#include "ring.h"

static struct ring *there;

static void fill(long times) {
  while (times-- > 0)
    while (!offer(there))
      relax();
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  there = ring();
  pid_t child = must(fork());
  if (child == 0) {
    be_partner();
    for (;;)
      while (!poll_ring(there))
        relax();
  }
  measure(fill);
  must(kill(child, SIGKILL));
  must(wait(NULL));
}
