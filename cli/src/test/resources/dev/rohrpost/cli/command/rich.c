/* What rpcgen makes of rich.x, in a program.

   rich bytes         writes a value
   rich serve PATH    prints its ports of TCP and UDP, then serves there and at a socket file
   rich registered    registers itself for TCP and UDP, prints whether, then serves */
#include "rich.h"
#include <math.h>
#include <rpc/svc_auth.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void rich_1(struct svc_req *, SVCXPRT *);
void rich_4(struct svc_req *, SVCXPRT *);

int *sum_1_svc(int a, int b, struct svc_req *request)
{
  static int sum;
  sum = a + b + 1000; /* it is the old one */
  return &sum;
}

int *sum_4_svc(int a, int b, struct svc_req *request)
{
  static int sum;
  sum = a + b;
  return &sum;
}

void *ping_4_svc(struct svc_req *request)
{
  static char nothing;
  return &nothing; /* NULL would be no reply */
}

rich *echo_4_svc(rich value, struct svc_req *request)
{
  static rich same;
  same = value;
  return &same;
}

u_int *who_4_svc(struct svc_req *request)
{
  static u_int uid;
  if (request->rq_cred.oa_flavor != AUTH_SYS) {
    svcerr_weakauth(request->rq_xprt);
    return NULL;
  }
  uid = ((struct authunix_parms *)request->rq_clntcred)->aup_uid;
  return &uid;
}

int *broken_4_svc(struct svc_req *request)
{
  svcerr_auth(request->rq_xprt, AUTH_BADCRED);
  return NULL;
}

void *silent_4_svc(struct svc_req *request)
{
  return NULL; /* and so no reply is sent */
}

static int bytes(void)
{
  static char buffer[4096];
  node last = {"zw\xc3\xb6lf", NULL}, first = {"one", &last};
  int minus_five = -5;
  bool_t flags[] = {TRUE, FALSE};
  either arms[3] = {{RED}, {GREEN}, {BLUE}};
  rich value = {
      .all = {-2147483647 - 1, 4294967295u, -9223372036854775807LL - 1, 18446744073709551615ULL,
              -32768, 65535, -128, 255, TRUE, 0.1f, -0.0, RED},
      .chain = &first,
      .arms = {3, arms},
      .text = "",
      .mark = {1, 2, 3, 4, 5},
      .there = &minus_five,
      .flags = {2, flags},
      .reals = {1e300, NAN},
      .bytes = "\xff"};
  XDR xdr;
  arms[0].either_u.data.data_len = 3;
  arms[0].either_u.data.data_val = "\1\2\xff";
  arms[2].either_u.number = 7;
  xdrmem_create(&xdr, buffer, sizeof buffer, XDR_ENCODE);
  if (!xdr_rich(&xdr, &value))
    return 1;
  return fwrite(buffer, 1, xdr_getpos(&xdr), stdout) != xdr_getpos(&xdr);
}

static int both(SVCXPRT *at, int protocol)
{
  return at && svc_register(at, RICH, OLD, rich_1, protocol) &&
         svc_register(at, RICH, RECENT, rich_4, protocol);
}

static int serve(char *path)
{
  SVCXPRT *tcp = svctcp_create(RPC_ANYSOCK, 0, 0), *udp = svcudp_create(RPC_ANYSOCK);
  SVCXPRT *local = svcunix_create(RPC_ANYSOCK, 0, 0, path);
  if (!both(tcp, 0) || !both(udp, 0) || !both(local, 0))
    return 1;
  printf("%d %d\n", tcp->xp_port, udp->xp_port);
  fflush(stdout);
  svc_run();
  return 1;
}

static int registered(void)
{
  SVCXPRT *tcp = svctcp_create(RPC_ANYSOCK, 0, 0), *udp = svcudp_create(RPC_ANYSOCK);
  printf("%d %d\n", both(tcp, IPPROTO_TCP), both(udp, IPPROTO_UDP));
  fflush(stdout);
  svc_run();
  return 1;
}

int main(int argc, char **argv)
{
  if (argc == 2 && !strcmp(argv[1], "bytes"))
    return bytes();
  if (argc == 2 && !strcmp(argv[1], "registered"))
    return registered();
  return argc == 3 && !strcmp(argv[1], "serve") ? serve(argv[2]) : 2;
}
