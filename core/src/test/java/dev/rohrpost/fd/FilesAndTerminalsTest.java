package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is not a pipe is read and written too: descriptors are handed over without a choice.
@ExtendWith(NoFdLeaks.class)
class FilesAndTerminalsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aFileIsReadAndWrittenWithAndWithoutDeadline(ThreadKind kind) throws Exception {
    var path = folder.resolve("file").toString();
    try (var out = new WriteEnd(OpenFile.at(path, FcntlH.O_WRONLY | FcntlH.O_CREAT))) {
      assertThat(kind.start(() -> write(out, "never ", Deadline.NEVER)).result()).isEqualTo(6);
      assertThat(kind.start(() -> write(out, "now", Deadline.NOW)).result()).isEqualTo(3);
    }
    for (var deadline : new Deadline[] {Deadline.NEVER, Deadline.NOW}) {
      try (var in = new ReadEnd(OpenFile.at(path, FcntlH.O_RDONLY))) {
        assertThat(in.available()).isEqualTo(9);
        assertThat(kind.start(() -> read(in, deadline)).result()).isEqualTo("never now");
        assertThat(kind.start(() -> read(in, deadline)).result()).isEqualTo("End[]");
        assertThat(kind.start(() -> Wait.readable(in.fd(), deadline)).result()).isTrue();
        assertThatThrownBy(() -> Wait.whenReadable(in.fd(), () -> {}))
            .isInstanceOf(UnixException.Denied.class)
            .hasMessageContaining("EPERM");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("F14")
  void aFullDiskIsEnospcAndTheCountIsKept(ThreadKind kind) throws Exception {
    try (var full = new WriteEnd(OpenFile.at("/dev/full", FcntlH.O_WRONLY))) {
      assertThat(kind.start(() -> write(full, "x", Deadline.NEVER)).failure())
          .isInstanceOf(UnixException.LimitReached.class)
          .hasMessageContaining("ENOSPC");
      assertThat(kind.start(() -> write(full, "x", Deadline.NOW)).failure())
          .isInstanceOf(UnixException.LimitReached.class)
          .hasMessageContaining("ENOSPC");
    }
  }

  @ParameterizedTest
  @EnumSource
  void devicesThatAreAlwaysReady(ThreadKind kind) throws Exception {
    try (var zero = new ReadEnd(OpenFile.at("/dev/zero", FcntlH.O_RDONLY));
        var none = new ReadEnd(OpenFile.at("/dev/null", FcntlH.O_RDONLY))) {
      assertThat(kind.start(() -> read(zero, Deadline.NOW)).result()).hasSize(100);
      assertThat(kind.start(() -> read(none, Deadline.NOW)).result()).isEqualTo("End[]");
      assertThat(kind.start(() -> Wait.readable(none.fd(), Deadline.NEVER)).result()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFolderIsEisdir(ThreadKind kind) throws Exception {
    try (var in = new ReadEnd(OpenFile.at(folder.toString(), FcntlH.O_RDONLY))) {
      for (var deadline : new Deadline[] {Deadline.NEVER, Deadline.NOW}) {
        assertThat(kind.start(() -> read(in, deadline)).failure())
            .isInstanceOfSatisfying(
                UnixException.class, e -> assertThat(e.is(Errno.EISDIR)).isTrue());
      }
    }
  }

  /// `script` makes a terminal and runs the other JVM on it.
  @Test
  void aTerminalIsReadAndWrittenOnBothKindsOfThread() throws Exception {
    Foreign.require("script");
    var command =
        Jvm.of(OnTerminal.class).command().stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    try (var terminal = Foreign.start("script", "-qec", command, "/dev/null")) {
      for (var kind : ThreadKind.values()) {
        assertThat(terminal.line(PATIENCE).strip()).isEqualTo("no line yet: TimedOut[]");
        terminal.stdin().write((kind + "\n").getBytes(StandardCharsets.US_ASCII));
        terminal.stdin().flush();
        assertThat(terminal.line(PATIENCE).strip()).isEqualTo(kind.toString()); // the echo
        assertThat(terminal.line(PATIENCE).strip()).isEqualTo("got " + kind);
        terminal.stdin().write("again\n".getBytes(StandardCharsets.US_ASCII));
        terminal.stdin().flush();
        assertThat(terminal.line(PATIENCE).strip()).isEqualTo("again");
        assertThat(terminal.line(PATIENCE).strip()).isEqualTo("got again");
      }
      assertThat(terminal.await(PATIENCE).orFail().out().strip()).isEqualTo("interrupted");
    }
  }

  static final class OnTerminal {
    private OnTerminal() {}

    public static void main(String... arguments) throws Exception {
      try (var in = new ReadEnd(Fd.inherit(0))) {
        for (var kind : ThreadKind.values()) {
          say("no line yet: " + kind.start(() -> read(in, Deadline.NOW)).result());
          say("got " + kind.start(() -> read(in, Deadline.NEVER)).result().strip());
          say("got " + kind.start(() -> read(in, Deadline.after(PATIENCE))).result().strip());
        }
        for (var kind : ThreadKind.values()) {
          var reader = kind.start(() -> read(in, Deadline.NEVER)).awaitBlocked();
          reader.interrupt();
          if (!(reader.failure() instanceof InterruptedException)) {
            throw new AssertionError(kind);
          }
        }
        say("interrupted");
      }
    }

    private static void say(String line) throws Exception {
      try (var out = new WriteEnd(Fd.inherit(1))) {
        ThreadKind.VIRTUAL.start(() -> write(out, line + "\n", Deadline.after(PATIENCE))).result();
      }
    }
  }

  private static int write(WriteEnd out, String text, Deadline deadline)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      return out.write(Ends.bytes(arena, text), deadline) instanceof Transfer.Bytes(int count)
          ? count
          : -1;
    }
  }

  private static String read(ReadEnd in, Deadline deadline)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocate(100);
      var transfer = in.read(bytes, deadline);
      return transfer instanceof Transfer.Bytes(int count)
          ? Ends.text(bytes, count)
          : transfer.toString();
    }
  }
}
