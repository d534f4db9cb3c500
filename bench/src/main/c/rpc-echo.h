// Bytes to a server of libtirpc in another process and back, with its own client: a string of 100,
// or with LARGE opaque data of a MiB, or with NOTHING none.
#include "bench.h"
#include <arpa/inet.h>
#include <rpc/rpc.h>
#include <signal.h>
#include <sys/un.h>

enum { PROGRAM = 0x20000099, VERSION = 1, ECHO = 1, MOST = 1 << 21 };
#ifdef LARGE
enum { LENGTH = 1 << 20 };
#else
enum { LENGTH = 100 };
#endif

static CLIENT *client;
static char text[LENGTH + 1];

static bool_t xdr_text(XDR *xdrs, char **value) {
#ifdef LARGE
  u_int length = LENGTH;
  return xdr_bytes(xdrs, value, &length, MOST) && length == LENGTH;
#else
  return xdr_string(xdrs, value, MOST);
#endif
}

static void dispatch(struct svc_req *request, SVCXPRT *transport) {
  char *value = NULL;
  if (request->rq_proc == NULLPROC) {
    svc_sendreply(transport, (xdrproc_t)xdr_void, NULL);
    return;
  }
  if (request->rq_proc != ECHO || !svc_getargs(transport, (xdrproc_t)xdr_text, (caddr_t)&value)) {
    svcerr_noproc(transport);
    return;
  }
  svc_sendreply(transport, (xdrproc_t)xdr_text, (caddr_t)&value);
  svc_freeargs(transport, (xdrproc_t)xdr_text, (caddr_t)&value);
}

static void call(long times) {
  struct timeval time = {20, 0};
  char *sent = text;
  while (times-- > 0) {
    char *got = NULL;
#ifdef NOTHING
    if (clnt_call(client, NULLPROC, (xdrproc_t)xdr_void, NULL, (xdrproc_t)xdr_void, NULL, time))
      errx(1, "%s", clnt_sperror(client, "null"));
    continue;
#endif
    if (clnt_call(client, ECHO, (xdrproc_t)xdr_text, (caddr_t)&sent, (xdrproc_t)xdr_text, (caddr_t)&got, time))
      errx(1, "%s", clnt_sperror(client, "echo"));
    clnt_freeres(client, (xdrproc_t)xdr_text, (caddr_t)&got);
  }
}

// Starts the server, which is given here, in another process, and measures the client.
static void echo(SVCXPRT *transport, CLIENT *(*connected)(int port)) {
  pid_t server;
  memset(text, 'x', LENGTH);
  if (!transport || !svc_register(transport, PROGRAM, VERSION, dispatch, 0))
    errx(1, "no server");
  server = must(fork());
  if (server == 0) {
    svc_run();
    _exit(1);
  }
  client = connected(transport->xp_port);
  if (!client)
    errx(1, "%s", clnt_spcreateerror("client"));
  measure(call);
  must(kill(server, SIGKILL));
  must(waitpid(server, NULL, 0));
}

static inline struct sockaddr_in loopback(int port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}
