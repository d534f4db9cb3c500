package dev.rohrpost.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.FullTable;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoFdLeaks.class)
@Timeout(120)
class PipeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static void is(Throwable thrown, Errno errno) {
    assertThat(thrown)
        .isInstanceOfSatisfying(UnixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }

  @Test
  void whatIsWrittenIsReadInOrder() throws Exception {
    try (var pipe = Pipe.open()) {
      Text.send(pipe.writeEnd(), "one ");
      Text.send(pipe.writeEnd(), "two");
      assertThat(pipe.readEnd().available()).isEqualTo(7);
      assertThat(Text.receive(pipe.readEnd())).isEqualTo("one two");
      assertThat(pipe).hasToString("pipe " + pipe.writeEnd().fd() + " -> " + pipe.readEnd().fd());
    }
  }

  @Test
  void closingTwiceIsHarmlessAndClosesBothEnds() throws Exception {
    var pipe = Pipe.open();
    pipe.readEnd().close();
    pipe.close();
    pipe.close();
    assertThat(pipe.readEnd().isOpen()).isFalse();
    assertThat(pipe.writeEnd().isOpen()).isFalse();
    assertThatThrownBy(() -> Text.receive(pipe.readEnd())).satisfies(e -> is(e, Errno.EBADF));
  }

  @ParameterizedTest
  @EnumSource
  @Row("PIPE-01")
  void theWrongEndIsEbadf(ThreadKind kind) throws Exception {
    try (var pipe = Pipe.open()) {
      var toReadEnd = new WriteEnd(pipe.readEnd().fd());
      var fromWriteEnd = new ReadEnd(pipe.writeEnd().fd());
      assertThat(kind.start(() -> Text.trySend(toReadEnd, "x")).failure())
          .satisfies(e -> is(e, Errno.EBADF));
      assertThat(kind.start(() -> Text.receive(fromWriteEnd)).failure())
          .satisfies(e -> is(e, Errno.EBADF));
    }
  }

  @Test
  @Row({"PIPE-02", "F12"})
  void withoutDescriptorsNoHalfOfAPipeIsLeft() throws Exception {
    Foreign.require("prlimit");
    try (var jvm = Jvm.of(OneDescriptor.class).under("prlimit", "--nofile=64").start()) {
      assertThat(jvm.await(PATIENCE).orFail().out())
          .isEqualTo("pipe2: EMFILE: too many open files\nstill one free\nopened\n");
    }
  }

  static final class OneDescriptor {
    private OneDescriptor() {}

