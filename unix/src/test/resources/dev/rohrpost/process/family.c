// Leaves four orphans behind, which end with 77, and ends with the code it is given.

#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc != 2) return 1;
  if (fork() == 0) _exit(77); // often before its parent
  if (fork() == 0) {
    usleep(20000);
    _exit(77);
  }
  if (fork() == 0) {
    if (fork() == 0) _exit(77);
    _exit(77);
  }
  _exit(atoi(argv[1]));
}
