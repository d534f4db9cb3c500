// 128 bytes there and back over TCP on the loopback, between two processes.
#include "round-trip.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static void at_once(int socket) {
  int yes = 1;
  must(setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes));
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof name;
  int listener = must(socket(AF_INET, SOCK_STREAM, 0));
  must(bind(listener, (struct sockaddr *)&name, length));
  must(listen(listener, 1));
  must(getsockname(listener, (struct sockaddr *)&name, &length));
  if (must(fork()) == 0) {
    in = out = must(socket(AF_INET, SOCK_STREAM, 0));
    must(connect(in, (struct sockaddr *)&name, length));
    at_once(in);
    echo();
    return 0;
  }
  in = out = must(accept(listener, NULL, NULL));
  at_once(in);
  measure(ping);
  close(out);
  must(wait(NULL));
}
