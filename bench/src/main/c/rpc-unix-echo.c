// cc: -I/usr/include/tirpc -ltirpc
#include "rpc-echo.h"

static struct sockaddr_un at = {.sun_family = AF_UNIX};

static CLIENT *connected(int port) {
  CLIENT *made;
  int fd = RPC_ANYSOCK;
  (void)port;
  made = clntunix_create(&at, PROGRAM, VERSION, &fd, 0, 0);
  must(unlink(at.sun_path));
  return made;
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  snprintf(at.sun_path, sizeof at.sun_path, "rpc-echo.%d", getpid());
  echo(svcunix_create(RPC_ANYSOCK, 0, 0, at.sun_path), connected);
}
