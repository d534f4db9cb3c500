// cc: -I/usr/include/tirpc -ltirpc
#include "rpc-echo.h"

static SVCXPRT *listening(char *at) {
  return at_port(svcudp_create(RPC_ANYSOCK), at);
}

static CLIENT *connected(const char *at) {
  struct sockaddr_in to = loopback(at);
  int fd = RPC_ANYSOCK;
  return clntudp_create(&to, PROGRAM, VERSION, (struct timeval){20, 0}, &fd);
}
