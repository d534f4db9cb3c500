// 128 bytes there and back over two rings, between two processes that spin.
#include "ring.h"

static struct ring *there, *back;

static void send_to(struct ring *r) {
  while (!offer(r))
    relax();
}

static void receive_from(struct ring *r) {
  while (!poll_ring(r))
    relax();
}

static void ping(long times) {
  while (times-- > 0) {
    send_to(there);
    receive_from(back);
  }
}

int main(int argc, char **argv) {
  arguments(argc, argv);
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
