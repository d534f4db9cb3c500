// Makes a crowd: workers with a pair of sockets each to this process, and pairs of a writer and a
// reader with a pipe between them. They are called worker-PID and so on, by the pid of this process.
// Prints it and the pid of the last worker, and ends all when its standard input ends.
//
//   usage: crowd WORKERS PAIRS
#define _GNU_SOURCE
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { OWN = 3 };

// A child that has nothing but `end`, and waits until it can read from it, or for ever.
static pid_t born(const char *what, int end, int reads) {
  pid_t parent = getpid();
  char name[32];
  snprintf(name, sizeof name, "%s-%d", what, (int)parent);
  pid_t child = fork();
  char one;
  if (child == -1)
    err(1, "fork");
  if (child > 0)
    return child;
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 || getppid() != parent || prctl(PR_SET_NAME, name) == -1)
    _exit(1);
  if (end != OWN && dup2(end, OWN) == -1)
    _exit(1);
  close_range(OWN + 1, ~0U, 0);
  close_range(0, OWN - 1, 0);
  if (reads && read(OWN, &one, 1) >= 0)
    _exit(1);
  for (;;)
    pause();
}

static void allow(int descriptors) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == -1)
    err(1, "getrlimit");
  if (limit.rlim_cur >= (rlim_t)descriptors)
    return;
  limit.rlim_cur = descriptors;
  if (setrlimit(RLIMIT_NOFILE, &limit) == -1)
    err(1, "setrlimit");
}

int main(int argc, char **argv) {
  int workers = argc == 3 ? atoi(argv[1]) : 0;
  int pairs = argc == 3 ? atoi(argv[2]) : 0;
  pid_t last = 0;
  int ends[2];
  char one;
  if (workers < 1 || pairs < 1)
    errx(2, "usage: crowd WORKERS PAIRS");
  signal(SIGCHLD, SIG_IGN);
  allow(workers + 100);
  for (int i = 0; i < pairs; i++) {
    if (pipe(ends) == -1)
      err(1, "pipe");
    born("writer", ends[1], 0);
    born("reader", ends[0], 1);
    close(ends[0]);
    close(ends[1]);
  }
  for (int i = 0; i < workers; i++) {
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == -1)
      err(1, "socketpair");
    last = born("worker", ends[1], 1);
    close(ends[1]);
  }
  printf("%d %d\n", (int)getpid(), (int)last);
  fflush(stdout);
  while (read(STDIN_FILENO, &one, 1) > 0)
    ;
  return 0; // and the others with it
}
