// A program in C at a ring, written after docs/design/0004-ring.md and nothing else.
//
//   ring produce RING LOG COUNT   sends COUNT records (0: until killed), counts the committed in LOG
//   ring consume RING LOG         receives and checks until the ring is finished
//   ring echo IN OUT              sends back what it receives
//   ring die RING STEP COUNT      sends COUNT records, and kills itself at that step of the next one
//   ring half RING                makes a ring in place, slowly, and may be killed on the way
//
// RING is a name in /dev/shm or the number of a descriptor. A record of these programs: the number
// of its sender (its pid), its sequence number, and bytes that follow from the two.
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

typedef _Atomic uint64_t word;
typedef _Atomic uint32_t half;

enum { TAIL = 128, LOCK = 256, PRESENT = 384, FINISHED = 388, SLEEPERS = 392, SPACE = 396 };
enum { SEATS = 4096, SEAT = 128, CLAIM = 0, CLAIMED = 8, HEAD = 0 };
enum { TICKET = 64, GENERATION = 68, WAITING = 72, DATA = 12288 };
static const uint64_t MESSAGE = 1ULL << 32, SKIP = 2ULL << 32, NO_CLAIM = ~0ULL;

struct ring {
  char *at;
  int fd, one_producer, one_consumer;
  uint64_t capacity;
  uint32_t longest;
};

struct seat {
  struct ring *ring;
  int number, own;
  uint32_t ticket;
  uint64_t position, claimed;
  uint32_t bytes;
};

// At which step to die, once that is set.
static int last_step, counting;

static void step(int number) {
  if (counting && number == last_step)
    raise(SIGKILL);
}

static word *w(struct ring *r, uint64_t at) { return (word *)(r->at + at); }
static half *h(struct ring *r, uint64_t at) { return (half *)(r->at + at); }
static uint64_t seat_at(int number) { return SEATS + (number - 1) * SEAT; }
static word *place(struct ring *r, uint64_t p) { return w(r, DATA + (p & (r->capacity - 1))); }

static long futex(half *at, int op, uint32_t value, long nanos) {
  struct timespec t = {0, nanos};
  return syscall(SYS_futex, at, op, value, &t, NULL, 0);
}

static int open_named(const char *name) {
  int fd = *name == '/' ? shm_open(name, O_RDWR, 0) : atoi(name);
  if (fd < 0)
    err(1, "%s", name);
  return fd;
}

static struct ring attach(const char *name) {
  struct ring r = {.fd = open_named(name)};
  char head[TAIL];
  if (pread(r.fd, head, TAIL, 0) != TAIL || memcmp(head, "ROHRRING", 8))
    errx(1, "%s is no ring", name);
  if (*(uint32_t *)(head + 8) != 1)
    errx(1, "%s is of version %u; this is version 1", name, *(uint32_t *)(head + 8));
  r.capacity = *(uint64_t *)(head + 16);
  r.one_producer = *(uint32_t *)(head + 24) == 1;
  r.one_consumer = *(uint32_t *)(head + 28) == 1;
  r.longest = *(uint32_t *)(head + 32);
  r.at = mmap(NULL, DATA + r.capacity, PROT_READ | PROT_WRITE, MAP_SHARED, r.fd, 0);
  if (r.at == MAP_FAILED)
    err(1, "mmap");
  return r;
}

static int lock_byte(int fd, int op, uint64_t at) {
  struct flock l = {.l_type = F_WRLCK, .l_start = at, .l_len = 1};
  int result = fcntl(fd, op, &l);
  return op == F_OFD_GETLK ? l.l_type != F_UNLCK : result == 0;
}

static int is_dead(struct ring *r, uint32_t ticket) {
  int n = ticket & 0xff;
  return n < 1 || n > 64 || atomic_load(h(r, seat_at(n) + TICKET)) != ticket ||
         !lock_byte(r->fd, F_OFD_GETLK, seat_at(n));
}

