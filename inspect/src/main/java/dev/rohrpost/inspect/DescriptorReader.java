package dev.rohrpost.inspect;

import dev.rohrpost.inspect.proc.Fields;
import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.SysStatH;
import dev.rohrpost.signal.SignalSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Looks at the descriptors of a process. The link of each in `/proc` says what it leads to, and
/// the mode of that link how it was opened.
///
/// @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html">proc_pid_fd(5)</a>
final class DescriptorReader {
  private static final int OWNER_READ = 0400;
  private static final int OWNER_WRITE = 0200;
  private static final String SHM = "/dev/shm/";
  private static final String MEMFD = "/memfd:";
  private static final String DELETED = " (deleted)";

  private final Proc proc;
  private final Finds finds;
  private final Home home;
  private final Set<String> noFifos = new HashSet<>();

  DescriptorReader(Proc proc, Finds finds, Home home) {
    this.proc = proc;
    this.finds = finds;
    this.home = home;
  }

  /// Looks at all of a process.
  ///
  /// @return false if this user may not
  boolean read(int pid, int process, Namespaces namespaces) {
    var directory = proc.directory(process, "fd");
    if (directory < 0) {
      return !proc.isDenied();
    }
    try {
      var numbers = proc.numbers(directory);
      if (numbers == null) {
        return !proc.isDenied();
      }
      return read(pid, process, directory, numbers, namespaces);
    } finally {
      proc.close(directory);
    }
  }

  /// Looks at some of a process.
  ///
  /// @param root `/proc`, open
  /// @param name the path from there to the files of the process
  /// @return false if this user may not
  boolean read(int pid, int root, String name, int[] fds, Namespaces namespaces) {
    var process = proc.directory(root, name);
    if (process < 0) {
      return true; // it has ended meanwhile
    }
    try {
      var directory = proc.directory(process, "fd");
      if (directory < 0) {
        return !proc.isDenied();
      }
      try {
        return read(pid, process, directory, fds, namespaces);
      } finally {
        proc.close(directory);
      }
    } finally {
      proc.close(process);
    }
  }

  /// The list of the numbers may be open to those to whom the links are not.
  private boolean read(int pid, int process, int directory, int[] fds, Namespaces namespaces) {
    for (var fd : fds) {
      if (!read(new Place(pid, process, directory, fd, namespaces))) {
        return false;
      }
    }
    return true;
  }

  /// Where a descriptor is found.
  private record Place(int pid, int process, int directory, int fd, Namespaces namespaces) {
    String name() {
      return Integer.toString(fd);
    }
  }

  private boolean read(Place place) {
    var target = proc.link(place.directory(), place.name());
    if (target == null) {
      return !proc.isDenied(); // closed meanwhile
    }
    if (target.startsWith("/")) {
      path(place, target);
    } else if (target.startsWith("pipe:[")) {
      var pipe = new IpcObject.Pipe(inode(target), Optional.empty());
      finds.add(place.pid(), place.fd(), pipe, flow(place));
    } else if (target.startsWith("socket:[")) {
      finds.sockets.add(new Finds.SocketLink(place.pid(), place.fd(), inode(target)));
    } else if (target.startsWith("anon_inode:")) {
      anonymous(place, target.substring("anon_inode:".length()));
    } else if (target.startsWith("pidfd:")) {
      anonymous(place, "[pidfd]");
    }
    return true;
  }

  private static long inode(String target) {
    return Long.parseLong(target, target.indexOf('[') + 1, target.length() - 1, 10);
  }

  private Flow flow(Place place) {
    var stat = proc.linkStat(place.directory(), place.name());
    var mode = stat == null ? 0 : stat.mode() & (OWNER_READ | OWNER_WRITE);
    return switch (mode) {
      case OWNER_READ -> Flow.READ;
      case OWNER_WRITE -> Flow.WRITE;
      default -> Flow.BOTH;
    };
  }

