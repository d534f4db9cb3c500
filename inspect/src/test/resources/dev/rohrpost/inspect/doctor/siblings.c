// Two processes that each hold the other's write end, and read: siblings. Or one that holds its own: alone.
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t begin(int *mine, int *others) {
  pid_t pid = fork();
  if (pid == 0) {
    char c;
    close(mine[1]);
    close(others[0]);
    _exit((int)read(mine[0], &c, 1));
  }
  return pid;
}

int main(int argc, char **argv) {
  int one[2], two[2];
  if (argc < 2 || pipe(one) != 0 || pipe(two) != 0) return 1;
  if (strcmp(argv[1], "alone") == 0) {
    char c;
    printf("ready %d\n", getpid());
    fflush(stdout);
    return (int)read(one[0], &c, 1);
  }
  pid_t first = begin(one, two), second = begin(two, one);
  close(one[0]), close(one[1]), close(two[0]), close(two[1]);
  printf("ready %d %d %d\n", getpid(), first, second);
  fflush(stdout);
  wait(NULL);
  return 0;
}
