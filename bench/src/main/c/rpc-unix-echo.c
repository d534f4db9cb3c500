// cc: -I/usr/include/tirpc -ltirpc
#include "rpc-echo.h"

static char file[ADDRESS];

static void removed(void) {
  must(unlink(file));
}

static SVCXPRT *listening(char *at) {
  SVCXPRT *made;
  snprintf(file, sizeof file, "rpc-echo.%d", getpid());
  made = svcunix_create(RPC_ANYSOCK, 0, 0, file);
  if (made)
    atexit(removed); // of the client: the server is killed
  strcpy(at, file);
  return made;
}

static CLIENT *connected(const char *at) {
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  int fd = RPC_ANYSOCK;
  strncpy(to.sun_path, at, sizeof to.sun_path - 1);
  return clntunix_create(&to, PROGRAM, VERSION, &fd, 0, 0);
}
