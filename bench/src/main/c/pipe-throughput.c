// Writes of 64 KiB into a pipe that another process empties.
#include "throughput.h"

int main(int argc, char **argv) {
  arguments(argc, argv);
  must(pipe(ends));
  throughput();
}
