// 128 bytes there and back over a System V message queue, between two processes: type 1 goes there,
// type 2 comes back.
#include "bench.h"

#include <sys/msg.h>

enum { SIZE = 128, THERE = 1, BACK = 2 };

static struct {
  long type;
  char text[SIZE];
} message;

static int queue;

static void send_as(long type) {
  message.type = type;
  must(msgsnd(queue, &message, SIZE, 0));
}

static void ping(long times) {
  while (times-- > 0) {
    send_as(THERE);
    if (msgrcv(queue, &message, SIZE, BACK, 0) != SIZE)
      errx(1, "the echo is gone");
  }
}

// Until the other side removes the queue.
static void echo(void) {
  while (msgrcv(queue, &message, SIZE, THERE, 0) == SIZE)
    send_as(BACK);
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  queue = must(msgget(IPC_PRIVATE, 0600));
  if (must(fork()) == 0) {
    echo();
    return 0;
  }
  measure(ping);
  must(msgctl(queue, IPC_RMID, NULL));
  must(wait(NULL));
}