static void lock(struct seat *s) {
  half *l = h(s->ring, LOCK);
  for (long tries = 1;; tries++) {
    uint32_t holder = 0;
    if (atomic_compare_exchange_strong(l, &holder, s->ticket))
      return;
    if (tries % 1000)
      continue;
    if (is_dead(s->ring, holder) && atomic_compare_exchange_strong(l, &holder, s->ticket)) {
      int n = holder & 0xff;
      word *claim = w(s->ring, seat_at(n) + CLAIM);
      if (n >= 1 && n <= 32 && (int64_t)(*claim - *w(s->ring, TAIL)) >= 0)
        atomic_store(claim, NO_CLAIM);
      return;
    }
    usleep(50);
  }
}

static void unlock(struct seat *s) { atomic_store_explicit(h(s->ring, LOCK), 0, memory_order_release); }

// With the lock held: what the owner of a seat, who is dead, has left uncommitted is skipped.
static void settle(struct ring *r, int seat) {
  uint64_t claim = *w(r, seat_at(seat) + CLAIM), tail = *w(r, TAIL), first = tail;
  uint32_t bytes = *h(r, seat_at(seat) + CLAIMED);
  uint32_t present = r->one_consumer ? 1 : *h(r, PRESENT);
  for (int i = 0; i < 32; i++)
    if (present >> i & 1) {
      uint64_t head = *w(r, seat_at(33 + i) + HEAD);
      first = head < first ? head : first;
    }
  if (claim != NO_CLAIM && claim >= first && claim < tail && bytes >= 8 && bytes <= tail - claim &&
      !((claim | bytes) & 7) && *place(r, claim) == 0)
    atomic_store(place(r, claim), SKIP | bytes);
  atomic_store(w(r, seat_at(seat) + CLAIM), NO_CLAIM);
}

static struct seat take(struct ring *r, int first, int count) {
  char path[40];
  snprintf(path, sizeof path, "/proc/self/fd/%d", r->fd);
  struct seat s = {.ring = r, .own = open(path, O_RDWR | O_CLOEXEC), .claimed = NO_CLAIM};
  if (s.own < 0)
    err(1, "%s", path);
  for (s.number = first; s.number < first + count; s.number++)
    if (lock_byte(s.own, F_OFD_SETLK, seat_at(s.number)))
      break;
  if (s.number == first + count)
    errx(1, "no seat");
  uint32_t generation = (*h(r, seat_at(s.number) + GENERATION) + 1) & 0xffffff;
  s.ticket = generation << 8 | s.number;
  atomic_store(h(r, seat_at(s.number) + GENERATION), generation);
  atomic_store(h(r, seat_at(s.number) + TICKET), s.ticket);
  lock(&s);
  step(1);
  if (s.number <= 32) {
    settle(r, s.number);
    s.position = *w(r, TAIL);
  } else {
    half *present = h(r, PRESENT);
    if (!r->one_consumer)
      atomic_store(w(r, seat_at(s.number) + HEAD), *w(r, TAIL));
    atomic_store(present, *present | 1u << (s.number - 33));
    if (!r->one_consumer)
      atomic_store(w(r, seat_at(s.number) + HEAD), *w(r, TAIL));
    s.position = *w(r, seat_at(s.number) + HEAD);
  }
  atomic_store(h(r, SLEEPERS), 1);
  unlock(&s);
  return s;
}

static void wake(half *at) {
  uint32_t one = 1;
  if (*at && atomic_compare_exchange_strong(at, &one, 0))
    futex(at, FUTEX_WAKE, INT32_MAX, 0);
}

// Returns where the message goes, NULL if there is no room.
static char *claim(struct seat *s, uint32_t length) {
  struct ring *r = s->ring;
  if (!r->one_producer) {
    lock(s);
    s->position = *w(r, TAIL);
  }
  step(2);
  if (s->position & 7)
    errx(1, "position %lu is where the next record should be", (long)s->position);
  uint64_t need = (length + 8 + 7) & ~7u, rest = r->capacity - (s->position & (r->capacity - 1));
  uint64_t skipped = need > rest ? rest : 0, all = need + skipped, slowest = s->position;
  uint32_t present = atomic_load(h(r, PRESENT));
  for (int i = 0; i < 32; i++)
    if (present >> i & 1) {
      uint64_t head = atomic_load(w(r, seat_at(33 + i) + HEAD));
      if (s->position - head > r->capacity)
        errx(1, "position %lu is too far from a consumer at %lu", (long)s->position, (long)head);
      if (s->position - head > s->position - slowest)
        slowest = head;
    }
  char *where = NULL;
  if (present && s->position + all + 8 <= slowest + r->capacity) {
    atomic_store_explicit(place(r, s->position + all), 0, memory_order_relaxed);
    step(3);
    atomic_store_explicit(h(r, seat_at(s->number) + CLAIMED), all, memory_order_relaxed);
    atomic_store_explicit(w(r, seat_at(s->number) + CLAIM), s->position, memory_order_release);
    step(4);
    atomic_store_explicit(w(r, TAIL), s->position + all, memory_order_release);
    step(5);
    s->claimed = s->position;
    s->bytes = length;
    s->position += all;
    where = (char *)place(r, s->claimed + skipped) + 8;
  }
  if (!r->one_producer)
    unlock(s);
  step(6);
  return where;
}

