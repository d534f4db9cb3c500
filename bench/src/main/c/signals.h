// The receiving side that the signal baselines share: one blocked signal, read from a signalfd.
#include <signal.h>
#include <sys/signalfd.h>

static int inbox;

static inline void receive_through_signalfd(int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  must(sigprocmask(SIG_BLOCK, &set, NULL));
  inbox = must(signalfd(-1, &set, SFD_CLOEXEC));
}

static inline struct signalfd_siginfo take(void) {
  struct signalfd_siginfo info;
  must(read(inbox, &info, sizeof info));
  return info;
}
