// Fills one end of a command that joins two, and empties the other: what a MiB takes on its way. The
// command connects to both. Each byte that arrives is compared with what was sent, and there have
// to be as many.
//
//   usage: relay-load WARM-UP BATCHES SIZE FROM TO COMMAND...
//   FROM and TO: unix:@NAME or tcp://127.0.0.1:PORT; FROM may be -, the command's standard input
#include "bench.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { CHUNK = 1 << 20, WORDS = CHUNK / sizeof(uint64_t) };

static int in;
static uint64_t pattern[WORDS], chunk[WORDS];
static uint64_t number; // of the next chunk, which is its first word

static void fill_pattern(void) {
  uint64_t x = 0x9e3779b97f4a7c15;
  for (int i = 0; i < WORDS; i++) {
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    pattern[i] = x;
  }
}

static void drain(long times) {
  for (; times > 0; times--, number++) {
    for (size_t have = 0; have < CHUNK;) {
      size_t count = must(read(in, (char *)chunk + have, CHUNK - have));
      if (count == 0)
        errx(1, "the end came early");
      have += count;
    }
    pattern[0] = number;
    if (memcmp(chunk, pattern, CHUNK) != 0)
      errx(1, "MiB %ju is not what was sent", (uintmax_t)number);
  }
}

static int listening_at(const char *endpoint) {
  struct sockaddr_un unix_name = {.sun_family = AF_UNIX};
  struct sockaddr_in host = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct sockaddr *address = (struct sockaddr *)&host;
  socklen_t size = sizeof host;
  int port;
  if (sscanf(endpoint, "tcp://127.0.0.1:%d", &port) == 1) {
    host.sin_port = htons(port);
  } else if (strncmp(endpoint, "unix:@", 6) == 0 &&
             strlen(endpoint + 6) < sizeof unix_name.sun_path) {
    memcpy(unix_name.sun_path + 1, endpoint + 6, strlen(endpoint + 6));
    address = (struct sockaddr *)&unix_name;
    size = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(endpoint + 6);
  } else {
    errx(2, "no endpoint: %s", endpoint);
  }
  int listener = must(socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  must(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)));
  must(bind(listener, address, size));
  must(listen(listener, 1));
  return listener;
}

static pid_t start(void (*work)(void *), void *argument) {
  pid_t child = must(fork());
  if (child == 0) {
    must(prctl(PR_SET_PDEATHSIG, SIGKILL));
    work(argument);
    _exit(0);
  }
  return child;
}

// Sends everything, says that this is all, and waits until the command has nothing to say either.
static void feed(void *descriptor) {
  int out = *(int *)descriptor;
  char rest;
  close(in); // or the command would not see that it is closed
  for (long left = (warm_up + batches) * size; left > 0; left--, number++) {
    pattern[0] = number;
    for (size_t sent = 0; sent < CHUNK;)
      sent += must(write(out, (char *)pattern + sent, CHUNK - sent));
  }
  if (shutdown(out, SHUT_WR) == 0)
    must(read(out, &rest, 1));
}

static int input; // of the command

static void run(void *command) {
  must(dup2(input, 0));
  char **line = command;
  execvp(line[0], line);
  err(1, "%s", line[0]);
}

int main(int argc, char **argv) {
  if (argc < 7)
    errx(2, "usage: %s WARM-UP BATCHES SIZE FROM TO COMMAND...", argv[0]);
  arguments(4, argv);
  fill_pattern();
  int to = listening_at(argv[5]), out, ends[2];
  if (strcmp(argv[4], "-") == 0) {
    must(pipe2(ends, O_CLOEXEC));
    input = ends[0], out = ends[1];
    start(run, argv + 6);
  } else {
    int from = listening_at(argv[4]);
    input = must(open("/dev/null", O_RDONLY | O_CLOEXEC));
    start(run, argv + 6);
    out = must(accept4(from, NULL, NULL, SOCK_CLOEXEC));
  }
  in = must(accept(to, NULL, NULL));
  start(feed, &out);
  close(input), close(out);
  measure(drain);
  if (must(read(in, chunk, CHUNK)) != 0)
    errx(1, "more came than was sent");
  close(in);
  for (int status; wait(&status) > 0;)
    if (status != 0)
      errx(1, "wait status %#x", status);
}
