// Writes of 64 KiB, which another process reads.
// The clock stops when the last write returns; by then all but what the kernel holds has been read.
#include "bench.h"

enum { SIZE = 64 * 1024 };

static int ends[2]; // reads from the first, writes into the second
static char chunk[SIZE];

static void fill(long times) {
  while (times-- > 0)
    if (must(write(ends[1], chunk, SIZE)) != SIZE)
      errx(1, "a short write");
}

static void drain(void) {
  while (must(read(ends[0], chunk, SIZE)) > 0) {
  }
}

static void throughput(void) {
  if (must(fork()) == 0) {
    close(ends[1]);
    drain();
    return;
  }
  close(ends[0]);
  measure(fill);
  close(ends[1]);
  must(wait(NULL));
}
