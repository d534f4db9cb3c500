// Makes many processes that do nothing, each with pipes and a pair of sockets, and every second one
// with two more threads. Says so, and ends them when its standard input does.
//
//   usage: crowd COUNT
#include <err.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIPES = 4 };

static void *idle(void *none) {
  pause();
  return none;
}

static void live(int number) {
  int ends[2];
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (int i = 0; i < PIPES; i++)
    if (pipe(ends) == -1)
      err(1, "pipe");
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == -1)
    err(1, "socketpair");
  for (int i = 0; i < number % 2 * 2; i++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, idle, NULL) != 0)
      errx(1, "pthread_create");
  }
}

int main(int argc, char **argv) {
  int count = argc == 2 ? atoi(argv[1]) : 0;
  int made[2];
  if (count < 1)
    errx(2, "usage: crowd COUNT");
  if (pipe(made) == -1)
    err(1, "pipe");
  for (int i = 0; i < count; i++) {
    switch (fork()) {
    case -1:
      err(1, "fork");
    case 0:
      live(i);
      close(made[0]);
      if (write(made[1], "x", 1) != 1)
        _exit(1);
      close(made[1]);
      for (;;)
        pause();
    }
  }
  char one;
  for (int i = 0; i < count; i++)
    if (read(made[0], &one, 1) != 1)
      errx(1, "a process has ended");
  puts("ready");
  fflush(stdout);
  while (read(0, &one, 1) > 0)
    ;
  return 0; // and the others with it
}
