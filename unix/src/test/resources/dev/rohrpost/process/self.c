/* Tells what it was started with, one "name: value" a line, before it does anything else. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* The highest number that a test uses is far below. */
#define NUMBERS 16384

static void descriptors(void)
{
    printf("fds:");
    for (int fd = 0; fd < NUMBERS; fd++)
        if (fcntl(fd, F_GETFD) != -1)
            printf(" %d", fd);
    printf("\n");
    for (int fd = 0; fd < NUMBERS; fd++) {
        if (fcntl(fd, F_GETFD) == -1)
            continue;
        char name[64], target[4096];
        snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(name, target, sizeof target - 1);
        target[length < 0 ? 0 : length] = 0;
        printf("fd %d: %s\n", fd, target);
    }
}

static void signals(void)
{
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    printf("blocked:");
    for (int sig = 1; sig <= 64; sig++)
        if (sigismember(&mask, sig) == 1)
            printf(" %d", sig);
    printf("\nignored:");
    for (int sig = 1; sig <= 64; sig++) {
        struct sigaction action;
        if (sigaction(sig, NULL, &action) == 0 && action.sa_handler != SIG_DFL)
            printf(" %d", sig);
    }
    printf("\n");
}

static void place(void)
{
    printf("pid: %d\n", getpid());
    printf("group: %d\n", getpgrp());
    printf("session: %d\n", getsid(0));
    int tty = open("/dev/tty", O_RDWR);
    printf("terminal: %s\n", tty == -1 ? "none" : "yes");
    if (tty != -1) {
        printf("foreground: %d\n", tcgetpgrp(tty));
        close(tty);
    }
    printf("niceness: %d\n", getpriority(PRIO_PROCESS, 0));
}

static void limits(void)
{
    static const struct { const char *name; int number; } all[] = {
        { "cpu", RLIMIT_CPU }, { "fsize", RLIMIT_FSIZE }, { "core", RLIMIT_CORE },
        { "nofile", RLIMIT_NOFILE }, { "stack", RLIMIT_STACK }, { "as", RLIMIT_AS },
    };
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++) {
        struct rlimit limit;
        getrlimit(all[i].number, &limit);
        printf("%s: %lld %lld\n", all[i].name, (long long)limit.rlim_cur,
               (long long)limit.rlim_max);
    }
}

int main(int argc, char **argv)
{
    descriptors();
    signals();
    place();
    limits();
    for (int i = 0; i < argc; i++)
        printf("argument %d: %s\n", i, argv[i]);
    fflush(stdout);
    /* With an argument: stay until standard input ends. */
    if (argc > 1 && strcmp(argv[1], "stay") == 0)
        while (getchar() != EOF)
            ;
    return 0;
}
