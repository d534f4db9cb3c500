// cc: -I/usr/include/tirpc -ltirpc
#include "rpc-echo.h"

static CLIENT *connected(int port) {
  struct sockaddr_in to = loopback(port);
  int fd = RPC_ANYSOCK;
  return clnttcp_create(&to, PROGRAM, VERSION, &fd, 0, 0);
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  echo(svctcp_create(RPC_ANYSOCK, 0, 0), connected);
}
