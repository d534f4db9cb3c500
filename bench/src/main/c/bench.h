// What every baseline shares: its arguments, the clock, and the one line that it prints.
//
//   usage: PROGRAM WARM-UP BATCHES SIZE
//   output: {"ns": nanoseconds per operation}
#define _GNU_SOURCE
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long warm_up, batches, size; // batches, and operations in each

// -1 is the only failure a C library knows; none is expected in a benchmark.
#define must(call)                 \
  ({                               \
    __typeof__(call) result = (call); \
    if (result == -1)              \
      err(1, #call);               \
    result;                        \
  })

static inline void arguments(int argc, char **argv) {
  if (argc != 4 || (warm_up = atol(argv[1])) < 0 || (batches = atol(argv[2])) < 1 ||
      (size = atol(argv[3])) < 1)
    errx(2, "usage: %s WARM-UP BATCHES SIZE", argv[0]);
}

static inline double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static inline int by_value(const void *a, const void *b) {
  double difference = *(const double *)a - *(const double *)b;
  return (difference > 0) - (difference < 0);
}

// Does the work in batches, first to warm up, and prints what an operation took in the median one:
// a batch in which something else got the processor does not count.
static inline void measure(void (*work)(long times)) {
  double *times = calloc(batches, sizeof *times);
  for (long i = 0; i < warm_up; i++)
    work(size);
  for (long i = 0; i < batches; i++) {
    double start = now();
    work(size);
    times[i] = (now() - start) / size;
  }
  qsort(times, batches, sizeof *times, by_value);
  printf("{\"ns\": %.1f}\n", times[batches / 2]);
}
