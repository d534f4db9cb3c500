/* A server and a client of libtirpc for the program of EchoService.

   peer server tcp|udp        prints its port, then serves
   peer server unix PATH      prints 0, then serves
   peer registered            registers itself for TCP and UDP, prints whether, then serves
   peer client tcp|udp PORT   calls procedure by procedure, prints what comes back
   peer client unix PATH */
#include <rpc/rpc.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

enum { PROGRAM = 0x20000099, VERSION = 1, ECHO = 1, FAIL = 3, COUNT = 4, WHO = 6, MOST = 1 << 21 };

struct bytes {
  char *data;
  unsigned length;
};

static bool_t xdr_echo(XDR *xdrs, struct bytes *bytes)
{
  return xdr_bytes(xdrs, &bytes->data, &bytes->length, MOST);
}

static int counted;

static void dispatch(struct svc_req *request, SVCXPRT *transport)
{
  struct bytes bytes = {0};
  int number;
  switch (request->rq_proc) {
  case NULLPROC:
    svc_sendreply(transport, (xdrproc_t)xdr_void, NULL);
    return;
  case ECHO:
    if (!svc_getargs(transport, (xdrproc_t)xdr_echo, (caddr_t)&bytes)) {
      svcerr_decode(transport);
      return;
    }
    svc_sendreply(transport, (xdrproc_t)xdr_echo, (caddr_t)&bytes);
    svc_freeargs(transport, (xdrproc_t)xdr_echo, (caddr_t)&bytes);
    return;
  case FAIL:
    svcerr_systemerr(transport);
    return;
  case COUNT:
    counted++;
    svc_sendreply(transport, (xdrproc_t)xdr_int, (caddr_t)&counted);
    return;
  case WHO:
    if (request->rq_cred.oa_flavor != AUTH_SYS) {
      svcerr_weakauth(transport);
      return;
    }
    number = ((struct authunix_parms *)request->rq_clntcred)->aup_uid;
    svc_sendreply(transport, (xdrproc_t)xdr_int, (caddr_t)&number);
    return;
  default:
    svcerr_noproc(transport);
  }
}

static int serve(const char *kind, char *path)
{
  SVCXPRT *transport = !strcmp(kind, "tcp")   ? svctcp_create(RPC_ANYSOCK, 0, 0)
                       : !strcmp(kind, "udp") ? svcudp_create(RPC_ANYSOCK)
                                              : svcunix_create(RPC_ANYSOCK, 0, 0, path);
  if (!transport || !svc_register(transport, PROGRAM, VERSION, dispatch, 0))
    return 1;
  printf("%d\n", transport->xp_port);
  fflush(stdout);
  svc_run();
  return 1;
}

static int serve_registered(void)
{
  SVCXPRT *tcp = svctcp_create(RPC_ANYSOCK, 0, 0), *udp = svcudp_create(RPC_ANYSOCK);
  printf("%d %d\n", tcp && svc_register(tcp, PROGRAM, VERSION, dispatch, IPPROTO_TCP),
         udp && svc_register(udp, PROGRAM, VERSION, dispatch, IPPROTO_UDP));
  fflush(stdout);
  svc_run();
  return 1;
}

static int call(const char *kind, const char *where)
{
  struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct sockaddr_un un = {.sun_family = AF_UNIX};
  struct timeval time = {20, 0};
  int fd = RPC_ANYSOCK, result, size;
  CLIENT *client;
  if (!strcmp(kind, "unix")) {
    strncpy(un.sun_path, where, sizeof un.sun_path - 1);
    client = clntunix_create(&un, PROGRAM, VERSION, &fd, 0, 0);
  } else {
    in.sin_port = htons(atoi(where));
    client = !strcmp(kind, "tcp") ? clnttcp_create(&in, PROGRAM, VERSION, &fd, 0, 0)
                                  : clntudp_create(&in, PROGRAM, VERSION, time, &fd);
  }
  if (!client) {
    clnt_pcreateerror("create");
    return 1;
  }
  printf("null %d\n", clnt_call(client, NULLPROC, (xdrproc_t)xdr_void, NULL, (xdrproc_t)xdr_void, NULL, time));
  for (size = 0; size <= (strcmp(kind, "udp") ? 1 << 20 : 8000); size = 2 * size + 1) {
    struct bytes sent = {calloc(size + 1, 1), size}, got = {0};
    memset(sent.data, size, size);
    result = clnt_call(client, ECHO, (xdrproc_t)xdr_echo, (caddr_t)&sent, (xdrproc_t)xdr_echo, (caddr_t)&got, time);
    if (result || got.length != sent.length || memcmp(got.data, sent.data, size)) {
      printf("echo of %d: %d\n", size, result);
      return 1;
    }
  }
  printf("fail %d\n", clnt_call(client, FAIL, (xdrproc_t)xdr_void, NULL, (xdrproc_t)xdr_void, NULL, time));
  printf("garbage %d\n", clnt_call(client, ECHO, (xdrproc_t)xdr_void, NULL, (xdrproc_t)xdr_void, NULL, time));
  printf("none %d\n", clnt_call(client, 99, (xdrproc_t)xdr_void, NULL, (xdrproc_t)xdr_void, NULL, time));
  client->cl_auth = authunix_create_default();
  result = clnt_call(client, WHO, (xdrproc_t)xdr_void, NULL, (xdrproc_t)xdr_int, (caddr_t)&counted, time);
  printf("who %d %d\n", result, counted);
  return 0;
}

int main(int count, char **words)
{
  if (count > 2 && !strcmp(words[1], "server"))
    return serve(words[2], words[3]);
  if (count > 1 && !strcmp(words[1], "registered"))
    return serve_registered();
  return count > 3 ? call(words[2], words[3]) : 2;
}
