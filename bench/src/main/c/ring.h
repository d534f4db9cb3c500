// A ring in shared memory as ours is laid out, with what one producer and one consumer need of it:
// a word before each record that is 0 until the record is there.
#include "bench.h"

#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

enum { CAPACITY = 1 << 20, SIZE = 128, RECORD = SIZE + 8, LINE = 128 };

struct ring {
  _Alignas(LINE) _Atomic uint64_t head;
  _Alignas(LINE) _Atomic int waiting;
  _Alignas(LINE) _Atomic int space;
  _Alignas(LINE) char records[CAPACITY];
};

// What each side knows itself.
static uint64_t tail, limit, head;
static char message[SIZE];

static inline struct ring *ring(void) {
  void *memory =
      mmap(NULL, sizeof(struct ring), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    err(1, "mmap");
  memset(memory, 0, sizeof(struct ring));
  return memory;
}

static inline _Atomic uint64_t *word(struct ring *r, uint64_t position) {
  return (_Atomic uint64_t *)(r->records + (position & (CAPACITY - 1)));
}

static inline void relax(void) {
#ifdef __x86_64__
  __builtin_ia32_pause();
#else
  __asm__ volatile("yield");
#endif
}

static inline long futex(_Atomic int *at, int op, int value) {
  return syscall(SYS_futex, at, op, value, NULL, NULL, 0);
}

static inline int is_full(struct ring *r, uint64_t all) {
  if (tail + all + 8 > limit)
    limit = atomic_load_explicit(&r->head, memory_order_acquire) + CAPACITY;
  return tail + all + 8 > limit;
}

// Sends the message if there is room.
static inline int offer(struct ring *r) {
  uint64_t rest = CAPACITY - (tail & (CAPACITY - 1)), skipped = RECORD > rest ? rest : 0;
  if (is_full(r, skipped + RECORD))
    return 0;
  _Atomic uint64_t *record = word(r, tail + skipped);
  atomic_store_explicit(word(r, tail + skipped + RECORD), 0, memory_order_relaxed);
  memcpy((char *)record + 8, message, SIZE);
  atomic_store_explicit(record, SIZE, memory_order_release);
  if (skipped)
    atomic_store_explicit(word(r, tail), UINT64_MAX, memory_order_release);
  tail += skipped + RECORD;
  return 1;
}

// Receives the message if it is there.
static inline int poll_ring(struct ring *r) {
  uint64_t length = atomic_load_explicit(word(r, head), memory_order_acquire);
  if (length == UINT64_MAX) {
    head += CAPACITY - (head & (CAPACITY - 1));
    length = atomic_load_explicit(word(r, head), memory_order_acquire);
  }
  if (!length)
    return 0;
  memcpy(message, (char *)word(r, head) + 8, length);
  head += RECORD;
  atomic_store_explicit(&r->head, head, memory_order_release);
  return 1;
}

// The partner ends with this process, as nothing else would end it, and has a processor of its own
// if it is told one.
static inline void be_partner(void) {
  must(prctl(PR_SET_PDEATHSIG, SIGKILL));
  const char *number = getenv("ROHRPOST_BENCH_PARTNER");
  if (number) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(atoi(number), &set);
    must(sched_setaffinity(0, sizeof set, &set));
  }
}
