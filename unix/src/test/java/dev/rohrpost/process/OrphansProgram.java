package dev.rohrpost.process;

import dev.rohrpost.libc.SpawnH;
import dev.rohrpost.libc.SysWaitH;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/// A program for [OrphanReaperTest] that adopts orphans and has children of its own, too.
final class OrphansProgram {
  private static final int IN_FAMILY = 4;
  private static final Map<String, Integer> REAPED = new ConcurrentSkipListMap<>();
  private static final Semaphore TOLD = new Semaphore(0);

  private static final List<Way> WAYS =
      List.of(
          command -> program(command).start().await().shellStatus(),
          command -> onThread(() -> program(command).start()).await().shellStatus(),
          command -> program(command).withNiceness(1).start().await().shellStatus(),
          command -> new ProcessBuilder(command).start().waitFor(),
          command -> onThread(() -> new ProcessBuilder(command).start()).waitFor());

  private OrphansProgram() {}

  /// A way to start a program and to wait for its end.
  private interface Way {
    int run(String... command) throws Exception;
  }

  /// Runs it.
  ///
  /// @param arguments `subreaper` or `first`; what to try; the path of the program `family.c`
  public static void main(String... arguments) throws Exception {
    if (arguments[0].equals("subreaper")) {
      ThisProcess.becomeSubreaper();
    }
    System.out.println("adopts " + ThisProcess.adoptsOrphans());
    var family = arguments[2];
    try (var _ = OrphanReaper.start(OrphansProgram::told)) {
      switch (arguments[1]) {
        case "race" -> race(family, WAYS, Integer.parseInt(arguments[3]));
        case "race without the JDK" ->
            race(family, WAYS.subList(0, 2), Integer.parseInt(arguments[3]));
        case "foreign" -> besideAnUnreapedChild(family);
        case "jdk" -> processHandles(family);
        default -> bear(family, 20);
      }
    }
    System.out.println("reaped " + REAPED);
  }

  private static void told(OrphanReaper.Orphan orphan) {
    REAPED.merge(orphan.status().toString(), 1, Integer::sum);
    TOLD.release();
    if (Boolean.getBoolean("faulty")) {
      throw new IllegalStateException("faulty");
    }
  }

  private static void bear(String family, int families) throws Exception {
    for (var i = 0; i < families; i++) {
      var _ = Program.of(family, "5").start().await();
    }
    TOLD.acquire(IN_FAMILY * families);
  }

  /// Starts children from threads that live on and from such as end at once, with and without a
  /// gate, and with the JDK, while orphans end.
  private static void race(String family, List<Way> ways, int rounds) throws Exception {
    var wrong = new ConcurrentLinkedQueue<String>();
    try (var executor = Executors.newCachedThreadPool()) {
      for (var way : ways) {
        var _ =
            executor.submit(() -> {
              for (var round = 0; round < rounds; round++) {
                var code = round % 70;
                var parent = way.run(family, Integer.toString(code));
                var child = way.run("sh", "-c", "exit " + code);
                if (parent != code || child != code) {
                  wrong.add(
                      "way " + ways.indexOf(way) + ": " + parent + ", " + child + ": " + code);
                }
              }
              return null;
            });
      }
    }
    TOLD.acquire(IN_FAMILY * ways.size() * rounds);
    System.out.println("wrong " + wrong);
  }

  private static Program program(String... command) {
    return Program.of(
        command[0], List.of(command).subList(1, command.length).toArray(String[]::new));
  }

  private static <T> T onThread(Callable<T> task) throws Exception {
    var future = new FutureTask<>(task);
    Thread.ofPlatform().start(future).join();
    return future.get();
  }

  /// Native code here has started a child, and does not reap it.
  private static void besideAnUnreapedChild(String family) throws Exception {
    var started = new FutureTask<>(OrphansProgram::spawn);
    var end = new CountDownLatch(1);
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              started.run();
              try {
                end.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    bear(family, 20);
    System.out.println(
        "its own " + Reaping.ask(SysWaitH.P_PID, started.get(), SysWaitH.WEXITED).exitStatus());
    end.countDown();
    thread.join();
  }

  private static int spawn() throws Exception {
    try (var arena = Arena.ofConfined()) {
      var pid = arena.allocate(ValueLayout.JAVA_INT);
      var none = MemorySegment.NULL;
      var words = CStrings.array(arena, List.of("sh", "-c", "exit 9"));
      var errno =
          SpawnH.posix_spawn(
              pid,
              arena.allocateFrom("/bin/sh"),
              none,
              none,
              words,
              CStrings.array(arena, List.of()));
      if (errno != 0) {
        throw new AssertionError(errno);
      }
      return pid.get(ValueLayout.JAVA_INT, 0);
    }
  }

  /// A thread of the JDK waits for the end of a process that is adopted meanwhile.
  private static void processHandles(String family) throws Exception {
    var program = Program.of("sh", "-c", "sleep 1000 & echo $!; read x");
    try (var parent = program.withInput(Redirect.PIPE).withOutput(Redirect.PIPE).start();
        var output =
            new BufferedReader(
                new InputStreamReader(parent.stdout().inputStream(), StandardCharsets.US_ASCII))) {
      var line = output.readLine();
      var orphan = ProcessHandle.of(Long.parseLong(line)).orElseThrow();
      var gone = orphan.onExit();
      parent.stdin().close();
      parent.await();
      orphan.destroyForcibly();
      TOLD.acquire();
      gone.join();
    }
    bear(family, 20);
  }
}
