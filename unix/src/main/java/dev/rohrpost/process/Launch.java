package dev.rohrpost.process;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// One start of a program, in the order that keeps failures cheap: what can fail without a child is
/// done before there is one.
final class Launch {
  private final Program program;
  private final Settings settings;
  private final Wiring wiring;
  private final String executable;

  private Launch(Program program, Wiring wiring, String executable) {
    this.program = program;
    this.settings = program.settings;
    this.wiring = wiring;
    this.executable = executable;
  }

  /// Starts a program.
  ///
  /// @return its child, which nobody watches yet
  static Child start(Program program) throws UnixException {
    var executable = findExecutable(program);
    Ignored.check(program);
    try (var wiring = Wiring.open(program.settings)) {
      return new Launch(program, wiring, executable).start();
    }
  }

  /// Finds the file, as [#start] does first.
  static String findExecutable(Program program) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      return Executable.find(program.settings, arena);
    }
  }

  private Child start() throws UnixException {
    int pid;
    var ticket = OwnChildren.begin();
    // A place for the child's own pidfd, and the proof that there are pidfds.
    try (var place = Pidfd.ofThisProcess()) {
      Reaping.prepare(place);
      pid = settings.needsGate() ? spawnWithLimits() : spawn();
      OwnChildren.add(pid);
    } finally {
      OwnChildren.end(ticket);
    }
    try {
      var peak = Usage.peakOfThisProcess();
      return new Child(pid, Pidfd.open(pid), program, wiring.take(), peak);
    } catch (UnixException e) { // another thread took the place
      Reaping.kill(pid);
      throw e;
    }
  }

  private int spawn() throws UnixException {
    return borrowing(
        borrowed(),
        numbers -> new Spawn(settings, executable, wiring.sources(), numbers, null).run());
  }

  private int spawnWithLimits() throws UnixException {
    try (var gate = Gate.open(settings)) {
      var borrowed = borrowed();
      borrowed.add(gate.fifo());
      return borrowing(
          borrowed,
          numbers -> gate.run(new Spawn(settings, executable, wiring.sources(), numbers, gate)));
    }
  }

  private List<Fd> borrowed() {
    var all = new LinkedHashSet<Fd>();
    for (var source : wiring.sources().values()) {
      if (source instanceof Wiring.Source.Borrowed(Fd fd)) {
        all.add(fd);
      }
    }
    if (settings.job instanceof Job.Terminal(Fd tty)) {
      all.add(tty);
    }
    if (settings.foregroundOf != null) {
      all.add(settings.foregroundOf);
    }
    return new ArrayList<>(all);
  }

  /// What needs several numbers at once.
  @FunctionalInterface
  private interface Call {
    int run(Map<Fd, Integer> numbers) throws UnixException;
  }

  private static int borrowing(List<Fd> all, Call call) throws UnixException {
    return borrowing(all, new HashMap<>(), call);
  }

  private static int borrowing(List<Fd> rest, Map<Fd, Integer> numbers, Call call)
      throws UnixException {
    if (rest.isEmpty()) {
      return call.run(numbers);
    }
    var first = rest.getFirst();
    return first.borrow(number -> {
      numbers.put(first, number);
      return borrowing(rest.subList(1, rest.size()), numbers, call);
    });
  }
}
