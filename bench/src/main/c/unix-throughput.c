// Writes of 64 KiB into a UNIX stream socket that another process empties.
#include "throughput.h"
#include <sys/socket.h>

int main(int argc, char **argv) {
  arguments(argc, argv);
  must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
  throughput();
}
