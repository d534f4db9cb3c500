// Feeds a command through its standard input and empties the UNIX socket to which the command
// connects: what a MiB takes on its way. Ends it by the end of its input.
//
//   usage: relay-load WARM-UP BATCHES SIZE ABSTRACT-NAME COMMAND...
#include "bench.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { CHUNK = 1 << 20 };

static int in;
static char chunk[CHUNK];

static void drain(long times) {
  for (long left = times * CHUNK; left > 0;) {
    long count = must(read(in, chunk, left < CHUNK ? left : CHUNK));
    if (count == 0)
      errx(1, "the end came early");
    left -= count;
  }
}

static int listening_at(const char *name) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = strlen(name);
  if (length >= sizeof address.sun_path)
    errx(2, "too long: %s", name);
  memcpy(address.sun_path + 1, name, length);
  socklen_t size = offsetof(struct sockaddr_un, sun_path) + 1 + length;
  int listener = must(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  must(bind(listener, (struct sockaddr *)&address, size));
  must(listen(listener, 1));
  return listener;
}

static pid_t start(void (*work)(void *), void *argument) {
  pid_t child = must(fork());
  if (child == 0) {
    must(prctl(PR_SET_PDEATHSIG, SIGKILL));
    work(argument);
    _exit(1);
  }
  return child;
}

static int pipe_ends[2];

static void feed(void *unused) {
  close(pipe_ends[0]);
  for (;;)
    must(write(pipe_ends[1], chunk, CHUNK));
}

static void run(void *command) {
  must(dup2(pipe_ends[0], 0));
  close(pipe_ends[0]), close(pipe_ends[1]);
  char **line = command;
  execvp(line[0], line);
  err(1, "%s", line[0]);
}

int main(int argc, char **argv) {
  if (argc < 6)
    errx(2, "usage: %s WARM-UP BATCHES SIZE ABSTRACT-NAME COMMAND...", argv[0]);
  arguments(4, argv);
  int listener = listening_at(argv[4]);
  must(pipe(pipe_ends));
  pid_t feeder = start(feed, NULL);
  start(run, argv + 5);
  close(pipe_ends[0]), close(pipe_ends[1]);
  in = must(accept(listener, NULL, NULL));
  measure(drain);
  must(kill(feeder, SIGKILL));
  while (must(read(in, chunk, CHUNK)) > 0) {
  }
  close(in);
  while (wait(NULL) > 0) {
  }
}
