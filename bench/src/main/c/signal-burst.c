// A batch of real-time signals queued to the own process, then received one by one; an operation is
// one signal, sent and received.
#include "bench.h"
#include "signals.h"

static void burst(long times) {
  for (int i = 0; i < times; i++)
    must(sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = i}));
  for (int i = 0; i < times; i++)
    if (take().ssi_int != i)
      errx(1, "lost or out of order");
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  receive_through_signalfd(SIGRTMIN);
  measure(burst);
}
