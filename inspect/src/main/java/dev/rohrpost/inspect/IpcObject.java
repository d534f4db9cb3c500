package dev.rohrpost.inspect;

import dev.rohrpost.queue.SystemVQueueStatus;
import dev.rohrpost.semaphore.SemaphoreSetStatus;
import dev.rohrpost.signal.SignalSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Something through which processes talk.
///
/// Inodes are those of the kernel; device numbers are those of `stat`.
public sealed interface IpcObject
    permits IpcSocket,
        IpcObject.Pipe,
        IpcObject.Fifo,
        IpcObject.SystemVQueue,
        IpcObject.SystemVSegment,
        IpcObject.Semaphores,
        IpcObject.PosixQueue,
        IpcObject.PosixSegment,
        IpcObject.Memfd,
        IpcObject.EventFd,
        IpcObject.PidFd,
        IpcObject.SignalFd,
        IpcObject.TimerFd,
        IpcObject.Epoll,
        IpcObject.FileLock,
        IpcObject.BusName {
  /// {@return what it is}
  Kind kind();

  /// {@return the part of the id that tells it from others of its kind}
  String key();

  /// {@return its name for machines: the label of its kind and its key, as `pipe:4711`}
  default String id() {
    return kind().label() + ":" + key();
  }

  /// {@return the name that somebody gave it: a path, an abstract name, an address, the name of a
  /// queue; empty if nobody did. It may contain any character but NUL}
  default String name() {
    return "";
  }

  /// {@return the id of the object at the other end, such as the socket that this one is connected
  /// with}
  default Optional<String> peer() {
    return Optional.empty();
  }

  /// {@return the id of the socket that listens where this one has connected to, and that has not
  /// accepted it yet}
  default Optional<String> listener() {
    return Optional.empty();
  }

  /// {@return the id of the object that this one leads to: its peer, or the listener that has not
  /// accepted it yet}
  default Optional<String> partner() {
    return peer().or(this::listener);
  }

  /// A pipe.
  ///
  /// @param inode its number
  /// @param fill how full it is; empty if the kernel has not told
  record Pipe(long inode, Optional<Fill> fill) implements IpcObject {
    /// How full a pipe is. What is written takes a page at least, unless it fits behind what was
    /// written before.
    ///
    /// @param pages how many pages are in use
    /// @param capacity how many it takes
    public record Fill(int pages, int capacity) {
      /// {@return whether who writes has to wait}
      public boolean isFull() {
        return pages >= capacity;
      }
    }

    @Override
    public Kind kind() {
      return Kind.PIPE;
    }

    @Override
    public String key() {
      return Long.toString(inode);
    }
  }

  /// A named pipe that somebody has open, or waits to open.
  ///
  /// @param name its path, as its holder sees it
  /// @param device where it is
  /// @param inode its number there
  record Fifo(String name, long device, long inode) implements IpcObject {
    @Override
    public Kind kind() {
      return Kind.FIFO;
    }

    @Override
    public String key() {
      return device + "." + inode;
    }
  }

  /// A System V message queue.
  ///
  /// @param status what the kernel says of it
  record SystemVQueue(SystemVQueueStatus status) implements IpcObject {
    @Override
    public Kind kind() {
      return Kind.SYSTEM_V_QUEUE;
    }

    @Override
    public String key() {
      return Integer.toString(status.id());
    }
  }

  /// A System V segment of shared memory.
  ///
  /// @param status what the kernel says of it
  record SystemVSegment(dev.rohrpost.memory.SystemVSegment.Status status) implements IpcObject {
    @Override
    public Kind kind() {
      return Kind.SYSTEM_V_SEGMENT;
    }

    @Override
    public String key() {
      return Integer.toString(status.id());
    }
  }

  /// A set of System V semaphores.
  ///
  /// @param status what the kernel says of it
  record Semaphores(SemaphoreSetStatus status) implements IpcObject {
    @Override
    public Kind kind() {
      return Kind.SEMAPHORES;
    }

    @Override
    public String key() {
      return Integer.toString(status.id());
    }
  }

  /// A POSIX message queue.
  ///
  /// @param name with its slash
  /// @param namespace the IPC namespace that the name belongs to; 0 if it is that of this process
  /// @param inode its number
  /// @param bytes how much is in it, where that can be read without opening it
  record PosixQueue(String name, long namespace, long inode, OptionalLong bytes)
      implements IpcObject {
    @Override
    public Kind kind() {
      return Kind.POSIX_QUEUE;
    }

    @Override
    public String key() {
      return namespace == 0 ? name : namespace + ":" + name;
    }
  }

  /// A POSIX segment of shared memory.
  ///
  /// @param name its path below `/dev/shm`, with a slash
  /// @param device of the file system that is there; 0 if it is the one that this process sees
  /// @param inode its number
  /// @param size in bytes
  record PosixSegment(String name, long device, long inode, long size) implements IpcObject {
    @Override
    public Kind kind() {
      return Kind.POSIX_SEGMENT;
    }

    @Override
    public String key() {
      return device == 0 ? name : device + ":" + name;
    }
  }

  /// A file that is only memory.
  ///
  /// @param name which its maker gave it
  /// @param inode its number
  record Memfd(String name, long inode) implements IpcObject {
    @Override
    public Kind kind() {
      return Kind.MEMFD;
    }

    @Override
    public String key() {
      return Long.toString(inode);
    }
  }

  /// A counter to wait for.
  ///
  /// @param number by which the kernel tells it from others
  /// @param count what it stands at
  record EventFd(long number, long count) implements IpcObject {
    @Override
    public Kind kind() {
      return Kind.EVENTFD;
    }

    @Override
    public String key() {
      return Long.toString(number);
    }
  }

  /// A handle to a process.
  ///
  /// @param process its number; -1 if it has ended and its status was asked for
  record PidFd(int process) implements IpcObject {
    @Override
    public Kind kind() {
      return Kind.PIDFD;
    }

    @Override
    public String key() {
      return Integer.toString(process);
    }
  }

  /// A queue of signals. The kernel does not tell whether two processes share one.
  ///
  /// @param pid the process
  /// @param fd its descriptor
  /// @param signals what comes out
  record SignalFd(int pid, int fd, SignalSet signals) implements IpcObject {
    @Override
    public Kind kind() {
      return Kind.SIGNALFD;
    }

    @Override
    public String key() {
      return pid + "." + fd;
    }
  }

  /// A timer to wait for. The kernel does not tell whether two processes share one.
  ///
  /// @param pid the process
  /// @param fd its descriptor
  record TimerFd(int pid, int fd) implements IpcObject {
    @Override
    public Kind kind() {
      return Kind.TIMERFD;
    }

    @Override
    public String key() {
      return pid + "." + fd;
    }
  }

  /// A set of descriptors to wait for. The kernel does not tell whether two processes share one.
  ///
  /// @param pid the process
  /// @param fd its descriptor
  /// @param watches what it waits for
  record Epoll(int pid, int fd, List<Watch> watches) implements IpcObject {
    /// A descriptor in the set.
    ///
    /// @param fd the number under which it was put there, which may mean something else by now
    /// @param events `EPOLL*`
    /// @param inode of what it was then
    public record Watch(int fd, int events, long inode) {}

    @Override
    public Kind kind() {
      return Kind.EPOLL;
    }

    @Override
    public String key() {
      return pid + "." + fd;
    }
  }

  /// A lock on a file, or a part of it.
  ///
  /// @param key that tells it from others
  /// @param name the path of the file, where a holder has it open
  /// @param type `flock`, `posix`, `ofd` or `lease`
  /// @param exclusive whether it excludes all others, and not only writers
  /// @param device where the file is
  /// @param inode its number there
  /// @param from the first byte
  /// @param to the last byte; [Long#MAX_VALUE] for the end of the file, wherever that is
  record FileLock(
      String key,
      String name,
      String type,
      boolean exclusive,
      long device,
      long inode,
      long from,
      long to)
      implements IpcObject {
    @Override
    public Kind kind() {
      return Kind.LOCK;
    }
  }

  /// A name on a message bus.
  ///
  /// @param bus `system` or `session`
  /// @param name such as `org.freedesktop.DBus`; of a connection without one, such as `:1.5`
  /// @param calls who has called it, while somebody looked
  record BusName(String bus, String name, List<BusCall> calls) implements IpcObject {
    /// A name of which no calls were seen.
    ///
    /// @param bus `system` or `session`
    /// @param name such as `org.freedesktop.DBus`
    public BusName(String bus, String name) {
      this(bus, name, List.of());
    }

    /// {@return the same with calls added}
    ///
    /// @param more the calls
    BusName with(BusCall more) {
      var all = new ArrayList<BusCall>();
      var count = more.count();
      for (var call : calls) {
        if (call.caller() == more.caller()
            && call.interfaceName().equals(more.interfaceName())
            && call.member().equals(more.member())) {
          count += call.count();
        } else {
          all.add(call);
        }
      }
      all.add(new BusCall(more.caller(), more.interfaceName(), more.member(), count));
      return new BusName(bus, name, List.copyOf(all));
    }

    @Override
    public Kind kind() {
      return Kind.BUS_NAME;
    }

    @Override
    public String key() {
      return bus + "/" + name;
    }
  }
}