  private void path(Place place, String target) {
    if (target.startsWith(MEMFD)) {
      var stat = proc.stat(place.directory(), place.name());
      if (stat != null) {
        var name = withoutDeleted(target.substring(MEMFD.length()));
        add(place, new IpcObject.Memfd(name, stat.inode()));
      }
    } else if (target.startsWith(SHM)) {
      var stat = proc.stat(place.directory(), place.name());
      if (stat != null && stat.is(SysStatH.S_IFREG)) {
        var name = "/" + target.substring(SHM.length());
        var device = home.segmentsOn(stat.device());
        add(place, new IpcObject.PosixSegment(name, device, stat.inode(), stat.size()));
      }
    } else if (target.lastIndexOf('/') == 0 && isPosixQueue(place)) {
      var stat = proc.stat(place.directory(), place.name());
      if (stat != null) {
        var name = withoutDeleted(target);
        var namespace = home.queuesOf(place.namespaces());
        add(place, new IpcObject.PosixQueue(name, namespace, stat.inode(), OptionalLong.empty()));
      }
    } else {
      fifo(place, target);
    }
  }

  private boolean isPosixQueue(Place place) {
    return proc.isPosixQueue("/proc/" + place.pid() + "/fd/" + place.fd());
  }

  /// A path that was none for one process of a mount namespace is none for the next.
  private void fifo(Place place, String target) {
    var key = place.namespaces().mount() + target;
    if (noFifos.contains(key)) {
      return;
    }
    var stat = proc.stat(place.directory(), place.name());
    if (stat == null) {
      return;
    }
    if (stat.is(SysStatH.S_IFIFO)) {
      var name = withoutDeleted(target);
      add(place, new IpcObject.Fifo(name, stat.device(), stat.inode()));
    } else {
      noFifos.add(key);
    }
  }

  private void add(Place place, IpcObject object) {
    finds.add(place.pid(), place.fd(), object, flow(place));
  }

  private static String withoutDeleted(String target) {
    return target.endsWith(DELETED)
        ? target.substring(0, target.length() - DELETED.length())
        : target;
  }

  private void anonymous(Place place, String type) {
    switch (type) {
      case "[eventfd]", "[pidfd]", "[eventpoll]", "[signalfd]", "[timerfd]" -> {
        var info = proc.text(place.process(), "fdinfo/" + place.fd());
        if (info != null) {
          finds.add(place.pid(), place.fd(), anonymous(place, type, info), Flow.BOTH);
        }
      }
      default -> {} // no way to talk to anybody
    }
  }

  private static IpcObject anonymous(Place place, String type, String info) {
    return switch (type) {
      case "[eventfd]" ->
          new IpcObject.EventFd(
              Fields.number(info, "eventfd-id:", -1),
              Long.parseUnsignedLong(Fields.of(info, "eventfd-count:"), 16));
      case "[pidfd]" -> new IpcObject.PidFd((int) Fields.number(info, "Pid:", -1));
      case "[signalfd]" ->
          new IpcObject.SignalFd(
              place.pid(), place.fd(), SignalSet.parse(Fields.of(info, "sigmask:")));
      case "[timerfd]" -> new IpcObject.TimerFd(place.pid(), place.fd());
      default -> new IpcObject.Epoll(place.pid(), place.fd(), watches(info));
    };
  }

  /// Lines such as `tfd: 5 events: 19 data: 5 pos:0 ino:3a2b sdev:d`.
  private static List<IpcObject.Epoll.Watch> watches(String info) {
    var watches = new ArrayList<IpcObject.Epoll.Watch>();
    for (var line : info.split("\n", -1)) {
      if (line.startsWith("tfd:")) {
        watches.add(
            new IpcObject.Epoll.Watch(
                Integer.parseInt(word(line, "tfd:")),
                Integer.parseUnsignedInt(word(line, "events:"), 16),
                Long.parseUnsignedLong(word(line, "ino:"), 16)));
      }
    }
    return List.copyOf(watches);
  }

  /// Returns what stands between a label and the next blank.
  private static String word(String line, String label) {
    var rest = line.substring(line.indexOf(label) + label.length()).stripLeading();
    var end = rest.indexOf(' ');
    return end < 0 ? rest : rest.substring(0, end);
  }
}
