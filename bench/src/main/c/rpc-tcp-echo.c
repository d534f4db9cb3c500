// cc: -I/usr/include/tirpc -ltirpc
#include "rpc-echo.h"

static SVCXPRT *listening(char *at) {
  return at_port(svctcp_create(RPC_ANYSOCK, 0, 0), at);
}

static CLIENT *connected(const char *at) {
  struct sockaddr_in to = loopback(at);
  int fd = RPC_ANYSOCK;
  return clnttcp_create(&to, PROGRAM, VERSION, &fd, 0, 0);
}
