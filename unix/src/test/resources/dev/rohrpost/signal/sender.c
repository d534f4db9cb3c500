// Sends signals as fast as it can.
//
// sender queue PID SIGNAL COUNT patient   values 0, 1, 2, ...; a full queue is tried again
// sender queue PID SIGNAL COUNT once      COUNT attempts; the value grows with each accepted one
// sender kill PID SIGNAL COUNT            without a value
//
// Prints "accepted N refused N last NANOSECONDS", the last being the monotonic time before the
// last attempt.
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc < 5) {
    return 2;
  }
  pid_t pid = atoi(argv[2]);
  int number = atoi(argv[3]);
  long count = atol(argv[4]);
  int queue = strcmp(argv[1], "queue") == 0;
  int patient = argc > 5 && strcmp(argv[5], "patient") == 0;
  long accepted = 0;
  long refused = 0;
  long long last = 0;
  while (patient ? accepted < count : accepted + refused < count) {
    last = now();
    union sigval value = {.sival_int = (int) accepted};
    if ((queue ? sigqueue(pid, number, value) : kill(pid, number)) == 0) {
      accepted++;
    } else if (errno == EAGAIN) {
      refused++;
      sched_yield();
    } else {
      perror(argv[1]);
      return 1;
    }
  }
  printf("accepted %ld refused %ld last %lld\n", accepted, refused, last);
  return 0;
}
