// The other end of queues: queues WHAT ARGUMENTS
#define _GNU_SOURCE
#include <errno.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <unistd.h>

static struct {
  long type;
  char text[8192];
} message;

static int failed(const char *call) {
  printf("%s: %s\n", call, strerrorname_np(errno));
  return 1;
}

static int msgsend(int id, long type, const char *text) {
  message.type = type;
  strcpy(message.text, text);
  return msgsnd(id, &message, strlen(text), 0) ? failed("msgsnd") : 0;
}

static int msgreceive(int id, long type) {
  ssize_t size = msgrcv(id, &message, sizeof message.text, type, 0);
  if (size < 0) return failed("msgrcv");
  printf("%ld %.*s\n", message.type, (int)size, message.text);
  return 0;
}

static int mqsend(mqd_t queue, unsigned priority, const char *text) {
  return mq_send(queue, text, strlen(text), priority) ? failed("mq_send") : 0;
}

static int mqreceive(mqd_t queue) {
  unsigned priority;
  ssize_t size = mq_receive(queue, message.text, sizeof message.text, &priority);
  if (size < 0) return failed("mq_receive");
  printf("%u %.*s\n", priority, (int)size, message.text);
  return 0;
}

// Asks for a signal, says so, and keeps it so until its standard input ends.
static int mqnotify(mqd_t queue) {
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGCHLD};
  if (mq_notify(queue, &event)) return failed("mq_notify");
  puts("registered");
  fflush(stdout);
  while (read(0, message.text, 1) > 0) {}
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  const char *what = argv[1];
  if (!strcmp(what, "msgsend")) return msgsend(atoi(argv[2]), atol(argv[3]), argv[4]);
  if (!strcmp(what, "msgreceive")) return msgreceive(atoi(argv[2]), atol(argv[3]));
  mqd_t queue = mq_open(argv[2], O_RDWR);
  if (queue < 0) return failed("mq_open");
  if (!strcmp(what, "mqsend")) return mqsend(queue, atoi(argv[3]), argv[4]);
  if (!strcmp(what, "mqreceive")) return mqreceive(queue);
  if (!strcmp(what, "mqnotify")) return mqnotify(queue);
  return 2;
}
