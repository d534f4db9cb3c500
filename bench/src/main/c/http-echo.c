// The HTTP server of the textbook: one client after the other, one read, one answer, the end.
#include "bench.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv) {
  if (argc != 2)
    errx(2, "usage: http-echo PORT");
  signal(SIGPIPE, SIG_IGN);
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  int on = 1;
  must(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons(atoi(argv[1])),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  must(bind(listener, (struct sockaddr *)&address, sizeof address));
  must(listen(listener, SOMAXCONN));
  while (1) {
    char request[8192], answer[9216];
    int client = accept(listener, NULL, NULL);
    must(client);
    ssize_t size = read(client, request, sizeof request - 1);
    if (size > 0) {
      request[size] = 0;
      int length = snprintf(answer, sizeof answer,
                            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
                            "<html><body><h1>Hallo Webbrowser</h1>Deine Anfrage war ...<pre>%s</pre></body></html>\n",
                            request);
      if (write(client, answer, length) < 0)
        warn("write");
    }
    close(client);
  }
}
