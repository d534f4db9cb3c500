// SIGUSR1 to another process with kill, which answers with SIGUSR1.
#include "bench.h"
#include "signals.h"

static pid_t partner;

static void ping(long times) {
  while (times-- > 0) {
    must(kill(partner, SIGUSR1));
    take();
  }
}

static void answer(long times) {
  while (times-- > 0) {
    take();
    must(kill(partner, SIGUSR1));
  }
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  receive_through_signalfd(SIGUSR1); // the mask and the descriptor survive fork
  pid_t first = getpid();
  partner = must(fork());
  if (partner == 0) {
    partner = first;
    answer((warm_up + batches) * size);
    return 0;
  }
  measure(ping);
  must(wait(NULL));
}
