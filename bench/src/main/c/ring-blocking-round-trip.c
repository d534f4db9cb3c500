// 128 bytes there and back over two rings, between two processes that sleep on a futex while they
// wait.
#include "ring-round-trip.h"

static void send_to(struct ring *r) {
  while (!offer(r))
    relax(); // one message never fills it
  atomic_thread_fence(memory_order_seq_cst);
  int one = 1;
  if (atomic_load_explicit(&r->waiting, memory_order_relaxed) &&
      atomic_compare_exchange_strong(&r->waiting, &one, 0))
    futex(&r->waiting, FUTEX_WAKE, 1);
}

static void receive_from(struct ring *r) {
  while (!poll_ring(r)) {
    atomic_store(&r->waiting, 1);
    if (atomic_load(word(r, head)) == 0)
      futex(&r->waiting, FUTEX_WAIT, 1);
    atomic_store_explicit(&r->waiting, 0, memory_order_relaxed);
  }
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  round_trip();
}
