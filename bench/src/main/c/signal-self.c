// SIGUSR1 to the own process with kill, and received.
#include "bench.h"
#include "signals.h"

static void raise_and_take(long times) {
  while (times-- > 0) {
    must(kill(getpid(), SIGUSR1));
    take();
  }
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  receive_through_signalfd(SIGUSR1);
  measure(raise_and_take);
}
