// 128 bytes there and back over two FIFOs, between two processes.
#include "round-trip.h"

#include <fcntl.h>
#include <sys/stat.h>

int main(int argc, char **argv) {
  arguments(argc, argv);
  char folder[] = "/tmp/fifo-round-trip.XXXXXX";
  if (mkdtemp(folder) == NULL || chdir(folder) == -1)
    err(1, "%s", folder);
  must(mkfifo("there", 0600));
  must(mkfifo("back", 0600));
  if (must(fork()) == 0) {
    in = must(open("there", O_RDONLY));
    out = must(open("back", O_WRONLY));
    echo();
    return 0;
  }
  out = must(open("there", O_WRONLY)); // an open waits for the one of the other side
  in = must(open("back", O_RDONLY));
  must(unlink("there"));
  must(unlink("back"));
  must(rmdir(folder));
  measure(ping);
  close(out);
  must(wait(NULL));
}