static void commit(struct seat *s, char *where) {
  struct ring *r = s->ring;
  word *first = place(r, s->claimed), *record = (word *)(where - 8);
  atomic_store_explicit(record, MESSAGE | s->bytes, memory_order_release);
  step(7);
  if (record != first)
    atomic_store_explicit(first, SKIP | (r->at + DATA + r->capacity - (char *)first),
                          memory_order_release);
  atomic_store_explicit(w(r, seat_at(s->number) + CLAIM), NO_CLAIM, memory_order_release);
  step(8);
  atomic_thread_fence(memory_order_seq_cst);
  for (int i = 0; i < 32; i++)
    if (*h(r, PRESENT) >> i & 1)
      wake(h(r, seat_at(33 + i) + WAITING));
}

// Who has claimed what comes next, and is dead?
static void recover(struct seat *s) {
  struct ring *r = s->ring;
  lock(s);
  for (int n = 1; n <= 32; n++)
    if (*w(r, seat_at(n) + CLAIM) == s->position && is_dead(r, *h(r, seat_at(n) + TICKET)))
      settle(r, n);
  unlock(s);
}

// Waits for the next message; NULL when the ring is finished.
static char *next(struct seat *s, uint32_t *length) {
  struct ring *r = s->ring;
  half *waiting = h(r, seat_at(s->number) + WAITING);
  uint64_t lap = 0;
  for (int empty = 0;;) {
    uint64_t header = atomic_load_explicit(place(r, s->position), memory_order_acquire);
    if (header >> 32 == 2) {
      uint32_t skipped = header;
      if (skipped < 8 || skipped > r->capacity || skipped & 7 || (lap += skipped) > 2 * r->capacity)
        errx(1, "position %lu holds %lx", (long)s->position, (long)header);
      s->position += skipped;
      atomic_store(w(r, seat_at(s->number) + HEAD), s->position);
    } else if (header) {
      *length = header;
      if (header >> 32 != 1 || *length > r->longest)
        errx(1, "position %lu holds %lx", (long)s->position, (long)header);
      return (char *)place(r, s->position) + 8;
    } else if (*h(r, FINISHED) && *w(r, TAIL) <= s->position) {
      return NULL;
    } else {
      atomic_store(waiting, 1);
      if (atomic_load(place(r, s->position)) == 0 && !*h(r, FINISHED))
        futex(waiting, FUTEX_WAIT, 1, 100000000);
      atomic_store(waiting, 0);
      if (++empty > 1 && *w(r, TAIL) > s->position && *place(r, s->position) == 0)
        recover(s);
    }
  }
}

static void release(struct seat *s, uint32_t length) {
  s->position += (length + 8 + 7) & ~7u;
  atomic_store(w(s->ring, seat_at(s->number) + HEAD), s->position);
  wake(h(s->ring, SPACE));
}

static char *wait_for_room(struct seat *s, uint32_t length) {
  for (;;) {
    char *where = claim(s, length);
    if (where)
      return where;
    half *space = h(s->ring, SPACE);
    if (atomic_exchange(space, 1))
      futex(space, FUTEX_WAIT, 1, 20000000);
  }
}

struct record {
  uint64_t sender, sequence;
  unsigned char bytes[];
};

static uint32_t size_of(uint64_t sequence) { return sequence * 2654435761u % 400; }
static unsigned char byte_of(uint64_t sequence, uint32_t i) { return sequence * 31 + i * 7; }

