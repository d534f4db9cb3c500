// 128 bytes there and back over UDP on the loopback, between two processes.
#include "round-trip.h"
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>

static int bound(struct sockaddr_in *name) {
  socklen_t length = sizeof *name;
  int made = must(socket(AF_INET, SOCK_DGRAM, 0));
  *name = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  must(bind(made, (struct sockaddr *)name, length));
  must(getsockname(made, (struct sockaddr *)name, &length));
  return made;
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  struct sockaddr_in here, there;
  int ours = bound(&here), theirs = bound(&there);
  pid_t other = must(fork());
  if (other == 0) {
    in = out = theirs;
    must(connect(in, (struct sockaddr *)&here, sizeof here));
    echo();
    return 0;
  }
  in = out = ours;
  must(connect(in, (struct sockaddr *)&there, sizeof there));
  measure(ping);
  must(kill(other, SIGKILL));
  must(wait(NULL));
}