    public static void main(String... arguments) throws Exception {
      try (var full = FullTable.of(Fd.class, Pipe.class)) {
        full.free(1);
        try {
          Pipe.open().close();
        } catch (UnixException.LimitReached e) {
          System.out.println(e.getMessage());
        }
        Files.newInputStream(Path.of("/dev/null")).close();
        System.out.println("still one free");
        full.free(1);
        Pipe.open().close();
        System.out.println("opened");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row({"PIPE-03", "SIG-31"})
  void writingWhereNobodyReadsIsEpipeAndHarmless(ThreadKind kind) throws Exception {
    try (var pipe = Pipe.open()) {
      pipe.readEnd().close();
      for (var deadline : new Deadline[] {Deadline.NEVER, Deadline.NOW}) {
        assertThat(
                kind.start(
                        () -> {
                          try (var arena = Arena.ofConfined()) {
                            return pipe.writeEnd().write(arena.allocate(1), deadline);
                          }
                        })
                    .failure())
            .isInstanceOf(UnixException.Disconnected.class)
            .satisfies(e -> is(e, Errno.EPIPE));
      }
      assertThatThrownBy(() -> pipe.writeEnd().outputStream().write(1))
          .isInstanceOf(UnixException.Disconnected.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row({"PIPE-05", "PIPE-06"})
  void itHolds64KiBAndEmptyIsNotTheEnd(ThreadKind kind) throws Exception {
    try (var pipe = Pipe.open()) {
      assertThat(kind.start(() -> Text.receive(pipe.readEnd(), 10, Deadline.NOW)).result())
          .isEqualTo("(nothing)");
      assertThat(kind.start(() -> Text.trySend(pipe.writeEnd(), "x".repeat(65_536))).result())
          .isEqualTo(new Transfer.Bytes(65_536));
      assertThat(kind.start(() -> Text.trySend(pipe.writeEnd(), "x")).result())
          .isEqualTo(Transfer.TIMED_OUT);
      assertThat(pipe.readEnd().available()).isEqualTo(65_536);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("PIPE-11")
  void packetsKeepTheirBordersAndLoseTheirRest(ThreadKind kind) throws Exception {
    try (var pipe = Pipe.openPackets()) {
      Text.send(pipe.writeEnd(), "aa");
      Text.send(pipe.writeEnd(), "bbb");
      assertThat(kind.start(() -> Text.receive(pipe.readEnd(), 100, Deadline.NEVER)).result())
          .isEqualTo("aa");
      assertThat(kind.start(() -> Text.receive(pipe.readEnd(), 1, Deadline.NEVER)).result())
          .isEqualTo("b");
      assertThat(kind.start(() -> Text.receive(pipe.readEnd(), 100, Deadline.NOW)).result())
          .isEqualTo("(nothing)");
    }
  }

  @Test
  @Row("PIPE-17")
  void bothEndsAreClosedInPrograms() throws Exception {
    try (var pipe = Pipe.open();
        var packets = Pipe.openPackets()) {
      for (var fd :
          new Fd[] {
            pipe.readEnd().fd(),
            pipe.writeEnd().fd(),
            packets.readEnd().fd(),
            packets.writeEnd().fd()
          }) {
        assertThat(fd.borrow(n -> FcntlH.fcntl(n, FcntlH.F_GETFD, 0)) & FcntlH.FD_CLOEXEC)
            .isEqualTo(FcntlH.FD_CLOEXEC);
      }
    }
  }

  @Test
  void theCapacityIsAskedAndSetAndRoundedUp() throws Exception {
    try (var pipe = Pipe.open()) {
      var fd = pipe.readEnd().fd();
      assertThat(Pipe.capacity(fd)).isEqualTo(65_536);
      assertThat(Pipe.setCapacity(fd, 100_000)).isEqualTo(131_072);
      assertThat(Pipe.capacity(pipe.writeEnd().fd())).isEqualTo(131_072);
      assertThat(Pipe.setCapacity(fd, 1)).isEqualTo(4096);
      assertThat(Text.trySend(pipe.writeEnd(), "x".repeat(5000)))
          .isEqualTo(new Transfer.Bytes(4096));
    }
  }

  @Test
  void aCapacityBelowTheContentIsEbusy() throws Exception {
    try (var pipe = Pipe.open()) {
      Text.send(pipe.writeEnd(), "x".repeat(10_000));
      assertThatThrownBy(() -> Pipe.setCapacity(pipe.writeEnd().fd(), 4096))
          .satisfies(e -> is(e, Errno.EBUSY))
          .hasMessageContaining("to 4096, and it holds more");
      assertThat(Pipe.capacity(pipe.readEnd().fd())).isEqualTo(65_536);
    }
  }

  @Test
  void nonsenseIsNoCapacity() throws Exception {
    try (var pipe = Pipe.open()) {
      var fd = pipe.readEnd().fd();
      assertThatThrownBy(() -> Pipe.setCapacity(fd, -1)).satisfies(e -> is(e, Errno.EINVAL));
      fd.close();
      assertThatThrownBy(() -> Pipe.capacity(fd)).satisfies(e -> is(e, Errno.EBADF));
      assertThatThrownBy(() -> Pipe.setCapacity(fd, 4096)).satisfies(e -> is(e, Errno.EBADF));
    }
  }

  /// Root may have more; without that right the limit is named.
  @Test
  void aboveTheLimitIsEpermWithTheLimit() throws Exception {
    Foreign.require("setpriv");
    try (var jvm = Jvm.of(TooMuch.class).under("setpriv", "--bounding-set=-sys_resource").start()) {
      var limit = TooMuch.limit();
      assertThat(jvm.await(PATIENCE).orFail().out())
          .matches(
              "fcntl\\(F_SETPIPE_SZ of fd \\d+ to \\d+, above /proc/sys/fs/pipe-max-size = "
                  + limit
                  + "\\): EPERM: operation not permitted\n");
    }
  }

  static final class TooMuch {
    private TooMuch() {}

    /// In lines, because readString() reads one byte first, and the kernel gives no second one.
    static int limit() throws IOException {
      return Integer.parseInt(Files.readAllLines(Path.of("/proc/sys/fs/pipe-max-size")).getFirst());
    }

    public static void main(String... arguments) throws Exception {
      try (var pipe = Pipe.open()) {
        Pipe.setCapacity(pipe.readEnd().fd(), 2 * limit());
      } catch (UnixException.Denied e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
