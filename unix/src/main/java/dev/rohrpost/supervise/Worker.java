package dev.rohrpost.supervise;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.process.Child;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// One worker of a service: a process, the leader, and its process group. It is gone when the last
/// of the group is. Used by the thread of the supervisor only.
final class Worker implements AutoCloseable {
  /// Where sd_listen_fds(3) begins.
  private static final int FIRST_SOCKET = 3;

  private static final Duration FIRST_LOOK = Duration.ofMillis(10);
  private static final Duration LONGEST_LOOK = Duration.ofMillis(250);

  /// What service managers tell one process, and what would be wrong for its children.
  private static final List<String> OURS_ALONE =
      List.of(
          "LISTEN_PID",
          "LISTEN_PIDFDID",
          "LISTEN_FDS",
          "LISTEN_FDNAMES",
          "FDSTORE",
          "WATCHDOG_PID",
          "WATCHDOG_USEC");

  private final Child child;
  private final NotifySocket notify;
  private final Generation generation;
  private final long askedAt;
  private final long startedAt = System.nanoTime();
  private boolean ready;
  private boolean told;
  private boolean ended;
  private boolean doomed;
  private boolean killed;
  private boolean closed;

  private Worker(Child child, NotifySocket notify, Generation generation, long askedAt) {
    this.child = child;
    this.notify = notify;
    this.generation = generation;
    this.askedAt = askedAt;
  }

  /// Starts a worker, and begins to listen to what it says and to the end of its leader.
  ///
  /// @param said gets each line; like the other one called on another thread, and must not wait
  /// @param leaderEnded gets the status
  /// @throws UnixException if it cannot be started; nothing is left behind
  static Worker start(
      Program program,
      Resources resources,
      Generation generation,
      BiConsumer<Worker, String> said,
      BiConsumer<Worker, ExitStatus> leaderEnded)
      throws UnixException {
    var askedAt = System.nanoTime();
    var notify = NotifySocket.open(resources.nextNotifyPath());
    try {
      var child =
          withSockets(program, resources)
              .withVariable("NOTIFY_SOCKET", notify.path().toString())
              .withNewGroup()
              .start();
      var worker = new Worker(child, notify, generation, askedAt);
      try {
        notify.listen(line -> said.accept(worker, line));
      } catch (UnixException e) {
        worker.kill();
        child.close();
        throw e;
      }
      var _ = child.onExit().thenAccept(status -> leaderEnded.accept(worker, status));
      return worker;
    } catch (UnixException | OutOfMemoryError e) { // the latter if no thread can be made
      notify.close();
      throw e;
    }
  }

  private static Program withSockets(Program program, Resources resources) throws UnixException {
    var names = new ArrayList<String>();
    var number = FIRST_SOCKET;
    var worker = program;
    for (var variable : OURS_ALONE) {
      worker = worker.withoutVariable(variable);
    }
    for (var socket : resources.passed()) {
      worker = worker.withDescriptor(number++, new Redirect.To(socket.fd()));
      names.add(socket.name());
    }
    return names.isEmpty()
        ? worker
        : worker
            .withVariable("LISTEN_FDS", Integer.toString(names.size()))
            .withVariable("LISTEN_FDNAMES", String.join(":", names))
            .withPidVariable("LISTEN_PID");
  }

  /// {@return the number of the leader}
  long pid() {
    return child.pid();
  }

  Generation generation() {
    return generation;
  }

  /// {@return when it was started, as System.nanoTime() has it}
  long startedAt() {
    return startedAt;
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /// {@return how long ago neither it nor anything that it has started existed}
  Duration timeSinceBefore() {
    return Duration.ofNanos(System.nanoTime() - askedAt);
  }

  /// Whether it serves.
  boolean isReady() {
    return ready && !ended;
  }

  /// Whether it has ever been ready.
  boolean wasReady() {
    return ready;
  }

  void setReady() {
    ready = true;
  }

  /// Whether its end is expected: it was told to, or has said so.
  boolean isTold() {
    return told;
  }

  void setTold() {
    told = true;
  }

  /// Whether the leader has ended.
  boolean hasEnded() {
    return ended;
  }

  void setEnded() {
    ended = true;
  }

  /// Tells the leader, or, if it has ended, the others.
  void end(Signal signal) {
    told = true;
    var _ = send(() -> ended ? child.killGroup(signal) : child.kill(signal));
  }

  /// Passes a signal on to the leader, which is not to end by it.
  ///
  /// @return whether it got it
  boolean pass(Signal signal) {
    return !ended && send(() -> child.kill(signal));
  }

  /// Ends what the leader has left in its group, and waits for that.
  ///
  /// @param gone called when nothing is left
  void sweep(Duration grace, EventLoop loop, Runnable gone) {
    end(Signal.TERM);
    doom(grace, loop);
    lookAgain(FIRST_LOOK, loop, gone);
  }

  private void lookAgain(Duration pause, EventLoop loop, Runnable gone) {
    loop.after(
        pause,
        _ -> {
          if (!hasGroup()) {
            gone.run();
          } else if (!closed) {
            if (killed) {
              kill(); // and what it has started meanwhile
            }
            var longer = pause.multipliedBy(2);
            lookAgain(longer.compareTo(LONGEST_LOOK) < 0 ? longer : LONGEST_LOOK, loop, gone);
          }
        });
  }

  /// Sees to it that what is left of it is killed after a while.
  void doom(Duration grace, EventLoop loop) {
    if (!doomed) {
      doomed = true;
      loop.after(grace, lifecycle -> lifecycle.kill(this));
    }
  }

  /// Kills the whole group.
  void kill() {
    told = true;
    killed = true;
    var _ = send(() -> child.killGroup(Signal.KILL));
  }

  /// Lists the processes of the group that have not ended.
  List<Event.LeftProcess> left() {
    return members().stream().filter(member -> !member.isZombie()).map(ProcessEntry::told).toList();
  }

  private List<ProcessEntry> members() {
    return ProcessEntry.all().stream().filter(process -> process.group() == child.pid()).toList();
  }

  /// Tells whether the group still exists. Zombies that nobody reaps count as gone.
  boolean hasGroup() {
    try {
      if (!child.isGroupAlive()) {
        return false;
      }
    } catch (UnixException e) {
      return true; // it has become another user's, so it is there
    }
    var members = members();
    return members.isEmpty() // they are hidden
        || members.stream().anyMatch(member -> !member.isZombie());
  }

  private interface Sending {
    boolean run() throws UnixException;
  }

  private static boolean send(Sending sending) {
    try {
      return sending.run();
    } catch (UnixException e) {
      return false; // it runs as another user by now, or is gone: its end is what tells us
    }
  }

  @Override
  public void close() {
    closed = true;
    notify.close();
    child.close();
  }
}
