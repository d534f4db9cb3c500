// Takes a semaphore, says so, and gives it back when its standard input ends: holder SET INDEX [undo]
#include <stdio.h>
#include <stdlib.h>
#include <sys/sem.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  int set = atoi(argv[1]);
  short undo = argc > 3 ? SEM_UNDO : 0;
  struct sembuf take = {.sem_num = atoi(argv[2]), .sem_op = -1, .sem_flg = undo};
  struct sembuf give = {.sem_num = atoi(argv[2]), .sem_op = 1, .sem_flg = undo};
  if (semop(set, &take, 1)) return 1;
  puts("taken");
  fflush(stdout);
  char byte;
  while (read(0, &byte, 1) > 0) {}
  return semop(set, &give, 1) ? 1 : 0;
}
