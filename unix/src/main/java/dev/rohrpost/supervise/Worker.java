package dev.rohrpost.supervise;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.process.Child;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Consumer;

/// One process of a service. Used by the thread of the supervisor only.
final class Worker implements AutoCloseable {
  /// Where sd_listen_fds(3) begins.
  private static final int FIRST_SOCKET = 3;

  private final Child child;
  private final NotifySocket notify;
  private final int generation;
  private final long startedAt = System.nanoTime();
  private boolean ready;
  private boolean told;

  private Worker(Child child, NotifySocket notify, int generation) {
    this.child = child;
    this.notify = notify;
    this.generation = generation;
  }

  static Worker start(Program program, Surroundings surroundings, int generation)
      throws UnixException {
    var notify = NotifySocket.open(surroundings.nextNotifyPath());
    try {
      var child =
          withSockets(program, surroundings)
              .withVariable("NOTIFY_SOCKET", notify.path().toString())
              .withNewGroup()
              .start();
      return new Worker(child, notify, generation);
    } catch (UnixException e) {
      notify.close();
      throw e;
    }
  }

  private static Program withSockets(Program program, Surroundings surroundings)
      throws UnixException {
    var names = new ArrayList<String>();
    var number = FIRST_SOCKET;
    var worker = program;
    for (var socket : surroundings.sockets()) {
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

  /// Begins to listen to what the worker says and to its end. Both consumers are called on other
  /// threads, and must not wait.
  void listen(Consumer<String> said, Consumer<ExitStatus> ended) throws UnixException {
    notify.listen(said);
    var _ = child.onExit().thenAccept(ended);
  }

  long pid() {
    return child.pid();
  }

  int generation() {
    return generation;
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  boolean isReady() {
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

  void end(Signal signal) {
    told = true;
    send(() -> child.kill(signal));
  }

  /// Kills the worker and what it has started in its process group.
  void kill() {
    told = true;
    send(() -> child.killGroup(Signal.KILL));
  }

  private interface Sending {
    boolean run() throws UnixException;
  }

  private static void send(Sending sending) {
    try {
      var _ = sending.run();
    } catch (UnixException e) {
      // It runs as another user by now, or its group is gone: its end is what tells us.
    }
  }

  @Override
  public void close() {
    notify.close();
    child.close();
  }
}
