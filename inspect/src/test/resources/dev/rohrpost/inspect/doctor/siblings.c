// Two processes that each hold the other's write end, and read: both. Or they poll first: poll. Or one holds its own:
// alone. With alarm, both have set one. With ring, the first of both has an io_uring, through which the kernel may write
// for it.
#define _GNU_SOURCE
#include <linux/io_uring.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t begin(const char *how, int *mine, int *others) {
  pid_t pid = fork();
  if (pid == 0) {
    char c;
    close(mine[1]);
    close(others[0]);
    if (strcmp(how, "alarm") == 0) alarm(100000);
    if (strcmp(how, "poll") == 0) {
      struct pollfd end = {.fd = mine[0], .events = POLLIN};
      poll(&end, 1, -1);
    }
    _exit((int)read(mine[0], &c, 1));
  }
  return pid;
}

int main(int argc, char **argv) {
  int one[2], two[2], ring = -1;
  if (argc < 2 || pipe(one) != 0 || pipe(two) != 0) return 1;
  if (strcmp(argv[1], "alone") == 0) {
    char c;
    printf("ready %d\n", getpid());
    fflush(stdout);
    return (int)read(one[0], &c, 1);
  }
  if (strcmp(argv[1], "ring") == 0) {
    struct io_uring_params params = {0};
    ring = (int)syscall(SYS_io_uring_setup, 1, &params);
    if (ring < 0) {
      printf("no io_uring: %m\n");
      return 0;
    }
  }
  pid_t first = begin(argv[1], one, two);
  if (ring >= 0) close(ring);
  pid_t second = begin(argv[1], two, one);
  close(one[0]), close(one[1]), close(two[0]), close(two[1]);
  printf("ready %d %d %d\n", getpid(), first, second);
  fflush(stdout);
  wait(NULL);
  return 0;
}
