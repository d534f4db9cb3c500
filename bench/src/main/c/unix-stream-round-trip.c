// 128 bytes there and back over UNIX sockets (SOCK_STREAM), between two processes.
#include "unix-pair-round-trip.h"

int main(int argc, char **argv) {
  arguments(argc, argv);
  round_trip(SOCK_STREAM);
}
