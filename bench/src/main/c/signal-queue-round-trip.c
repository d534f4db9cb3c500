// A real-time signal with a value to another process with sigqueue, which answers with the value.
#include "bench.h"
#include "signals.h"

static pid_t partner;

static void ping(long times) {
  while (times-- > 0) {
    must(sigqueue(partner, SIGRTMIN, (union sigval){.sival_int = (int)times}));
    if (take().ssi_int != (int)times)
      errx(1, "another value came back");
  }
}

static void answer(long times) {
  while (times-- > 0)
    must(sigqueue(partner, SIGRTMIN, (union sigval){.sival_int = take().ssi_int}));
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  receive_through_signalfd(SIGRTMIN);
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
