// Starts /bin/true and waits until it has ended.
#include "bench.h"

#include <spawn.h>

static void spawn(long times) {
  char *argv[] = {"true", NULL};
  while (times-- > 0) {
    pid_t pid;
    if (posix_spawn(&pid, "/bin/true", NULL, NULL, argv, environ) != 0)
      errx(1, "posix_spawn");
    siginfo_t end;
    must(waitid(P_PID, pid, &end, WEXITED));
    if (end.si_code != CLD_EXITED || end.si_status != 0)
      errx(1, "/bin/true failed");
  }
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  measure(spawn);
}
