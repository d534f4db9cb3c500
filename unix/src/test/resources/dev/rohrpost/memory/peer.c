// What another program does with shared memory: the first argument says what.
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *what, long number) {
  printf("%s %ld\n", what, number);
  fflush(stdout);
}

static char *map(int fd) {
  struct stat s;
  if (fd < 0 || fstat(fd, &s) < 0)
    err(1, "open");
  char *memory = mmap(NULL, s.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED)
    err(1, "mmap");
  return memory;
}

static _Atomic int *word(char **argv) {
  return (_Atomic int *)(map(shm_open(argv[2], O_RDWR, 0)) + atol(argv[3]));
}

static long futex(_Atomic int *at, int op, int value) {
  return syscall(SYS_futex, at, op, value, NULL, NULL, 0);
}

// Touches memory that somebody truncates in the meantime.
static void touch(char **argv) {
  char *memory = map(atoi(argv[2]));
  say("ready", 0);
  getchar();
  say("read", *(volatile char *)memory);
}

static void wait_for(char **argv) {
  _Atomic int *at = word(argv);
  say("ready", 0);
  while (atomic_load(at) == 0)
    futex(at, FUTEX_WAIT, 0);
  say("value", atomic_load(at));
}

static void wake(char **argv) {
  _Atomic int *at = word(argv);
  atomic_store(at, 7);
  say("woken", futex(at, FUTEX_WAKE, 1));
}

// Dies with a robust lock: the kernel says so in the word, and wakes who waits.
static void robust(char **argv) {
  static struct robust_list_head head;
  static struct robust_list entry;
  _Atomic int *at = word(argv);
  head.list.next = &entry;
  entry.next = &head.list;
  head.futex_offset = (char *)at - (char *)&entry;
  if (syscall(SYS_set_robust_list, &head, sizeof head) < 0)
    err(1, "set_robust_list");
  atomic_store(at, gettid() | FUTEX_WAITERS);
  say("ready", gettid());
  pause();
}

// Attached by two processes until the end of the input.
static void attach(char **argv) {
  if (shmat(atoi(argv[2]), NULL, 0) == (void *)-1)
    err(1, "shmat");
  if (fork() == 0) {
    pause();
  }
  say("ready", 0);
  getchar();
  kill(0, SIGKILL);
}

static void put(char **argv) {
  char *memory = shmat(shmget(strtol(argv[2], NULL, 0), 0, 0), NULL, 0);
  if (memory == (void *)-1)
    err(1, "shmat");
  say(memory, 0);
  strcpy(memory, "from C");
}

int main(int argc, char **argv) {
  if (argc < 3)
    errx(2, "what?");
  setpgid(0, 0);
  if (!strcmp(argv[1], "touch"))
    touch(argv);
  else if (!strcmp(argv[1], "wait"))
    wait_for(argv);
  else if (!strcmp(argv[1], "wake"))
    wake(argv);
  else if (!strcmp(argv[1], "robust"))
    robust(argv);
  else if (!strcmp(argv[1], "attach"))
    attach(argv);
  else if (!strcmp(argv[1], "put"))
    put(argv);
  return 0;
}
