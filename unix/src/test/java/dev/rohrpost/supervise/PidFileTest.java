package dev.rohrpost.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.Program;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoFdLeaks;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoFdLeaks.class)
class PidFileTest {
  private static final String SELF = Long.toString(ProcessHandle.current().pid());

  @TempDir Path directory;

  private Path path() {
    return directory.resolve("run.pid");
  }

  /// Everything there is, in order.
  private List<String> names() throws Exception {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void itHoldsTheNumberOfThisProcessForAllToRead() throws Exception {
    try (var _ = PidFile.write(path())) {
      assertThat(path()).hasContent(SELF);
      assertThat(Files.getPosixFilePermissions(path()))
          .isSubsetOf(PosixFilePermissions.fromString("rw-r--r--"))
          .containsAll(PosixFilePermissions.fromString("rw-------"));
      assertThat(names()).containsExactly("run.pid");
    }
    assertThat(names()).isEmpty();
  }

  /// Its own number, that of a living process, that of none, and none at all.
  @ParameterizedTest
  @ValueSource(strings = {"self", "1\n", "2147483647\n", ""})
  void whatASupervisorThatHasEndedLeftIsReplaced(String content) throws Exception {
    Files.writeString(path(), content.equals("self") ? SELF + "\n" : content);
    try (var _ = PidFile.write(path())) {
      assertThat(path()).hasContent(SELF);
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void oneThatALivingSupervisorHasIsLeftAlone() throws Exception {
    try (var _ = PidFile.write(path())) {
      assertThatThrownBy(() -> PidFile.write(path()))
          .hasMessageStartingWith("flock(" + path() + ", of supervisor " + SELF + ")")
          .satisfies(e -> assertThat(((UnixException) e).is(Errno.EAGAIN)).isTrue());
      assertThat(path()).hasContent(SELF);
      assertThat(names()).containsExactly("run.pid");
    }
  }

  /// The lock is one that shells can ask for.
  @Test
  void othersSeeTheLock() throws Exception {
    try (var _ = PidFile.write(path());
        var child = Program.of("flock", "-n", path().toString(), "true").start()) {
      assertThat(child.await()).isEqualTo(new ExitStatus.Exited(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "link", "dangling", "folder", "fifo", "socket"})
  void whatItCouldNotHaveMadeIsRefusedAndLeftAlone(String kind) throws Exception {
    var target = Files.writeString(directory.resolve("target"), "1\n");
    switch (kind) {
      case "text" -> Files.writeString(path(), "mine\n");
      case "link" -> Files.createSymbolicLink(path(), target);
      case "dangling" -> Files.createSymbolicLink(path(), Path.of("nowhere"));
      case "folder" -> Files.createDirectory(path());
      case "fifo" -> Foreign.run(Duration.ofMinutes(1), "mkfifo", path().toString()).orFail();
      default ->
          ServerSocketChannel.open(StandardProtocolFamily.UNIX)
              .bind(UnixDomainSocketAddress.of(path()))
              .close();
    }
    var before = names();
    assertThatThrownBy(() -> PidFile.write(path()))
        .isInstanceOf(UnixException.AlreadyExists.class)
        .hasMessageContaining("no pid file");
    assertThat(names()).isEqualTo(before);
    assertThat(target).hasContent("1");
  }

  @Test
  void aDeviceIsRefused() {
    assertThatThrownBy(() -> PidFile.write(Path.of("/dev/null")))
        .isInstanceOf(UnixException.AlreadyExists.class)
        .hasMessageContaining("a device");
  }

  @Test
  void errnosAreThoseOfTheKernel() throws Exception {
    assertThatThrownBy(() -> PidFile.write(directory.resolve("none/run.pid")))
        .isInstanceOf(UnixException.NotFound.class);
    var file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> PidFile.write(file.resolve("run.pid")))
        .hasMessageContaining("ENOTDIR");
  }

  @Test
  void aFileThatSomebodyElseHasPutThereIsNotRemoved() throws Exception {
    try (var _ = PidFile.write(path())) {
      Files.delete(path());
      Files.writeString(path(), SELF + "\n");
    }
    assertThat(path()).exists();
  }

  @Test
  void ofManyThatStartAtOnceOneGetsIt() throws Exception {
    for (var stale : List.of(true, false)) {
      if (stale) {
        Files.writeString(path(), "1\n");
      }
      try (var threads = Executors.newFixedThreadPool(8)) {
        Callable<PidFile> one = () -> PidFile.write(path());
        var all = threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> one).toList());
        var got = all.stream().filter(f -> f.state() == Future.State.SUCCESS).toList();
        assertThat(got).hasSize(1);
        assertThat(all.stream().filter(f -> f.state() == Future.State.FAILED))
            .hasSize(7)
            .allMatch(f -> f.exceptionNow() instanceof UnixException e && e.is(Errno.EAGAIN));
        assertThat(names()).containsExactly("run.pid");
        got.getFirst().get().close();
      }
    }
    assertThat(names()).isEmpty();
  }
}
