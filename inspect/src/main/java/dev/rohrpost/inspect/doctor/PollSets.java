package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Call;
import dev.rohrpost.inspect.Flow;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.proc.Proc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Reads the sets of descriptors that a thread waits for: those of poll and select from its memory,
/// those of epoll from what the kernel says.
final class PollSets {
  private static final int POLLFD_BYTES = 8;
  private static final int MOST = 4096;
  private static final int POLLOUT = 4; // that of epoll is the same
  private static final int NO_TIMEOUT = -1;
  private static final Answer UNKNOWN = new Unknown();
  private static final Answer NOTHING = new Watched(List.of()); // to be slept in

  private final Sample sample;
  private final Proc proc;

  PollSets(Sample sample, Proc proc) {
    this.sample = sample;
    this.proc = proc;
  }

  /// What a thread waits for.
  sealed interface Answer {}

  /// For some time only.
  record Timed() implements Answer {}

  /// It does not wait like this, or it cannot be told for what.
  record Unknown() implements Answer {}

  /// For any of these.
  ///
  /// @param all the descriptors
  record Watched(List<Watch> all) implements Answer {}

  /// A descriptor in a set.
  ///
  /// @param flow [Flow#WRITE] if it waits for space, and perhaps for something to come
  record Watch(int fd, Flow flow) {}

  Answer read(Sample.Task task, Call call) {
    if (call.name().equals("restart_syscall")) {
      return restarted(task, call);
    }
    return isTimed(call) ? new Timed() : set(task, call);
  }

  private static boolean isTimed(Call call) {
    return switch (call.name()) {
      case "poll" -> (int) call.argument(2) != NO_TIMEOUT;
      case "ppoll" -> call.argument(2) != 0;
      case "select", "pselect6" -> call.argument(4) != 0;
      case "epoll_wait", "epoll_pwait" -> (int) call.argument(3) != NO_TIMEOUT;
      case "epoll_pwait2" -> call.argument(3) != 0;
      default -> false;
    };
  }

  /// Reads the set of a call also where it waits for some time only.
  Answer set(Sample.Task task, Call call) {
    return switch (call.name()) {
      case "poll", "ppoll" -> poll(task, call);
      case "select", "pselect6" -> select(task, call);
      case "epoll_wait", "epoll_pwait", "epoll_pwait2" -> epoll(task, call);
      default -> UNKNOWN;
    };
  }

  /// After a stop, poll goes on under another name with its old arguments.
  private Answer restarted(Sample.Task task, Call call) {
    var channel = task.thread().channel();
    if (!channel.contains("poll") || channel.contains("epoll")) {
      return channel.contains("nanosleep") ? new Timed() : UNKNOWN;
    }
    return (int) call.argument(2) != NO_TIMEOUT ? new Timed() : poll(task, call);
  }

  private Answer poll(Sample.Task task, Call call) {
    var count = call.argument(1);
    if (count == 0) {
      return NOTHING;
    }
    if (count < 0 || count > MOST) {
      return UNKNOWN;
    }
    var bytes = proc.memory(task.pid(), call.argument(0), (int) count * POLLFD_BYTES);
    if (bytes == null) {
      return UNKNOWN;
    }
    var array = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    var all = new ArrayList<Watch>();
    for (var at = 0; at < bytes.length; at += POLLFD_BYTES) {
      var fd = array.getInt(at);
      if (fd >= 0) {
        all.add(watch(fd, array.getShort(at + Integer.BYTES)));
      }
    }
    return new Watched(all);
  }

  private static Watch watch(int fd, int events) {
    return new Watch(fd, (events & POLLOUT) == 0 ? Flow.READ : Flow.WRITE);
  }

  /// Each set is an array of bits.
  private Answer select(Sample.Task task, Call call) {
    var count = (int) call.argument(0);
    if (count == 0) {
      return NOTHING;
    }
    if (count < 0 || count > MOST) {
      return UNKNOWN;
    }
    var size = (count + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
    var all = new ArrayList<Watch>();
    for (var set = 1; set <= 3; set++) {
      var address = call.argument(set);
      if (address != 0) {
        var bytes = proc.memory(task.pid(), address, size);
        if (bytes == null) {
          return UNKNOWN;
        }
        add(bytes, count, set == 2 ? Flow.WRITE : Flow.READ, all);
      }
    }
    return new Watched(all);
  }

  private static void add(byte[] bits, int count, Flow flow, List<Watch> all) {
    for (var fd = 0; fd < count; fd++) {
      if ((bits[fd / Byte.SIZE] >> fd % Byte.SIZE & 1) != 0) {
        all.add(new Watch(fd, flow));
      }
    }
  }

  /// A number in the set may mean something else by now, which its inode shows.
  private Answer epoll(Sample.Task task, Call call) {
    var epoll = sample.link(task.pid(), (int) call.argument(0)).flatMap(sample::object);
    if (!(epoll.orElse(null) instanceof IpcObject.Epoll set)) {
      return UNKNOWN;
    }
    var all = new ArrayList<Watch>();
    for (var watch : set.watches()) {
      var link = sample.link(task.pid(), watch.fd());
      if (link.isEmpty() || !isStill(link.get(), watch.inode())) {
        return UNKNOWN;
      }
      all.add(watch(watch.fd(), watch.events()));
    }
    return new Watched(all);
  }

  private static boolean isStill(Link link, long inode) {
    var key = link.object().substring(link.object().indexOf(':') + 1);
    return switch (link.object().substring(0, link.object().indexOf(':'))) {
      case "pipe", "unix", "tcp", "udp" -> key.equals(Long.toString(inode));
      default -> true; // what has no inode of its own, or makes the thread live in any case
    };
  }
}
