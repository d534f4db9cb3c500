// Program 0x20000099 in versions 1 and 3, which do nothing, over TCP and UDP; registers itself.
#include <rpc/pmap_clnt.h>
#include <rpc/rpc.h>
#include <stdio.h>

#define PROGRAM 0x20000099

static void serve(struct svc_req *request, SVCXPRT *transport) {
  (void)request;
  svc_sendreply(transport, (xdrproc_t)xdr_void, NULL);
}

int main(void) {
  SVCXPRT *udp = svcudp_create(RPC_ANYSOCK);
  SVCXPRT *tcp = svctcp_create(RPC_ANYSOCK, 0, 0);
  for (int version = 1; version <= 3; version += 2) {
    pmap_unset(PROGRAM, version);
    if (!svc_register(udp, PROGRAM, version, serve, IPPROTO_UDP) ||
        !svc_register(tcp, PROGRAM, version, serve, IPPROTO_TCP)) {
      puts("not registered");
      return 1;
    }
  }
  printf("%d %d\n", udp->xp_port, tcp->xp_port);
  fflush(stdout);
  svc_run();
  return 1;
}
