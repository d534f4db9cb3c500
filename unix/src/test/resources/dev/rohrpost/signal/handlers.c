// Runs the two signal handlers on real signals: handlers HAND_BACK CHANGE_MASK, each in
// hexadecimal. Prints what is wrong, and answers 1 then.
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(what) \
  do { \
    if (!(what)) { \
      printf("line %d, signal %d: %s\n", __LINE__, tried, #what); \
      failed = 1; \
    } \
  } while (0)

static int failed;
static int tried;

typedef void (*handler)(int, siginfo_t *, void *);

static handler load(const char *hex) {
  size_t size = strlen(hex) / 2;
  unsigned char *page =
      mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (size_t i = 0; i < size; i++) {
    unsigned byte;
    sscanf(hex + 2 * i, "%2x", &byte);
    page[i] = (unsigned char) byte;
  }
  mprotect(page, 65536, PROT_READ | PROT_EXEC);
  return (handler) (uintptr_t) page;
}

static void install(int number, handler code) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = code;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  sigfillset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

static uint64_t blocked(void) {
  sigset_t mask;
  uint64_t bits = 0;
  sigprocmask(SIG_BLOCK, NULL, &mask);
  for (int number = 1; number <= 64; number++) {
    bits |= (uint64_t) (sigismember(&mask, number) == 1) << (number - 1);
  }
  return bits;
}

static int take(int number, siginfo_t *info) {
  struct timespec none = {0, 0};
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  return sigtimedwait(&set, info, &none);
}

static uint64_t bit(int number) {
  return 1ULL << (number - 1);
}

// The signal hits this thread once; after that it is blocked and waits, as it came.
static void hand_back(int number, handler code) {
  siginfo_t info;
  tried = number;
  install(number, code);
  uint64_t before = blocked();
  CHECK((before & bit(number)) == 0);
  sigqueue(getpid(), number, (union sigval) {.sival_int = 4242});
  CHECK(blocked() == (before | bit(number)));
  CHECK(take(number, &info) == number);
  CHECK(info.si_code == SI_QUEUE && info.si_value.sival_int == 4242);
  CHECK(info.si_pid == getpid() && info.si_uid == getuid());
  CHECK(take(number, &info) < 0);
}

// The sender is somebody else, by kill(2): only the kernel may say so, or the thread itself.
static void keeps_the_sender(int number, handler code) {
  siginfo_t info;
  tried = number;
  install(number, code);
  pid_t child = fork();
  if (child == 0) {
    kill(getppid(), number);
    _exit(0);
  }
  while (waitpid(child, NULL, 0) < 0) {
  }
  CHECK(take(number, &info) == number);
  CHECK(info.si_code == SI_USER && info.si_pid == child);
}

static int start[2];
static struct rlimit usual;

static void *raise_limit(void *unused) {
  char byte;
  if (read(start[0], &byte, 1) == 1) {
    setrlimit(RLIMIT_SIGPENDING, &usual);
  }
  return unused;
}

// While the queue is full the signal cannot be handed back; it must not be lost for that.
static void tries_again(int number, handler code) {
  siginfo_t info;
  sigset_t set;
  pthread_t other;
  tried = number;
  install(number, code);
  sigemptyset(&set);
  sigaddset(&set, number);
  sigprocmask(SIG_BLOCK, &set, NULL);
  sigqueue(getpid(), number, (union sigval) {.sival_int = 99});
  getrlimit(RLIMIT_SIGPENDING, &usual);
  struct rlimit none = {0, usual.rlim_max};
  CHECK(pipe(start) == 0);
  CHECK(pthread_create(&other, NULL, raise_limit, NULL) == 0);
  setrlimit(RLIMIT_SIGPENDING, &none);
  CHECK(write(start[1], "", 1) == 1);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  pthread_join(other, NULL);
  CHECK((blocked() & bit(number)) != 0);
  CHECK(take(number, &info) == number && info.si_value.sival_int == 99);
  close(start[0]);
  close(start[1]);
}

static void change(int changer, uint64_t value) {
  siginfo_t info;
  memset(&info, 0, sizeof info);
  info.si_signo = changer;
  info.si_code = SI_QUEUE;
  info.si_pid = getpid();
  info.si_value.sival_ptr = (void *) (uintptr_t) value;
  syscall(SYS_rt_tgsigqueueinfo, getpid(), syscall(SYS_gettid), changer, &info);
}

static void changes_the_mask(int changer, handler code) {
  tried = changer;
  install(changer, code);
  uint64_t before = blocked();
  uint64_t some = bit(SIGALRM) | bit(SIGTERM) | bit(SIGRTMIN + 8);
  CHECK((before & some) == 0);
  change(changer, some);
  CHECK(blocked() == (before | some));
  change(changer, bit(SIGTERM) | bit(9)); // bit 8, that of SIGKILL: remove
  CHECK(blocked() == (before | bit(SIGALRM) | bit(SIGRTMIN + 8)));
  change(changer, some | bit(9));
  CHECK(blocked() == before);
}

int main(int argc, char **argv) {
  if (argc != 3) {
    return 2;
  }
  handler back = load(argv[1]);
  int numbers[] = {1, 2, 10, 12, 17, 31, 34, 35, 50};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    hand_back(numbers[i], back);
  }
  keeps_the_sender(SIGWINCH, back);
  for (int i = 0; i < 20; i++) {
    tries_again(SIGRTMIN + 5, back);
  }
  changes_the_mask(SIGRTMIN + 20, load(argv[2]));
  return failed;
}
