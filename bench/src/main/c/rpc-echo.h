// Bytes to a server of libtirpc in another process and back, with its own client: a string of 100,
// or with LARGE opaque data of a MiB, or with NOTHING none; over each of CONNECTIONS in turn. With
// IDLE these do nothing, and what they cost the server in memory is measured.
//
//   usage: PROGRAM WARM-UP BATCHES SIZE            a client of the server that it starts itself
//          PROGRAM WARM-UP BATCHES SIZE SERVER…    a client of the server that this command starts
//          PROGRAM serve                           a server for others: it says where it is, and
//                                                  ends with its input
#include "bench.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <rpc/rpc.h>
#include <signal.h>
#include <sys/un.h>

enum { PROGRAM = 0x20000099, VERSION = 1, ECHO = 1, MOST = 1 << 21, ADDRESS = 100 };
#ifdef LARGE
enum { LENGTH = 1 << 20 };
#else
enum { LENGTH = 100 };
#endif
#ifndef CONNECTIONS
#define CONNECTIONS 1
#endif

static CLIENT *clients[CONNECTIONS];
static char text[LENGTH + 1];

// These are what the transports differ in: a server, and where it is, which is a port or a file; a
// client of it.
static SVCXPRT *listening(char *at);
static CLIENT *connected(const char *at);

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
  static unsigned next;
  struct timeval time = {20, 0};
  char *sent = text;
  while (times-- > 0) {
    CLIENT *client = clients[next++ % CONNECTIONS];
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

static void add(int number, const char *at) {
  clients[number] = connected(at);
  if (!clients[number])
    errx(1, "%s", clnt_spcreateerror("client"));
}

// How much memory a process has, in bytes.
static inline double resident(pid_t process) {
  char name[40];
  long all, pages;
  FILE *file;
  snprintf(name, sizeof name, "/proc/%d/statm", process);
  file = fopen(name, "r");
  if (!file || fscanf(file, "%ld %ld", &all, &pages) != 2)
    err(1, "%s", name);
  fclose(file);
  return (double)pages * sysconf(_SC_PAGESIZE);
}

static void measured(const char *at, pid_t server) {
  add(0, at);
#ifdef IDLE
  double before;
  call(1);
  before = resident(server);
  for (int i = 1; i < CONNECTIONS; i++) {
    add(i, at);
    call(1);
  }
  printf("{\"bytes each\": %.1f}\n", (resident(server) - before) / (CONNECTIONS - 1));
#else
  (void)server;
  for (int i = 1; i < CONNECTIONS; i++)
    add(i, at);
  measure(call);
#endif
}

static pid_t started(char *at) {
  SVCXPRT *transport = listening(at);
  pid_t server;
  if (!transport || !svc_register(transport, PROGRAM, VERSION, dispatch, 0))
    errx(1, "no server");
  server = must(fork());
  if (server == 0) {
    svc_run();
    _exit(1);
  }
  return server;
}

static void end(pid_t server) {
  must(kill(server, SIGKILL));
  must(waitpid(server, NULL, 0));
}

static void serve(void) {
  char at[ADDRESS], byte;
  pid_t server = started(at);
  puts(at);
  fflush(stdout);
  while (must(read(STDIN_FILENO, &byte, 1)) > 0)
    ;
  end(server);
}

// Has a command serve, which says where it is and ends with its input.
static void ask(char **command) {
  char at[ADDRESS];
  int to[2], from[2];
  pid_t server;
  FILE *said;
  must(pipe2(to, O_CLOEXEC));
  must(pipe2(from, O_CLOEXEC));
  server = must(fork());
  if (server == 0) {
    must(dup2(to[0], STDIN_FILENO));
    must(dup2(from[1], STDOUT_FILENO));
    must(execvp(command[0], command));
  }
  close(to[0]);
  close(from[1]);
  said = fdopen(from[0], "r");
  if (!said || !fgets(at, sizeof at, said))
    errx(1, "%s does not say where it is", command[0]);
  at[strcspn(at, "\n")] = '\0';
  measured(at, server);
  close(to[1]);
  must(waitpid(server, NULL, 0));
}

int main(int argc, char **argv) {
  memset(text, 'x', LENGTH);
  if (argc == 2 && strcmp(argv[1], "serve") == 0) {
    serve();
    return 0;
  }
  arguments(argc < 4 ? argc : 4, argv);
  if (argc > 4) {
    ask(argv + 4);
  } else {
    char at[ADDRESS];
    pid_t server = started(at);
    measured(at, server);
    end(server);
  }
}

static inline SVCXPRT *at_port(SVCXPRT *transport, char *at) {
  if (transport)
    snprintf(at, ADDRESS, "%d", transport->xp_port);
  return transport;
}

static inline struct sockaddr_in loopback(const char *port) {
  return (struct sockaddr_in){.sin_family = AF_INET,
                              .sin_port = htons(atoi(port)),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}
