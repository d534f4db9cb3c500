package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `O_NONBLOCK` belongs to whoever shares the open file description: never set, and endured.
@ExtendWith(NoFdLeaks.class)
class SharedDescriptorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  private static boolean isNonBlocking(Fd fd) throws UnixException {
    return (fd.borrow(n -> FcntlH.fcntl(n, FcntlH.F_GETFL, 0)) & FcntlH.O_NONBLOCK) != 0;
  }

  private Ends fifo() throws Exception {
    var path = folder.resolve("fifo");
    Foreign.run(PATIENCE, "mkfifo", path.toString()).orFail();
    var both = OpenFile.at(path.toString(), FcntlH.O_RDWR);
    var in = OpenFile.at(path.toString(), FcntlH.O_RDONLY);
    var out = OpenFile.at(path.toString(), FcntlH.O_WRONLY);
    both.close();
    Files.delete(path);
    return new Ends(new ReadEnd(in), new WriteEnd(out));
  }

  private void useInEveryWay(ThreadKind kind, Ends ends) throws Exception {
    var reader = kind.start(ends::receive).awaitBlocked();
    ends.send("one");
    assertThat(reader.result()).isEqualTo("one");
    var size = kind.start(ends::fill).result();
    assertThat(size).isEqualTo(65_536);
    var writer =
        kind.start(() -> {
          ends.send("two");
          return true;
        });
    assertThat(kind.start(() -> drain(ends, size)).result()).isEqualTo(size);
    assertThat(writer.result()).isTrue();
    assertThat(ends.receive()).isEqualTo("two");
    assertThat(kind.start(() -> Wait.readable(ends.in().fd(), Deadline.NOW)).result()).isFalse();
    assertThat(kind.start(() -> drain(ends, 1)).result()).isZero();
  }

  private static long drain(Ends ends, long size) throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocate(1000);
      var done = 0L;
      while (done < size) {
        var part = bytes.asSlice(0, Math.min(bytes.byteSize(), size - done));
        if (!(ends.in().read(part, Deadline.after(Duration.ofMillis(20)))
            instanceof Transfer.Bytes(int count))) {
          return done;
        }
        done += count;
      }
      return done;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFlagIsNeverSetOnAPipe(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      useInEveryWay(kind, ends);
      assertThat(isNonBlocking(ends.in().fd())).isFalse();
      assertThat(isNonBlocking(ends.out().fd())).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFlagIsNeverSetOnAFifo(ThreadKind kind) throws Exception {
    try (var ends = fifo()) {
      useInEveryWay(kind, ends);
      assertThat(isNonBlocking(ends.in().fd())).isFalse();
      assertThat(isNonBlocking(ends.out().fd())).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInheritedFlagDoesNoHarmAndIsLeftAlone(ThreadKind kind) throws Exception {
    try (var ends = fifo()) {
      for (var fd : new Fd[] {ends.in().fd(), ends.out().fd()}) {
        fd.borrow(n -> FcntlH.fcntl(n, FcntlH.F_SETFL, FcntlH.O_NONBLOCK));
      }
      useInEveryWay(kind, ends);
      assertThat(isNonBlocking(ends.in().fd())).isTrue();
      assertThat(isNonBlocking(ends.out().fd())).isTrue();
    }
    try (var ends = Ends.pipe()) {
      for (var fd : new Fd[] {ends.in().fd(), ends.out().fd()}) {
        fd.borrow(n -> FcntlH.fcntl(n, FcntlH.F_SETFL, FcntlH.O_NONBLOCK));
      }
      useInEveryWay(kind, ends);
    }
  }

  /// The kernel has no `RWF_NOWAIT` for FIFOs, and what is ready is gone when others are faster.
  @ParameterizedTest
  @EnumSource
  @Row("F49")
  void readersOfOneFifoStealWithoutHoldingUpEachOther(ThreadKind kind) throws Exception {
    try (var ends = fifo()) {
      var readers = 20;
      var each = 500;
      @SuppressWarnings({"unchecked", "rawtypes"})
      Task<Integer>[] tasks = new Task[readers];
      for (var i = 0; i < readers; i++) {
        tasks[i] = kind.start(() -> readUntilQuit(ends));
      }
      var writer =
          kind.start(() -> {
            for (var i = 0; i < readers * each; i++) {
              ends.send("x");
            }
            return true;
          });
      assertThat(writer.result()).isTrue();
      ends.out().close();
      var sum = 0;
      for (var task : tasks) {
        sum += task.result();
      }
      assertThat(sum).isEqualTo(readers * each);
    }
  }

  private static int readUntilQuit(Ends ends) throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocate(1);
      var count = 0;
      while (ends.in().read(bytes, Deadline.after(PATIENCE)) instanceof Transfer.Bytes) {
        count++;
      }
      return count;
    }
  }

  /// A deadline is kept although another process takes what had made the FIFO ready.
  @ParameterizedTest
  @EnumSource
  void aDeadlineIsKeptOnAFifoThatOthersRead(ThreadKind kind) throws Exception {
    try (var ends = fifo();
        var thieves =
            Foreign.start(
                "cat",
                "/proc/"
                    + ProcessHandle.current().pid()
                    + "/fd/"
                    + ends.in().fd().borrow(n -> n))) {
      var reader =
          kind.start(() -> {
            var begin = System.nanoTime();
            var missed = 0;
            while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(300)) {
              try (var arena = Arena.ofConfined()) {
                if (ends.in().read(arena.allocate(1), Deadline.after(Duration.ofMillis(1)))
                    instanceof Transfer.TimedOut) {
                  missed++;
                }
              }
            }
            return missed;
          });
      var writer =
          ThreadKind.PLATFORM.start(() -> {
            for (var i = 0; i < 2000; i++) {
              ends.send("x");
            }
            return true;
          });
      assertThat(writer.result()).isTrue();
      assertThat(reader.result()).isPositive();
      ends.out().close();
      thieves.await(PATIENCE).orFail();
    }
  }
}
