// 128 bytes there and back over two POSIX message queues, between two processes.
#include "bench.h"

#include <fcntl.h>
#include <mqueue.h>

enum { SIZE = 128 };

static mqd_t there, back;
static char message[SIZE];

static mqd_t queue(const char *direction) {
  char name[64];
  snprintf(name, sizeof name, "/round-trip-%d-%s", getpid(), direction);
  struct mq_attr attributes = {.mq_maxmsg = 1, .mq_msgsize = SIZE};
  mqd_t made = must(mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &attributes));
  must(mq_unlink(name));
  return made;
}

static void ping(long times) {
  while (times-- > 0) {
    must(mq_send(there, message, SIZE, 0));
    if (mq_receive(back, message, SIZE, NULL) != SIZE)
      errx(1, "the echo is gone");
  }
}

// Until the other side sends nothing.
static void echo(void) {
  while (must(mq_receive(there, message, SIZE, NULL)) > 0)
    must(mq_send(back, message, SIZE, 0));
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  there = queue("there");
  back = queue("back");
  if (must(fork()) == 0) {
    echo();
    return 0;
  }
  measure(ping);
  must(mq_send(there, message, 0, 0));
  must(wait(NULL));
}
