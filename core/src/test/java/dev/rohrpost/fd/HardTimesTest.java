package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When the machine has nothing left to give.
class HardTimesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// A full signal queue, as during a burst of real-time signals: sigqueue(3) would be EAGAIN.
  @Test
  void aFullSignalQueueKeepsNobodyInside() throws Exception {
    Foreign.require("prlimit");
    try (var jvm = Jvm.of(FullQueue.class).under("prlimit", "--sigpending=0").start()) {
      assertThat(jvm.await(PATIENCE).orFail().out().strip()).isEqualTo("out");
    }
  }

  static final class FullQueue {
    private FullQueue() {}

    public static void main(String... arguments) throws Exception {
      try (var ends = Ends.pipe()) {
        var interrupted = ThreadKind.PLATFORM.start(ends::receive).awaitBlocked();
        interrupted.interrupt();
        interrupted.failure();
        var closed = ThreadKind.PLATFORM.start(ends::receive).awaitBlocked();
        ends.in().close();
        closed.failure();
        System.out.println("out");
      }
    }
  }

  /// Virtual threads need an epoll set, FIFOs a second descriptor.
  @Test
  @Row("F12")
  void noDescriptorsLeftIsAnErrorAndNotTheEnd() throws Exception {
    Foreign.require("prlimit");
    try (var jvm = Jvm.of(NoDescriptors.class).under("prlimit", "--nofile=64").start()) {
      assertThat(jvm.await(PATIENCE).orFail().out().strip()).isEqualTo("EMFILE, then hello");
    }
  }

  static final class NoDescriptors {
    private NoDescriptors() {}

    public static void main(String... arguments) throws Exception {
      try (var ends = Ends.pipe()) {
        loadAll();
        var fillers = fill();
        var failed = ThreadKind.VIRTUAL.start(ends::receive).failure();
        fillers.forEach(Fd::close);
        var reader = ThreadKind.VIRTUAL.start(ends::receive).awaitBlocked();
        ends.send("hello");
        System.out.println(
            (failed instanceof UnixException.LimitReached e ? e.errno() : failed)
                + ", then "
                + reader.result());
      }
    }

    /// Classes in a folder, unlike those in a jar, need a descriptor to be loaded.
    private static void loadAll() throws Exception {
      var module = Fd.class.getModule();
      var here = module.getLayer().configuration().findModule(module.getName()).orElseThrow();
      try (var reader = here.reference().open()) {
        for (var file : reader.list().filter(f -> f.matches("dev/rohrpost/.*\\.class")).toList()) {
          Class.forName(file.replace('/', '.').replaceFirst("\\.class$", ""));
        }
      }
    }

    private static List<Fd> fill() throws IOException {
      var fillers = new ArrayList<Fd>();
      try {
        while (true) {
          fillers.add(OpenFile.at("/dev/null", FcntlH.O_RDONLY));
        }
      } catch (UnixException.LimitReached e) {
        return fillers;
      }
    }
  }
}
