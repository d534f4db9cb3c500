// Reads of /proc what a picture of the machine is made of, and keeps nothing of it.
#include "bench.h"
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static char text[1 << 16];

static void piece(int directory, const char *name) {
  int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
  if (fd != -1) {
    if (read(fd, text, sizeof text) == -1)
      text[0] = 0; // it has ended meanwhile
    close(fd);
  }
}

static void link_of(int directory, const char *name) {
  ssize_t length = readlinkat(directory, name, text, sizeof text - 1);
  text[length < 0 ? 0 : length] = 0;
}

// Does something with each number in a directory.
static void each(int directory, const char *name, void (*act)(int directory, const char *name)) {
  int fd = openat(directory, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *list = fd == -1 ? NULL : fdopendir(fd);
  for (struct dirent *entry; list && (entry = readdir(list));)
    if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9')
      act(fd, entry->d_name);
  if (list)
    closedir(list);
}

static void descriptor(int directory, const char *name) {
  struct stat stat;
  link_of(directory, name);
  if (strncmp(text, "pipe:", 5) == 0)
    fstatat(directory, name, &stat, AT_SYMLINK_NOFOLLOW);
}

static void thread(int directory, const char *name) {
  static const char *const files[] = {"stat", "schedstat", "syscall"};
  char path[64];
  for (int i = 0; i < 3; i++) {
    snprintf(path, sizeof path, "%s/%s", name, files[i]);
    piece(directory, path);
  }
}

static void process(int directory, const char *name) {
  static const char *const spaces[] = {"ns/pid", "ns/net", "ns/ipc", "ns/mnt"};
  int fd = openat(directory, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd == -1)
    return;
  piece(fd, "stat");
  piece(fd, "status");
  for (int i = 0; i < 4; i++)
    link_of(fd, spaces[i]);
  each(fd, "fd", descriptor);
  each(fd, "task", thread);
  piece(fd, "cmdline");
  close(fd);
}

static void look(long times) {
  for (long i = 0; i < times; i++)
    each(AT_FDCWD, "/proc", process);
}

int main(int argc, char **argv) {
  arguments(argc, argv);
  measure(look);
}
