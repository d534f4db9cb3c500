// Runs a program that gets no memory for the stack of a child, which posix_spawn(3) asks for. That of
// a thread is larger: a JVM has those that it needs.
//
// no_stack PROGRAM ARGUMENTS...
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ALLOW_UNLESS(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip)

int main(int argc, char **argv) {
  struct sock_filter filter[] = {
      LOAD(nr),
      ALLOW_UNLESS(SYS_mmap, 7),
      LOAD(args[1]),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 512 * 1024, 5, 0),
      LOAD(args[2]),
      ALLOW_UNLESS(PROT_READ | PROT_WRITE, 3),
      LOAD(args[3]),
      ALLOW_UNLESS(MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOMEM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  if (argc < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
      || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    perror("seccomp");
    return 1;
  }
  execvp(argv[1], argv + 1);
  perror(argv[1]);
  return 127;
}
