package dev.rohrpost.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.InterruptedTransferException;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.libc.SysUnH;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class SpliceTest {
  private static final Deadline LONG = Deadline.after(Duration.ofMinutes(5));
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MORE_THAN_A_PIPE_HOLDS = 1_000_003;

  @TempDir Path folder;

  private static void is(Throwable thrown, Errno errno) {
    assertThat(thrown)
        .isInstanceOfSatisfying(UnixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }

  private static Fd open(Path path, int flags) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var number = FcntlH.open(CPath.of(path, arena), flags | FcntlH.O_CLOEXEC, 0600);
      return Fd.own(number);
    }
  }

  private Path random(int size) throws IOException {
    var bytes = new byte[size];
    new Random(11).nextBytes(bytes);
    return Files.write(folder.resolve("random"), bytes);
  }

  @ParameterizedTest
  @EnumSource
  void bytesMoveFromPipeToPipe(ThreadKind kind) throws Exception {
    try (var one = Pipe.open();
        var other = Pipe.open()) {
      var from = one.readEnd().fd();
      var to = other.writeEnd().fd();
      var patient = kind.start(() -> Splice.splice(from, to, 100)).awaitBlocked();
      Text.send(one.writeEnd(), "moved");
      assertThat(patient.result()).isEqualTo(new Transfer.Bytes(5));
      assertThat(Text.receive(other.readEnd())).isEqualTo("moved");
      Text.send(one.writeEnd(), "in parts");
      assertThat(kind.start(() -> Splice.splice(from, to, 2, LONG)).result())
          .isEqualTo(new Transfer.Bytes(2));
      assertThat(Text.receive(other.readEnd())).isEqualTo("in");
      assertThat(Text.receive(one.readEnd())).isEqualTo(" parts");
      one.writeEnd().close();
      assertThat(kind.start(() -> Splice.splice(from, to, 100)).result()).isEqualTo(Transfer.END);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineIsAResultOnBothSides(ThreadKind kind) throws Exception {
    try (var empty = Pipe.open();
        var full = Pipe.open();
        var other = Pipe.open()) {
      var soon = Duration.ofMillis(20);
      Text.send(full.writeEnd(), "x".repeat(65_536));
      Text.send(other.writeEnd(), "x");
      for (var deadline : new Deadline[] {Deadline.NOW, Deadline.after(soon)}) {
        assertThat(move(kind, empty, other, deadline)).isEqualTo(Transfer.TIMED_OUT);
        assertThat(move(kind, other, full, deadline)).isEqualTo(Transfer.TIMED_OUT);
      }
    }
  }

  private static Transfer move(ThreadKind kind, Pipe from, Pipe to, Deadline deadline)
      throws InterruptedException {
    return kind.start(() -> Splice.splice(from.readEnd().fd(), to.writeEnd().fd(), 100, deadline))
        .result();
  }

  @ParameterizedTest
  @EnumSource
  @Row("F50")
  void interruptAndCloseEndTheWait(ThreadKind kind) throws Exception {
    try (var one = Pipe.open();
        var other = Pipe.open()) {
      var from = one.readEnd().fd();
      var to = other.writeEnd().fd();
      var interrupted = kind.start(() -> Splice.all(from, to)).awaitBlocked();
      interrupted.interrupt();
      assertThat(interrupted.failure()).isExactlyInstanceOf(InterruptedException.class);
      Text.send(one.writeEnd(), "seven!!");
      var later = kind.start(() -> Splice.all(from, to));
      assertThat(Text.receive(other.readEnd())).isEqualTo("seven!!");
      later.awaitBlocked().interrupt();
      assertThat(later.failure())
          .isInstanceOfSatisfying(
              InterruptedTransferException.class,
              e -> assertThat(e.bytesTransferred()).isEqualTo(7));
      var closed = kind.start(() -> Splice.all(from, to)).awaitBlocked();
      from.close();
      assertThat(closed.failure()).satisfies(e -> is(e, Errno.EBADF));
    }
    try (var one = Pipe.open();
        var full = Pipe.open()) {
      Text.send(full.writeEnd(), "x".repeat(65_536));
      Text.send(one.writeEnd(), "x");
      var to = full.writeEnd().fd();
      var closed = kind.start(() -> Splice.all(one.readEnd().fd(), to)).awaitBlocked();
      to.close();
      assertThat(closed.failure()).satisfies(e -> is(e, Errno.EBADF));
    }
  }

  @ParameterizedTest
  @EnumSource
  void filesAreMovedThroughPipes(ThreadKind kind) throws Exception {
    var source = random(MORE_THAN_A_PIPE_HOLDS);
    var target = folder.resolve("target");
    try (var from = open(source, FcntlH.O_RDONLY);
        var to = open(target, FcntlH.O_WRONLY | FcntlH.O_CREAT);
        var pipe = Pipe.open()) {
      var in = kind.start(() -> moveAndClose(from, pipe.writeEnd().fd()));
      var out = kind.start(() -> Splice.all(pipe.readEnd().fd(), to));
      assertThat(in.result()).isEqualTo(MORE_THAN_A_PIPE_HOLDS);
      assertThat(out.result()).isEqualTo(MORE_THAN_A_PIPE_HOLDS);
    }
    assertThat(Files.mismatch(source, target)).isEqualTo(-1);
  }

  private static long moveAndClose(Fd from, Fd to) throws UnixException, InterruptedException {
    var count = Splice.all(from, to);
    to.close();
    return count;
  }

  @ParameterizedTest
  @EnumSource
  void fifosTakePartToo(ThreadKind kind) throws Exception {
    var source = random(MORE_THAN_A_PIPE_HOLDS);
    var path = folder.resolve("fifo");
    Fifo.create(path);
    try (var cat = Foreign.start("sh", "-c", "cat " + source + " > " + path);
        var in = Fifo.openForReading(path, LONG).orElseThrow();
        var pipe = Pipe.open()) {
      var mover = kind.start(() -> moveAndClose(in.fd(), pipe.writeEnd().fd()));
      assertThat(pipe.readEnd().inputStream().readAllBytes()).isEqualTo(Files.readAllBytes(source));
      assertThat(mover.result()).isEqualTo(MORE_THAN_A_PIPE_HOLDS);
      var _ = cat.await(PATIENCE).orFail();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("PIPE-13")
  void whatCannotBeSplicedIsRefused(ThreadKind kind) throws Exception {
    var file = Files.writeString(folder.resolve("file"), "content");
    var closed = open(file, FcntlH.O_RDONLY);
    closed.close();
    try (var readable = open(file, FcntlH.O_RDONLY);
        var appending = open(file, FcntlH.O_WRONLY | FcntlH.O_APPEND);
        var pipe = Pipe.open()) {
      Text.send(pipe.writeEnd(), "text");
      var in = pipe.readEnd().fd();
      var out = pipe.writeEnd().fd();
      assertThat(failure(kind, closed, out)).satisfies(e -> is(e, Errno.EBADF));
      assertThat(failure(kind, out, in)).satisfies(e -> is(e, Errno.EBADF));
      assertThat(failure(kind, in, appending))
          .satisfies(e -> is(e, Errno.EINVAL))
          .hasMessageMatching("splice\\(fd \\d+ to fd \\d+\\): EINVAL: invalid argument");
      assertThat(failure(kind, readable, appending)).satisfies(e -> is(e, Errno.EINVAL));
      assertThat(failure(kind, in, out)).satisfies(e -> is(e, Errno.EINVAL));
      long offset = withOffset(in, out);
      assertThat(offset).isEqualTo(-Errno.ESPIPE.number());
      assertThat(Text.receive(pipe.readEnd())).isEqualTo("text");
      assertThatIllegalArgumentException().isThrownBy(() -> Splice.splice(in, out, 0));
      assertThatIllegalArgumentException().isThrownBy(() -> Splice.splice(in, out, -1));
    }
  }

  private static Throwable failure(ThreadKind kind, Fd from, Fd to) throws InterruptedException {
    return kind.start(() -> Splice.splice(from, to, 10)).failure();
  }

  private static long withOffset(Fd from, Fd to) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var zero = arena.allocate(ValueLayout.JAVA_LONG);
      return from.borrow(f -> to.borrow(t -> FcntlH.splice(f, zero, t, MemorySegment.NULL, 1, 0)));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("PIPE-14")
  void bytesGoToASocketAndComeFromOne(ThreadKind kind) throws Exception {
    var source = random(MORE_THAN_A_PIPE_HOLDS);
    var arrived = folder.resolve("arrived");
    var name = folder.resolve("socket");
    try (var socat = Foreign.start("socat", "-u", "UNIX-LISTEN:" + name, "CREATE:" + arrived);
        var socket = connect(name);
        var file = open(source, FcntlH.O_RDONLY);
        var pipe = Pipe.open()) {
      var reading = kind.start(() -> moveAndClose(file, pipe.writeEnd().fd()));
      var sending = kind.start(() -> moveAndClose(pipe.readEnd().fd(), socket));
      assertThat(reading.result()).isEqualTo(MORE_THAN_A_PIPE_HOLDS);
      assertThat(sending.result()).isEqualTo(MORE_THAN_A_PIPE_HOLDS);
      var _ = socat.await(PATIENCE).orFail();
    }
    assertThat(Files.mismatch(source, arrived)).isEqualTo(-1);
    var other = folder.resolve("other");
    try (var socat = Foreign.start("socat", "-u", "FILE:" + source, "UNIX-LISTEN:" + other);
        var socket = connect(other);
        var pipe = Pipe.open()) {
      var receiving = kind.start(() -> moveAndClose(socket, pipe.writeEnd().fd()));
      assertThat(pipe.readEnd().inputStream().readAllBytes()).isEqualTo(Files.readAllBytes(source));
      assertThat(receiving.result()).isEqualTo(MORE_THAN_A_PIPE_HOLDS);
      var _ = socat.await(PATIENCE).orFail();
    }
  }

  /// A socket that takes no more keeps a mover waiting, and not inside the kernel for ever.
  @ParameterizedTest
  @EnumSource
  void aFullSocketIsLeftByInterrupt(ThreadKind kind) throws Exception {
    var name = folder.resolve("socket");
    var listen = "s = socket.socket(socket.AF_UNIX); s.bind('" + name + "'); s.listen()";
    var idle = "import socket, sys; " + listen + "; c = s.accept(); sys.stdin.read()";
    try (var peer = Foreign.start("python3", "-c", idle);
        var socket = connect(name);
        var zero = open(Path.of("/dev/zero"), FcntlH.O_RDONLY);
        var pipe = Pipe.open()) {
      assertThat(peer.pid()).isPositive();
      var reading = kind.start(() -> Splice.all(zero, pipe.writeEnd().fd()));
      var sending = kind.start(() -> Splice.all(pipe.readEnd().fd(), socket));
      reading.awaitBlocked();
      sending.awaitBlocked();
      // Not by bytes: a pipe is full when all its pages are in use, also where one is used in part.
      var patience = Deadline.after(PATIENCE);
      while (Wait.writable(pipe.writeEnd().fd(), Deadline.NOW)
          || Wait.writable(socket, Deadline.NOW)) {
        assertThat(patience.hasPassed()).isFalse();
      }
      sending.awaitBlocked().interrupt();
      reading.awaitBlocked().interrupt();
      assertThat(sending.failure()).isInstanceOf(InterruptedTransferException.class);
      assertThat(reading.failure()).isInstanceOf(InterruptedTransferException.class);
    }
  }

  private static Fd connect(Path name) throws UnixException {
    var socket =
        Fd.own(
            SysSocketH.socket(
                SysSocketH.AF_UNIX, SysSocketH.SOCK_STREAM | SysSocketH.SOCK_CLOEXEC, 0));
    try (var arena = Arena.ofConfined()) {
      var address = arena.allocate(SysUnH.SOCKADDR_UN);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) SysSocketH.AF_UNIX);
      var path = name.toString().getBytes(StandardCharsets.UTF_8);
      MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, 2, path.length);
      while (true) { // until socat listens
        int result = socket.borrow(n -> SysSocketH.connect(n, address, (int) address.byteSize()));
        if (result == 0) {
          return socket;
        }
        if (result != -Errno.ENOENT.number() && result != -Errno.ECONNREFUSED.number()) {
          throw UnixException.of("connect", name.toString(), new Errno(-result));
        }
        Thread.onSpinWait();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("PIPE-15")
  void teeDuplicatesAndTakesNothingAway(ThreadKind kind) throws Exception {
    var path = Files.writeString(folder.resolve("file"), "content");
    try (var one = Pipe.open();
        var other = Pipe.open();
        var file = open(path, FcntlH.O_RDWR)) {
      var from = one.readEnd().fd();
      var to = other.writeEnd().fd();
      var tee = kind.start(() -> Splice.tee(from, to, 100, LONG)).awaitBlocked();
      Text.send(one.writeEnd(), "twice");
      assertThat(tee.result()).isEqualTo(new Transfer.Bytes(5));
      assertThat(Text.receive(other.readEnd())).isEqualTo("twice");
      assertThat(Text.receive(one.readEnd())).isEqualTo("twice");
      assertThat(kind.start(() -> Splice.tee(from, to, 100, Deadline.NOW)).result())
          .isEqualTo(Transfer.TIMED_OUT);
      assertThat(kind.start(() -> Splice.tee(file, to, 100, LONG)).failure())
          .satisfies(e -> is(e, Errno.EINVAL));
      assertThat(kind.start(() -> Splice.tee(from, file, 100, LONG)).failure())
          .satisfies(e -> is(e, Errno.EINVAL));
      assertThat(kind.start(() -> Splice.tee(from, one.writeEnd().fd(), 100, LONG)).failure())
          .satisfies(e -> is(e, Errno.EINVAL));
      one.writeEnd().close();
      assertThat(kind.start(() -> Splice.tee(from, to, 100, LONG)).result())
          .isEqualTo(Transfer.END);
    }
  }

  @Test
  void nobodyToReadIsEpipe() throws Exception {
    try (var one = Pipe.open();
        var other = Pipe.open()) {
      other.readEnd().close();
      Text.send(one.writeEnd(), "x");
      assertThat(failure(ThreadKind.PLATFORM, one.readEnd().fd(), other.writeEnd().fd()))
          .isInstanceOf(UnixException.Disconnected.class);
      assertThat(failure(ThreadKind.VIRTUAL, one.readEnd().fd(), other.writeEnd().fd()))
          .isInstanceOf(UnixException.Disconnected.class);
    }
  }

  @Test
  void devicesTakePartToo() throws Exception {
    try (var zero = new ReadEnd(open(Path.of("/dev/zero"), FcntlH.O_RDONLY));
        var pipe = Pipe.open();
        var nowhere = open(Path.of("/dev/null"), FcntlH.O_WRONLY)) {
      var moved = 0L;
      while (moved < 10_000_000) {
        var _ = Splice.splice(zero.fd(), pipe.writeEnd().fd(), 1 << 16);
        if (Splice.splice(pipe.readEnd().fd(), nowhere, 1 << 16)
            instanceof Transfer.Bytes(int count)) {
          moved += count;
        }
      }
      assertThat(pipe.readEnd().available()).isZero();
    }
  }
}