static word *log_at(const char *name) {
  word *log = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, open_named(name), 0);
  if (log == MAP_FAILED)
    err(1, "mmap");
  return log;
}

static void send(struct seat *s, uint64_t n) {
  uint32_t size = size_of(n);
  struct record *record = (struct record *)wait_for_room(s, sizeof *record + size);
  record->sender = getpid();
  record->sequence = n;
  for (uint32_t i = 0; i < size; i++)
    record->bytes[i] = byte_of(n, i);
  commit(s, (char *)record);
}

static void die(struct ring *r, int where, uint64_t count) {
  last_step = where;
  counting = where == 1;
  struct seat s = take(r, 1, r->one_producer ? 1 : 32);
  for (uint64_t n = 0; n < count; n++)
    send(&s, n);
  counting = 1;
  send(&s, count);
}

static void produce(struct ring *r, word *log, uint64_t count) {
  struct seat s = take(r, 1, r->one_producer ? 1 : 32);
  log[0] = getpid();
  for (uint64_t n = 0; count == 0 || n < count; n++) {
    send(&s, n);
    log[1] = n + 1;
  }
}

// log: what was handled last; a record that was in hand when its consumer was killed comes again.
static void consume(struct ring *r, word *log) {
  struct seat s = take(r, 33, r->one_consumer ? 1 : 32);
  uint32_t length;
  struct record *record;
  for (int first = 1; (record = (struct record *)next(&s, &length)); first = 0) {
    uint64_t n = record->sequence, handled = log[1];
    if (n != handled && !(first && handled && n == handled - 1))
      errx(1, "sequence %lu after %lu", (long)n, (long)handled - 1);
    if (length != sizeof *record + size_of(n))
      errx(1, "record %lu has %u bytes", (long)n, length);
    for (uint32_t i = 0; i < size_of(n); i++)
      if (record->bytes[i] != byte_of(n, i))
        errx(1, "record %lu is torn at %u", (long)n, i);
    log[1] = n + 1;
    release(&s, length);
  }
  printf("received %lu\n", (long)log[1]);
}

static void echo(struct ring *in, struct ring *out) {
  struct seat from = take(in, 33, 1), to = take(out, 1, 1);
  uint32_t length;
  for (char *message; (message = next(&from, &length));) {
    char *where = wait_for_room(&to, length);
    memcpy(where, message, length);
    commit(&to, where);
    release(&from, length);
  }
}

// As shm_open does it: in two steps, so others may look in between; the lock says that it goes on.
static void make_half(const char *name) {
  int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
  if (fd < 0 || !lock_byte(fd, F_OFD_SETLK, 0) || ftruncate(fd, DATA + 4096) < 0)
    err(1, "%s", name);
  char *at = mmap(NULL, DATA + 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  *(uint32_t *)(at + 8) = 1, *(uint32_t *)(at + 12) = DATA, *(uint64_t *)(at + 16) = 4096;
  puts("begun");
  fflush(stdout);
  getchar();
  *(uint32_t *)(at + 24) = 1, *(uint32_t *)(at + 28) = 1, *(uint32_t *)(at + 32) = 4096 / 8 - 8;
  *(uint32_t *)(at + 36) = 8;
  for (int n = 1; n <= 32; n++)
    *(uint64_t *)(at + seat_at(n) + CLAIM) = NO_CLAIM;
  uint64_t magic;
  memcpy(&magic, "ROHRRING", 8);
  atomic_store_explicit((word *)at, magic, memory_order_release);
  puts("complete");
}

int main(int argc, char **argv) {
  if (argc < 3) errx(2, "what?");
  if (!strcmp(argv[1], "half")) {
    make_half(argv[2]);
    return 0;
  }
  struct ring r = attach(argv[2]);
  if (!strcmp(argv[1], "produce"))
    produce(&r, log_at(argv[3]), atol(argv[4]));
  else if (!strcmp(argv[1], "consume"))
    consume(&r, log_at(argv[3]));
  else if (!strcmp(argv[1], "die"))
    die(&r, atoi(argv[3]), atol(argv[4]));
  else if (!strcmp(argv[1], "echo")) {
    struct ring out = attach(argv[3]);
    echo(&r, &out);
  }
  return 0;
}
