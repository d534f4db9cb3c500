package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Call;
import dev.rohrpost.inspect.IpcSocket;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.doctor.Wait.Nature;
import dev.rohrpost.inspect.doctor.Wait.Reach;
import dev.rohrpost.inspect.proc.Proc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a process waits that has called somebody on a bus: whether anything but the bus could let it
/// go on.
///
/// @param isLive whether it may go on by itself, or for a reason that has nothing to do with a bus
/// @param isAlone whether it is one thread that waits for nothing but what comes from the bus
/// @param longest how long a thread of it waits at the most, if that is for a time only
/// @param reasons why it may go on all the same, each the part of a sentence
record BusWait(boolean isLive, boolean isAlone, Optional<Duration> longest, List<String> reasons) {
  /// Who waits for less works with timers, and needs no doctor.
  private static final Duration LONG = Duration.ofSeconds(10);

  private static final int MOST_DAYS = 365;

  private static final BusWait LIVE = new BusWait(true, false, Optional.empty(), List.of());

  /// Looks at the processes of a visit.
  static final class Reader {
    private final Visit visit;
    private final Sample sample;
    private final Proc proc;
    private final PollSets polls;
    private final Set<Integer> housekeeping;

    Reader(Visit visit) {
      this.visit = visit;
      this.sample = visit.after();
      this.proc = visit.proc();
      this.polls = new PollSets(sample, proc);
      this.housekeeping = Housekeeping.of(visit);
    }

    /// Finds out how a process waits.
    ///
    /// @param daemon the process of the bus
    BusWait read(int pid, int daemon) {
      var found = sample.process(pid).filter(process -> !process.hidden());
      if (found.isEmpty() || busSockets(pid, daemon).isEmpty()) {
        return LIVE;
      }
      var threads = found.get().threads().stream().filter(thread -> !thread.isOver()).toList();
      var reasons = new ArrayList<String>();
      var longest = Duration.ZERO;
      var keepers = 0;
      for (var thread : threads) {
        if (housekeeping.contains(thread.tid())) {
          keepers++;
          continue;
        }
        if (!visit.slept(thread.tid())) {
          return LIVE;
        }
        var limit = limit(sample.task(thread.tid()), daemon);
        if (limit.isEmpty()) {
          return LIVE;
        }
        longest = longest.compareTo(limit.get()) > 0 ? longest : limit.get();
      }
      if (keepers > 0) {
        reasons.add(
            keepers + " threads of process " + pid + " wait for a time only, and may help then");
      }
      var isAlone = threads.size() == 1 && waitsForBusOnly(threads.getFirst().tid(), pid, daemon);
      return new BusWait(
          false, isAlone, Optional.of(longest).filter(Duration::isPositive), reasons);
    }

    /// Tells how long a thread waits for nothing but the bus and its own process: zero for ever;
    /// empty if it may go on otherwise.
    private Optional<Duration> limit(Sample.Task task, int daemon) {
      return switch (sample.waitOf(task.tid())) {
        case Wait.Blocked(_, var reaches) ->
            reaches.stream().allMatch(reach -> isInside(reach, task.pid(), daemon))
                ? Optional.of(Duration.ZERO)
                : Optional.empty();
        case Wait.Live(var cause) when cause == Wait.Cause.TIMED ->
            task.thread()
                .call()
                .filter(call -> pollsInside(task, call, daemon))
                .flatMap(call -> timeout(task.pid(), call))
                .filter(limit -> limit.compareTo(LONG) >= 0);
        case Wait.Live _ -> Optional.empty();
      };
    }

    private boolean isInside(Reach reach, int pid, int daemon) {
      return reach.nature() == Nature.FUTEX
          || reach.processes().equals(Set.of(pid))
          || isBusSocket(reach.object(), daemon);
    }

    private boolean pollsInside(Sample.Task task, Call call, int daemon) {
      return polls.set(task, call) instanceof PollSets.Watched(var all)
          && !all.isEmpty()
          && all.stream()
              .map(watch -> sample.link(task.pid(), watch.fd()))
              .allMatch(link -> link.isPresent() && isInside(link.get(), task.pid(), daemon));
    }

    private boolean isInside(Link link, int pid, int daemon) {
      return isBusSocket(link.object(), daemon)
          || (link.object().startsWith("eventfd:")
              && sample.picture().holders(link.object()).stream().allMatch(l -> l.pid() == pid));
    }

    private boolean waitsForBusOnly(int tid, int pid, int daemon) {
      return sample.waitOf(tid) instanceof Wait.Blocked(_, var reaches)
          && reaches.stream().allMatch(reach -> isBusSocket(reach.object(), daemon))
          && reaches.stream().noneMatch(reach -> reach.processes().contains(pid));
    }

    /// Returns the connections of a process to a bus. One who has none there is not who was meant:
    /// the bus may number processes otherwise, as in a container.
    private List<Link> busSockets(int pid, int daemon) {
      return sample.linksOf(pid).stream()
          .filter(link -> isBusSocket(link.object(), daemon))
          .toList();
    }

    private boolean isBusSocket(String id, int daemon) {
      return sample.picture().object(id).filter(IpcSocket.UnixSocket.class::isInstance).isPresent()
          && sample
              .picture()
              .object(id)
              .flatMap(object -> object.peer())
              .filter(
                  peer -> sample.picture().holders(peer).stream().anyMatch(l -> l.pid() == daemon))
              .isPresent();
    }

    /// Returns how long a call waits at the most, as it was made.
    private Optional<Duration> timeout(int pid, Call call) {
      return switch (call.name()) {
        case "poll" -> millis(call.argument(2));
        case "epoll_wait", "epoll_pwait" -> millis(call.argument(3));
        case "ppoll" -> time(pid, call.argument(2), 1);
        case "epoll_pwait2" -> time(pid, call.argument(3), 1);
        case "pselect6" -> time(pid, call.argument(4), 1);
        case "select" -> time(pid, call.argument(4), 1_000); // of microseconds
        default -> Optional.empty();
      };
    }

    /// Of an argument that is an `int` of C, the lower half counts.
    private static Optional<Duration> millis(long argument) {
      var millis = (int) argument;
      return Optional.of(Duration.ofMillis(millis));
    }

    private Optional<Duration> time(int pid, long address, int nanos) {
      var bytes = proc.memory(pid, address, 2 * Long.BYTES);
      if (bytes == null) {
        return Optional.empty();
      }
      var time = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
      var seconds = Math.max(0, Math.min(time.getLong(0), Duration.ofDays(MOST_DAYS).toSeconds()));
      var rest = time.getLong(Long.BYTES) * nanos;
      return Optional.of(Duration.ofSeconds(seconds, rest));
    }

    /// Tells whether a process was stopped both times, with all its threads.
    boolean isStopped(int pid, Set<Integer> stopped) {
      return all(sample.process(pid), stopped);
    }

    /// Tells whether nobody can help any thread of a process.
    boolean isDead(int pid, Set<Integer> dead) {
      return all(sample.process(pid), dead);
    }

    private static boolean all(Optional<ProcessInfo> process, Set<Integer> tids) {
      return process
          .filter(one ->
              one.threads().stream()
                  .filter(thread -> !thread.isOver())
                  .allMatch(thread -> tids.contains(thread.tid())))
          .isPresent();
    }
  }
}
