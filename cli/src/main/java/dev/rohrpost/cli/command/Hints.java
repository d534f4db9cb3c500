package dev.rohrpost.cli.command;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Advice on a failure, where it is certain.
///
/// An errno means something only together with the call that failed and the kind of object that it
/// failed on. So each line of the table names all three, and a failure that is in no line gets no
/// advice: a wrong one is worse than none.
public final class Hints {
  /// Calls, errnos, kinds of object, and the hint, in which `{...}` stands for a part of the
  /// object. `*` is any kind; the errno `-` is that of failures which the kernel did not give.
  private static final String TABLE =
      """
      mq_open | EMFILE | LIMIT | fewer or shorter messages fit, or raise it with: ulimit -q
      accept4 dup2 epoll_create1 eventfd fcntl memfd_create mq_open sem_open open openat pidfd_open pipe2 shm_open signalfd socket socketpair | EMFILE | * | this process has too many open files, see: ulimit -n
      accept4 epoll_create1 eventfd memfd_create mq_open sem_open open openat pidfd_open pipe2 shm_open signalfd socket socketpair | ENFILE | * | the machine has too many open files, see: sysctl fs.file-max
      mmap posix_fallocate posix_spawn shmat memfd_create | ENOMEM | * | memory is short, or a limit forbids more, see: free -h and ulimit -v

      open | ENOENT | MISSING | create a named pipe with: mkfifo {object}
      open openat creat mkfifo mkdir bind rename linkat | ENOENT | LOST | make its folder first: mkdir -p {folder}
      open openat creat mkfifo mkdir unlink rename bind | EACCES | SOCKET FIFO FILE FOLDER LINK MISSING LOST | look at the permissions of the file and its folders: ls -ld
      flock | EAGAIN | * | it runs and keeps the file locked; stop it first, or name another file
      open read | EACCES EPERM | PROC | it belongs to somebody else; try as its owner or as root
      open read | ESRCH | PROC | it has ended, or never was; see: ps -e
      open | ENXIO | FIFO | nobody reads; start the reader first, or wait for it without --no-wait
      open | ENXIO | SOCKET | it is a socket; name it as unix:{object}
      open | ELOOP | LINK | it is a symbolic link; name what it leads to
      creat mkfifo mkdir open bind rename | ENOSPC | SOCKET FIFO FILE FOLDER LINK MISSING | the file system is full, see: df {folder}
      write | ENOSPC | FILE MISSING STANDARD DESCRIPTOR | the file system is full, see: df
      posix_fallocate linkat | ENOSPC | SHARED | the file system of shared memory is full, see: df /dev/shm
      shm_open | ENOSPC | * | the file system of shared memory is full, see: df /dev/shm
      epoll_ctl | ENOSPC | * | this user waits for too many descriptors, see: sysctl fs.epoll.max_user_watches

      read | EBADF | DESCRIPTOR | it is not open for reading
      read | EBADF | STANDARD | whoever started this command had closed it, or opened it for writing
      write | EBADF | DESCRIPTOR | it is not open for writing
      write fcntl | EBADF | STANDARD | whoever started this command had closed it
      fcntl | EBADF | DESCRIPTOR | open it for this command, as in: rohrpost ... 3<file
      write splice tee send sendmsg sendmmsg sendto offer | EPIPE | * | nobody reads it any more

      execve | ENOENT | PROGRAM | no such program in PATH
      execve | ENOENT | MISSING LOST | there is no such file
      execve | ENOENT | FILE | the program that is to load it is not there, see: file {object}
      execve | ENOENT EACCES | INTERPRETER | its first line names a program that cannot be run
      execve | EACCES | PROGRAM FILE FOLDER LINK | it is a directory, or not executable, see: ls -ld
      execve | EACCES | MISSING LOST | look at the permissions of its folders: ls -ld
      execve | ENOEXEC | PROGRAM FILE LINK | it is neither a program nor a script that begins with #!
      execve posix_spawn | E2BIG | * | its arguments and environment are too long, see: getconf ARG_MAX
      posix_spawn pthread_create | EAGAIN | * | no more processes may be started, see: ulimit -u

      kill sigqueue tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal | EPERM | PROCESS | it belongs to somebody else; try as its owner or as root
      kill sigqueue tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal pidfd_open | ESRCH | PROCESS | it has ended, or never was; see: ps -e
      sigqueue kill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal | EAGAIN | PROCESS | its queue of signals is full, see: ulimit -i; try again later

      getaddrinfo | - | UNANSWERED | the resolver did not answer, see: cat /etc/resolv.conf; try again later
      getaddrinfo | - | NAME | look at how it is spelled, or ask: getent ahosts {object}
      connect | ECONNREFUSED | INTERNET | nobody listens there, see: ss -ltnu
      connect | ECONNREFUSED | SOCKET ABSTRACT | nobody listens there; start the other side first
      connect | ECONNREFUSED | FIFO FILE FOLDER | it is no socket
      connect | ENOENT | MISSING LOST | nobody listens there; start the other side first
      connect | EACCES | SOCKET FIFO FILE FOLDER LINK MISSING LOST | look at the permissions of the socket file and its folders: ls -ld
      connect | EPROTOTYPE | SOCKET ABSTRACT | it is a socket of another type; these are unix:, unix-dgram: and unix-seqpacket:
      connect sendmsg sendto send | ENETUNREACH | INTERNET | there is no route to it, see: ip route
      connect sendmsg sendto send | ENETUNREACH | GROUP | no route for groups; name a card, as in udp://239.1.2.3%lo:6000
      setsockopt | ENODEV | GROUP | no route for groups; name a card, as in udp://239.1.2.3%lo:6000
      bind listen | EADDRINUSE | INTERNET GROUP DESCRIPTOR | somebody else listens there, see: ss -ltnup
      bind | EADDRINUSE | SOCKET ABSTRACT | somebody else has it, see: ss -xlp
      bind | EADDRINUSE | FIFO FILE FOLDER LINK | another file is there, and is left alone
      bind | EADDRNOTAVAIL | INTERNET | this machine does not have that address, see: ip address
      bind | EACCES | INTERNET | low ports are for root, see: sysctl net.ipv4.ip_unprivileged_port_start

      mq_open | ENOENT | NAME | create it with: rohrpost queue create mq:{object}
      msgget | ENOENT | KEY | create it with: rohrpost queue create sysv:{key}
      semget | ENOENT | KEY | create it with: rohrpost semaphore create sysv:{key}
      shmget | ENOENT | KEY | create it with: rohrpost memory create sysv:{key} --size SIZE
      shm_open | ENOENT | NAME | create it with: rohrpost memory create shm:{object}
      mq_open msgget semget shmget shm_open | EEXIST | * | leave out --exclusive to use it as it is
      mq_open msgget | ENOSPC | * | remove some: rohrpost queue list
      semget | ENOSPC | * | remove some: rohrpost semaphore list
      shmget | ENOSPC | * | remove some: rohrpost memory list
      semget | EINVAL | LIMIT | raise it as root, see: man 5 proc_sys_kernel, sysctl kernel.sem
      semop | E2BIG | LIMIT | raise it as root, see: man 5 proc_sys_kernel, sysctl kernel.sem
      mq_open msgsnd shmget | EINVAL | LIMIT | raise it as root: sysctl -w {limit}=NUMBER
      msgctl | EPERM | LIMIT | raise it as root: sysctl -w {limit}=NUMBER
      mq_unlink msgctl fchmod fchownat | EPERM | NAME KEY ID | look whose it is: rohrpost queue list
      mq_open mq_unlink msgget msgctl msgsnd msgrcv | EACCES | NAME KEY ID | look whose it is: rohrpost queue list
      semctl sem_unlink | EPERM | NAME KEY ID INDEX | look whose it is: rohrpost semaphore list
      semget semctl semop sem_open sem_unlink | EACCES | NAME KEY ID INDEX | look whose it is: rohrpost semaphore list
      shmctl shm_unlink | EPERM | NAME KEY ID | look whose it is: rohrpost memory list
      shmget shmctl shmat shm_open shm_unlink | EACCES | NAME KEY ID | look whose it is: rohrpost memory list
      msgctl msgsnd msgrcv | EINVAL | KEY ID | there is none of that number any more; see: rohrpost queue list
      semctl semop | EINVAL | KEY ID | there is none of that number any more; see: rohrpost semaphore list
      shmctl shmat | EINVAL | KEY ID | there is none of that number any more; see: rohrpost memory list
      semctl semop | EINVAL EFBIG | INDEX | the first has the index 0
      msgctl msgsnd msgrcv | EIDRM | * | it was removed, or is another one now; see: rohrpost queue list
      semctl semop | EIDRM | * | it was removed, or is another one now; see: rohrpost semaphore list
      shmctl shmat | EIDRM | * | it was removed, or is another one now; see: rohrpost memory list
      """;

