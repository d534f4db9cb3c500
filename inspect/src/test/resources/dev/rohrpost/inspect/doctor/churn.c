// Healthy processes at full load: pairs that throw a byte to and fro through pipes and sockets, bulk pipelines, and
// senders of descriptors. They end with their parent.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <signal.h>
#include <unistd.h>

static int kept[2];

static void start(void (*work)(int, int), int in, int out) {
  pid_t pid = fork();
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    kept[0] = dup(in), kept[1] = dup(out);
    for (int fd = 3; fd < 256; fd++)
      if (fd != kept[0] && fd != kept[1]) close(fd);
    work(kept[0], kept[1]);
    _exit(0);
  }
  printf(" %d", pid);
}

static void pong(int in, int out) {
  char c;
  while (read(in, &c, 1) == 1 && write(out, &c, 1) == 1) {}
}

static void ping(int in, int out) {
  if (write(out, "x", 1) == 1) pong(in, out);
}

static char block[1 << 17];

static void source(int in, int out) {
  (void)in;
  while (write(out, block, sizeof block) > 0) {}
}

static void copy(int in, int out) {
  for (ssize_t n; (n = read(in, block, sizeof block)) > 0;)
    if (write(out, block, n) != n) break;
}

static void sink(int in, int out) {
  (void)out;
  while (read(in, block, sizeof block) > 0) {}
}

union control {
  struct cmsghdr head;
  char room[CMSG_SPACE(sizeof(int))];
};

static struct msghdr message(union control *control, struct iovec *part) {
  return (struct msghdr){.msg_iov = part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof *control};
}

// Sends the read end of a new pipe, and fills it for the receiver.
static void passer(int in, int out) {
  (void)in;
  for (;;) {
    int pipes[2];
    char c = 'x';
    if (pipe(pipes) != 0) return;
    union control control = {.head = {CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS}};
    memcpy(CMSG_DATA(&control.head), &pipes[0], sizeof(int));
    struct iovec part = {&c, 1};
    struct msghdr said = message(&control, &part);
    if (sendmsg(out, &said, 0) != 1) return;
    close(pipes[0]);
    if (write(pipes[1], block, sizeof block) < 0) return;
    close(pipes[1]);
  }
}

static void taker(int in, int out) {
  (void)out;
  for (;;) {
    union control control;
    char c;
    int passed;
    struct iovec part = {&c, 1};
    struct msghdr heard = message(&control, &part);
    if (recvmsg(in, &heard, 0) != 1) return;
    memcpy(&passed, CMSG_DATA(&control.head), sizeof(int));
    sink(passed, -1);
    close(passed);
  }
}

static void pair(int *one, int *other) {
  start(ping, one[0], other[1]);
  start(pong, other[0], one[1]);
  close(one[0]), close(one[1]), close(other[0]), close(other[1]);
}

int main(int argc, char **argv) {
  int pids = argc > 1 ? atoi(argv[1]) : 6;
  signal(SIGPIPE, SIG_DFL);
  printf("ready %d", getpid());
  fflush(stdout);
  setvbuf(stdout, NULL, _IONBF, 0);
  for (int i = 0; i < pids; i++) {
    int one[2], other[2];
    if (pipe(one) != 0 || pipe(other) != 0) return 1;
    pair(one, other);
  }
  for (int i = 0; i < 4; i++) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 1;
    start(ping, ends[0], ends[0]);
    start(pong, ends[1], ends[1]);
    close(ends[0]), close(ends[1]);
  }
  for (int i = 0; i < 2; i++) {
    int one[2], two[2], ends[2];
    if (pipe(one) != 0 || pipe(two) != 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 1;
    start(source, 0, one[1]);
    start(copy, one[0], two[1]);
    start(sink, two[0], 1);
    start(passer, 0, ends[0]);
    start(taker, ends[1], 1);
    close(one[0]), close(one[1]), close(two[0]), close(two[1]), close(ends[0]), close(ends[1]);
  }
  printf("\n");
  pause();
  return 0;
}
