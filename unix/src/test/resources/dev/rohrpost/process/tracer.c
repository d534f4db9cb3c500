/* Traces the process that is named, as a debugger does, and looks at its end only when told to. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/wait.h>

int main(int argc, char **argv)
{
    pid_t pid = argc > 1 ? atoi(argv[1]) : 0;
    if (ptrace(PTRACE_SEIZE, pid, 0, 0) == -1) {
        perror("ptrace");
        return 1;
    }
    puts("attached");
    fflush(stdout);
    getchar();
    int status;
    return waitpid(pid, &status, __WALL) == pid ? 0 : 1;
}
