// 128 bytes there and back over two rings, between two processes that spin.
#include "ring-round-trip.h"

static void send_to(struct ring *r) {
  while (!offer(r))
    relax();
}

static void receive_from(struct ring *r) {
  while (!poll_ring(r))
    relax();
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  round_trip();
}
