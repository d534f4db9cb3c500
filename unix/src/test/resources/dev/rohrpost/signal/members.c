// A process group of three, each of which counts how often SIGRTMIN reaches it.
//
// Prints the number of the group when all are ready; after SIGUSR1 each member prints its count.
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int member(int ready) {
  sigset_t wait;
  sigemptyset(&wait);
  sigaddset(&wait, SIGUSR1);
  sigset_t counted;
  sigemptyset(&counted);
  sigaddset(&counted, SIGRTMIN);
  if (write(ready, "r", 1) != 1) {
    return 1;
  }
  sigwaitinfo(&wait, NULL);
  int count = 0;
  struct timespec none = {0, 0};
  while (sigtimedwait(&counted, NULL, &none) > 0) {
    count++;
  }
  char line[] = {(char) ('0' + count), '\n'};
  return write(1, line, 2) != 2;
}

int main(void) {
  sigset_t all;
  sigemptyset(&all);
  sigaddset(&all, SIGUSR1);
  sigaddset(&all, SIGRTMIN);
  sigprocmask(SIG_BLOCK, &all, NULL);
  int ready[2];
  if (pipe(ready) != 0) {
    return 1;
  }
  pid_t group = 0;
  for (int i = 0; i < 3; i++) {
    pid_t child = fork();
    if (child == 0) {
      return member(ready[1]);
    }
    group = group == 0 ? child : group;
    setpgid(child, group);
  }
  char byte;
  for (int i = 0; i < 3; i++) {
    if (read(ready[0], &byte, 1) != 1) {
      return 1;
    }
  }
  printf("%d\n", group);
  fflush(stdout);
  int status = 0;
  int failed = 0;
  while (wait(&status) > 0) {
    failed |= status;
  }
  return failed != 0;
}
