package dev.rohrpost.rpc.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A registry that is started again knows what it knew.
@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class KeptStateTest {
  private static final Program SOMETHING = new Program(0x2000_0123L, 7);
  private static final RpcAddress SOMEWHERE = RpcAddress.tcp(InternetAddress.loopback(2222));

  @TempDir Path folder;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  private RpcAddress at() {
    return RpcAddress.unix(folder.resolve("registry"));
  }

  private RpcbindServer registry(Path state) throws Exception {
    return RpcbindServer.builder()
        .listen(at())
        .state(state)
        .onFailure((what, cause) -> failures.add(what + ": " + cause.getMessage()))
        .start();
  }

  private boolean set() throws Exception {
    return Rpcbind.at(at()).set(SOMETHING, SOMEWHERE, Deadline.NEVER);
  }

  private boolean unset() throws Exception {
    return Rpcbind.at(at()).unset(SOMETHING, Netid.TCP, Deadline.NEVER);
  }

  private static List<Registration> others(RpcbindServer registry) {
    return registry.registrations().stream()
        .filter(it -> it.program().number() != 100_000)
        .toList();
  }

  @Test
  void whatIsRegisteredIsKeptWithItsOwner() throws Exception {
    var state = folder.resolve("state");
    List<Registration> before;
    try (var registry = registry(state)) {
      assertThat(set()).isTrue();
      before = others(registry);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rw-------");
    try (var registry = registry(state)) {
      assertThat(others(registry)).isEqualTo(before).hasSize(1);
      assertThat(registry.registrations()).hasSize(4); // itself in three versions
      assertThat(unset()).isTrue();
    }
    try (var registry = registry(state)) {
      assertThat(others(registry)).isEmpty();
    }
    assertThat(failures).isEmpty();
    assertThat(folder)
        .isDirectoryContaining("glob:**/state")
        .isDirectoryNotContaining("glob:**new");
  }

  /// Before it is stopped, so that a registry that is killed has kept it, too.
  @Test
  void aChangeIsWrittenByItself() throws Exception {
    var state = folder.resolve("state");
    try (var registry = registry(state)) {
      assertThat(set()).isTrue();
      while (!Files.exists(state) || !new StateFile(state).read().equals(others(registry))) {
        Thread.onSpinWait(); // until the time of the test is over
      }
    }
  }

  @Test
  void somethingElseIsNoState() throws Exception {
    var state = folder.resolve("state");
    for (var bytes :
        List.of(
            "no list at all".getBytes(StandardCharsets.US_ASCII),
            new byte[] {0, 0, 0},
            new byte[] {0, 0, 0, 1, 0, 0, 0, 0},
            new byte[] {0, 0, 0, 0, 0, 0, 0, 0})) {
      Files.write(state, bytes);
      assertThatExceptionOfType(UnixException.class)
          .isThrownBy(() -> registry(state))
          .withMessageContaining(state + "")
          .withMessageContaining("no list of registrations");
      assertThat(state).hasBinaryContent(bytes);
    }
    Files.delete(state);
    Files.createDirectory(state);
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(() -> registry(state))
        .withMessageContaining("no regular file");
    assertThatExceptionOfType(UnixException.NotFound.class)
        .isThrownBy(() -> registry(folder.resolve("nowhere/state")));
    assertThat(folder).isDirectoryNotContaining("glob:**/registry");
  }

  @Test
  void anEmptyFileIsAnEmptyState() throws Exception {
    try (var registry = registry(Files.createFile(folder.resolve("state")))) {
      assertThat(others(registry)).isEmpty();
    }
  }

  /// It would say that others are the superuser.
  @Test
  void whatOthersCanHaveWrittenIsNoState() throws Exception {
    var state = Files.createFile(folder.resolve("state"));
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rw-rw----"));
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(() -> registry(state))
        .withMessageContaining("others can write it");
  }

  @Test
  void aDiskThatTakesNothingIsToldOfOnce() throws Exception {
    var disk = Files.createDirectory(folder.resolve("disk"));
    try (var registry = registry(disk.resolve("state"))) {
      Files.delete(disk);
      assertThat(set()).isTrue();
      while (failures.isEmpty()) {
        Thread.onSpinWait(); // until the time of the test is over
      }
      assertThat(unset()).isTrue();
      assertThat(registry.registrations()).hasSize(3);
    }
    assertThat(failures)
        .singleElement()
        .asString()
        .startsWith("keeping the registrations: write(")
        .contains("ENOENT");
  }
}