  /// One line of the table.
  private record Rule(List<String> calls, List<String> errnos, List<String> kinds, String hint) {
    static Rule of(String line) {
      var cells = line.split(" \\| ", 4);
      return new Rule(words(cells[0]), words(cells[1]), words(cells[2]), cells[3]);
    }

    private static List<String> words(String cell) {
      return Arrays.asList(cell.strip().split(" ", -1));
    }

    boolean isFor(String call, String errno, FailedObject object) {
      return calls.contains(call)
          && errnos.contains(errno)
          && (kinds.contains("*") || kinds.contains(object.kind().name()));
    }
  }

  private Hints() {}

  /// Returns the line of a failure: call, object, errno, and what to do.
  public static String withHint(UnixException e) {
    return hint(e).map(hint -> e.getMessage() + "; " + hint).orElse(e.getMessage());
  }

  /// Returns what to do; empty where nothing is certain.
  public static Optional<String> hint(UnixException e) {
    var object = FailedObject.of(e);
    var errno = e.is(Errno.NONE) ? "-" : e.errno().toString();
    return TABLE
        .lines()
        .filter(line -> !line.isBlank())
        .map(Rule::of)
        .filter(rule -> rule.isFor(e.call(), errno, object))
        .findFirst()
        .map(rule -> object.filledInto(rule.hint()));
  }
}
