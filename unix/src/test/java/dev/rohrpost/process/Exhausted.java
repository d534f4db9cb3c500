package dev.rohrpost.process;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SysResourceH;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/// Runs in a JVM of its own, which takes away from itself what a start needs.
final class Exhausted {
  private Exhausted() {}

  /// Something that starts programs and waits for them.
  @FunctionalInterface
  interface Start {
    void run() throws UnixException, InterruptedException;
  }

  /// Everything that takes a descriptor.
  private static Program demanding(Path file) {
    return Program.of("true")
        .withInput(Redirect.PIPE)
        .withOutput(Redirect.PIPE)
        .withErrors(Redirect.PIPE)
        .withDescriptor(3, Redirect.DISCARD)
        .withDescriptor(4, new Redirect.Append(file))
        .withNiceness(19);
  }

  private static void run(Program program) throws UnixException, InterruptedException {
    try (var child = program.start()) {
      child.await();
    }
  }

  private static void run(Pipeline pipeline) throws UnixException, InterruptedException {
    try (var running = pipeline.start()) {
      running.await();
    }
  }

  /// Starts programs with ever more descriptors allowed, until they run.
  static final class Descriptors {
    public static void main(String... arguments) throws Exception {
      var demanding = demanding(Path.of(arguments[0]));
      for (Start start :
          new Start[] {
            () -> run(demanding), () -> run(Pipeline.of(demanding, demanding, demanding))
          }) {
        start.run(); // so that all classes are loaded, which takes descriptors, too
        refusal(SysResourceH.RLIMIT_NPROC, 1, Program.of("/no/such/program")::start);
        System.out.println(refusals(start));
      }
    }

    private static int refusals(Start start) throws Exception {
      var before = numbersIn(Path.of("/proc/self/fd"));
      for (var allowed = 3; ; allowed++) {
        var refusal = refusal(SysResourceH.RLIMIT_NOFILE, allowed, start);
        var after = numbersIn(Path.of("/proc/self/fd"));
        if (!after.equals(before) || !children().isEmpty()) {
          throw new AssertionError(after + " after " + before + ", children " + children());
        }
        if (refusal.isEmpty()) {
          return allowed - before.size();
        }
        if (!refusal.contains(": EMFILE: ")) {
          throw new AssertionError(refusal);
        }
      }
    }
  }

  /// Starts programs with no more process or thread allowed.
  static final class Processes {
    public static void main(String... arguments) throws Exception {
      var plain = Program.of("true");
      var nice = plain.withNiceness(19);
      for (Start start :
          new Start[] {
            () -> run(plain), () -> run(nice), () -> run(Pipeline.of(plain, plain, nice))
          }) {
        start.run(); // so that all classes are loaded
        System.out.println(refusal(SysResourceH.RLIMIT_NPROC, 1, start));
        start.run();
        System.out.println("children: " + children());
      }
    }
  }

  /// Returns how something fails under a limit; empty if it does not.
  private static String refusal(int resource, long soft, Start start) throws Exception {
    limit(resource, soft);
    UnixException refusal = null;
    try {
      start.run();
    } catch (UnixException e) {
      refusal = e;
    } finally {
      limit(resource, Long.MAX_VALUE);
    }
    return refusal == null ? "" : refusal.getMessage();
  }

  private static void limit(int resource, long soft) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var rlimit = arena.allocate(SysResourceH.RLIMIT);
      SysResourceH.prlimit(0, resource, MemorySegment.NULL, rlimit);
      var hard = rlimit.getAtIndex(ValueLayout.JAVA_LONG, 1);
      var lower = Long.compareUnsigned(soft, hard) < 0 ? soft : hard;
      rlimit.setAtIndex(ValueLayout.JAVA_LONG, 0, lower);
      SysResourceH.prlimit(0, resource, rlimit, MemorySegment.NULL);
    }
  }

  private static SortedSet<Integer> numbersIn(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      var numbers = new TreeSet<Integer>();
      entries.forEach(entry -> numbers.add(Integer.valueOf(entry.getFileName().toString())));
      return numbers;
    }
  }

  static String children() throws IOException {
    var all = new StringBuilder();
    for (var thread : numbersIn(Path.of("/proc/self/task"))) {
      try {
        all.append(Files.readString(Path.of("/proc/self/task/" + thread + "/children")));
      } catch (IOException e) {
        // The thread has ended.
      }
    }
    return all.toString();
  }
}
