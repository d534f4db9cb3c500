package dev.rohrpost.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Arch;
import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.SysSyscallH;
import dev.rohrpost.libc.SysUioH;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoFdLeaks.class)
@Timeout(120)
class FifoTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  static void is(Throwable thrown, Errno errno) {
    assertThat(thrown)
        .isInstanceOfSatisfying(UnixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }

  private Path fifo() throws UnixException {
    var path = folder.resolve("fifo");
    Fifo.create(path);
    return path;
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  @Row("FIFO-01")
  void whatIsInTheWayIsNamed() throws Exception {
    var path = fifo();
    assertThatThrownBy(() -> Fifo.create(path))
        .isInstanceOf(UnixException.AlreadyExists.class)
        .hasMessage("mkfifo(" + path + "): EEXIST: file exists");
    assertThatThrownBy(() -> Fifo.create(folder.resolve("missing/fifo")))
        .isInstanceOf(UnixException.NotFound.class)
        .satisfies(e -> is(e, Errno.ENOENT));
    assertThatThrownBy(() -> Fifo.create(folder.resolve("x".repeat(256))))
        .satisfies(e -> is(e, Errno.ENAMETOOLONG));
    var file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> Fifo.create(file.resolve("fifo")))
        .satisfies(e -> is(e, Errno.ENOTDIR));
    var dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
    assertThatThrownBy(() -> Fifo.create(dangling)).satisfies(e -> is(e, Errno.EEXIST));
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void aNameOfAnyLettersIsMade() throws Exception {
    var name = "Rohrpost für \n 管 'x";
    var names = Charset.forName(System.getProperty("sun.jnu.encoding"));
    var path = folder.resolve(names.newEncoder().canEncode(name) ? name : "Rohrpost \n 'x");
    Fifo.create(path);
    assertThat(path).exists();
    Fifo.remove(path);
    assertThat(path).doesNotExist();
    var elsewhere = Path.of(URI.create("jrt:/java.base"));
    assertThatThrownBy(() -> Fifo.create(elsewhere)).isInstanceOf(ProviderMismatchException.class);
  }

  @Test
  void onlyTheOwnerMayOpenItUnlessAskedOtherwise() throws Exception {
    assertThat(permissions(fifo())).isEqualTo("rw-------");
    var other = folder.resolve("other");
    Fifo.create(other, FileMode.OWNER_ONLY);
    assertThat(permissions(other)).isEqualTo("rw-------");
  }

  @Test
  @Row("FIFO-05")
  void theUmaskTakesItsPart() throws Exception {
    try (var jvm =
        Jvm.of(Make0666.class, folder.toString())
            .under("sh", "-c", "umask 022; exec \"$@\"", "sh")
            .start()) {
      var _ = jvm.await(PATIENCE).orFail();
    }
    assertThat(permissions(folder.resolve("made"))).isEqualTo("rw-r--r--");
  }

  static final class Make0666 {
    private Make0666() {}

    public static void main(String... arguments) throws UnixException {
      Fifo.create(Path.of(arguments[0], "made"), FileMode.EVERYBODY);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("FIFO-02")
  void noReaderYetIsAResult(ThreadKind kind) throws Exception {
    var path = fifo();
    assertThat(kind.start(() -> Fifo.openForWriting(path, Deadline.NOW)).result()).isEmpty();
    try (var _ = Fifo.openForReadingAtOnce(path);
        var out =
            kind.start(() -> Fifo.openForWriting(path, Deadline.NOW)).result().orElseThrow()) {
      Text.send(out, "now there is one");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("FIFO-03")
  void withoutAWriterThereIsTheEndAndWithoutDataNothing(ThreadKind kind) throws Exception {
    var path = fifo();
    try (var in = Fifo.openForReadingAtOnce(path)) {
      assertThat(kind.start(() -> Text.receive(in, 10, Deadline.NOW)).result()).isEqualTo("(end)");
      try (var out = Fifo.openForWriting(path, Deadline.NOW).orElseThrow()) {
        assertThat(kind.start(() -> Text.receive(in, 10, Deadline.NOW)).result())
            .isEqualTo("(nothing)");
        Text.send(out, "text");
        assertThat(kind.start(() -> Text.receive(in, 10, Deadline.NEVER)).result())
            .isEqualTo("text");
      }
      assertThat(kind.start(() -> Text.receive(in, 10, Deadline.NEVER)).result())
          .isEqualTo("(end)");
    }
  }

  @Test
  @Row("FIFO-06")
  void thereIsNoPosition() throws Exception {
    var path = fifo();
    try (var both = Fifo.openBoth(path);
        var pipe = Pipe.open();
        var arena = Arena.ofConfined()) {
      var bytes = arena.allocate(1);
      var iovec = arena.allocate(SysUioH.IOVEC);
      iovec.set(ValueLayout.JAVA_LONG, 0, bytes.address());
      iovec.set(ValueLayout.JAVA_LONG, 8, 1);
      for (var fd : new Fd[] {both, pipe.readEnd().fd()}) {
        long result = fd.borrow(n -> SysUioH.preadv2(n, iovec, 1, 0, 0, bytes));
        assertThat(result).isEqualTo(-Errno.ESPIPE.number());
      }
      var seek = "import os; os.lseek(os.open('%s', os.O_RDWR), 0, 0)".formatted(path);
      assertThat(Foreign.run(PATIENCE, "python3", "-c", seek).err()).contains("Illegal seek");
    }
  }

  @Test
  @Row("FIFO-07")
  void pollSeesTheLastWriterLeave() throws Exception {
    var path = fifo();
    try (var in = Fifo.openForReadingAtOnce(path)) {
      assertThat(events(in.fd())).isZero();
      var first = Fifo.openForWriting(path, Deadline.NOW).orElseThrow();
      var last = Fifo.openForWriting(path, Deadline.NOW).orElseThrow();
      first.close();
      assertThat(events(in.fd())).isZero();
      last.close();
      assertThat(events(in.fd())).isEqualTo(PollH.POLLHUP);
    }
  }

  private static int events(Fd fd) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var pollfd = arena.allocate(PollH.POLLFD);
      var now = arena.allocate(16);
      var _ =
          fd.borrow(n -> {
            pollfd.set(ValueLayout.JAVA_INT, 0, n);
            pollfd.set(ValueLayout.JAVA_SHORT, 4, (short) PollH.POLLIN);
            return PollH.ppoll(pollfd, 1, now, MemorySegment.NULL);
          });
      return pollfd.get(ValueLayout.JAVA_SHORT, 6);
    }
  }

  /// The file system's idea of who asks is a property of the thread, which ends with the test.
  @Test
  @Row("FIFO-09")
  void aStrangerIsRefused() throws Exception {
    var path = fifo();
    var setfsuid = Arch.pick(122, 151);
    var isRoot = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    if (!isRoot) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    }
    folder.toFile().setExecutable(true, false);
    var stranger =
        ThreadKind.PLATFORM.start(() -> {
          if (isRoot) {
            SysSyscallH.syscall(setfsuid, 65_534, 0, 0, 0, 0);
          }
          return Fifo.openForReading(path, Deadline.NEVER);
        });
    assertThat(stranger.failure())
        .isInstanceOf(UnixException.Denied.class)
        .hasMessage("open(" + path + "): EACCES: permission denied");
  }

  @Test
  @Row("FIFO-10")
  void bothEndsAtOnceNeedNobodyElse() throws Exception {
    var path = fifo();
    try (var both = Fifo.openBoth(path);
        var in = new ReadEnd(both);
        var out = new WriteEnd(both)) {
      Text.send(out, "to myself");
      assertThat(Text.receive(in)).isEqualTo("to myself");
    }
  }

  @Test
  void onlyAFifoIsRemoved() throws Exception {
    var path = fifo();
    var file = Files.createFile(folder.resolve("file"));
    var link = Files.createSymbolicLink(folder.resolve("link"), path);
    assertThatThrownBy(() -> Fifo.remove(file)).isInstanceOf(UnixException.Verdict.class);
    assertThatThrownBy(() -> Fifo.remove(folder)).isInstanceOf(UnixException.Verdict.class);
    assertThatThrownBy(() -> Fifo.remove(link)).satisfies(e -> is(e, Errno.ELOOP));
    assertThat(file).exists();
    assertThat(Files.isSymbolicLink(link)).isTrue();
    Fifo.remove(path);
    assertThat(path).doesNotExist();
    assertThatThrownBy(() -> Fifo.remove(path)).isInstanceOf(UnixException.NotFound.class);
  }
}
