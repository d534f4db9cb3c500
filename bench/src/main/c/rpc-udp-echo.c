// cc: -I/usr/include/tirpc -ltirpc
#include "rpc-echo.h"

static CLIENT *connected(int port) {
  struct sockaddr_in to = loopback(port);
  int fd = RPC_ANYSOCK;
  return clntudp_create(&to, PROGRAM, VERSION, (struct timeval){20, 0}, &fd);
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  echo(svcudp_create(RPC_ANYSOCK), connected);
}
