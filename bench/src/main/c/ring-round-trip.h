// Both sides of a round trip over two rings; send_to() and receive_from() say how a side waits.
#include "ring.h"

static struct ring *there, *back;

static void send_to(struct ring *r);
static void receive_from(struct ring *r);

static void ping(long times) {
  while (times-- > 0) {
    send_to(there);
    receive_from(back);
  }
}

static void round_trip(void) {
  there = ring(), back = ring();
  pid_t child = must(fork());
  if (child == 0) {
    be_partner();
    for (;;) {
      receive_from(there);
      send_to(back);
    }
  }
  measure(ping);
  must(kill(child, SIGKILL));
  must(wait(NULL));
}
