package dev.rohrpost.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.unix.Nobody;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@Tag("busy")
class SharedMemoryTest {
  private static final Path FOLDER = Path.of("/dev/shm");

  private final String name = Peer.newName();
  private final Path file = FOLDER.resolve(name.substring(1));

  @AfterEach
  void removeIt() throws IOException {
    Files.deleteIfExists(file);
  }

  private static void fails(Errno errno, ThrowingCallable call) {
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.errno()).as(e.getMessage()).isEqualTo(errno));
  }

  @Test
  void whatOneWritesTheOtherReads() throws Exception {
    try (var made = SharedMemory.create(name, 5000);
        var opened = SharedMemory.open(name, Access.READ_ONLY);
        var one = made.map(Access.READ_WRITE);
        var other = opened.map(Access.READ_ONLY)) {
      one.bytes().set(ValueLayout.JAVA_INT, 4996, 9);
      assertThat(other.bytes().get(ValueLayout.JAVA_INT, 4996)).isEqualTo(9);
      fails(Errno.EACCES, () -> opened.map(Access.READ_WRITE));
    }
  }

  @Test
  void itIsTheOwnersAloneAndHasItsSpaceFromTheFirstMoment() throws Exception {
    try (var made = SharedMemory.create(name, 100_000)) {
      assertThat(made.status().mode()).isEqualTo(FileMode.OWNER_ONLY);
      assertThat(made.status().size()).isEqualTo(100_000);
      assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0100600);
      var blocks = Foreign.run(Peer.PATIENCE, "stat", "-c", "%b", file.toString()).orFail().out();
      assertThat(Long.parseLong(blocks.strip()) * 512).isGreaterThanOrEqualTo(100_000);
    }
  }

  @Test
  @Row("SHM-10")
  void namesAreChecked() throws Exception {
    fails(Errno.ENOENT, () -> SharedMemory.open(name, Access.READ_ONLY));
    fails(Errno.ENOENT, () -> SharedMemory.remove(name));
    var longest = (name + "-".repeat(256)).substring(0, 256);
    SharedMemory.create(longest, 1).close();
    SharedMemory.remove(longest);
    fails(Errno.ENAMETOOLONG, () -> SharedMemory.open(longest + "x", Access.READ_ONLY));
    for (var wrong : new String[] {"/a/b", "", "/", "/.", "/..", "plain", "/nul\0"}) {
      fails(Errno.EINVAL, () -> SharedMemory.create(wrong, 1));
    }
  }

  @Test
  void creationIsWhatWasAskedFor() throws Exception {
    try (var made = SharedMemory.create(name, 10, Creation.OPEN_OR_CREATE, FileMode.of(0640));
        var again = SharedMemory.create(name, 5, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY)) {
      assertThat(again.status()).isEqualTo(made.status());
      assertThat(made.status().mode()).isEqualTo(FileMode.of(0640));
      fails(Errno.EEXIST, () -> SharedMemory.create(name, 10));
      fails(
          Errno.NONE,
          () -> SharedMemory.create(name, 11, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> SharedMemory.create(name, 0));
  }

  @Test
  void theListHasItUntilItIsRemoved() throws Exception {
    try (var made = SharedMemory.create(name, 77)) {
      assertThat(SharedMemory.list()).contains(made.status());
      SharedMemory.remove(name);
      assertThat(SharedMemory.list()).doesNotContain(made.status());
      assertThat(made.size()).isEqualTo(77);
    }
  }

  @Test
  void linksAndFoldersAndEmptyFilesAreRefused() throws Exception {
    Files.createSymbolicLink(file, Path.of("/etc/hostname"));
    fails(Errno.ELOOP, () -> SharedMemory.open(name, Access.READ_ONLY));
    Files.delete(file);
    Files.createDirectory(file);
    fails(Errno.NONE, () -> SharedMemory.open(name, Access.READ_ONLY));
    Files.delete(file);
    Foreign.run(Peer.PATIENCE, "mkfifo", file.toString()).orFail();
    fails(Errno.NONE, () -> SharedMemory.open(name, Access.READ_WRITE));
    Files.delete(file);
    Files.createFile(file);
    try (var empty = SharedMemory.open(name, Access.READ_WRITE)) {
      assertThat(empty.size()).isZero();
      fails(Errno.NONE, () -> empty.map(Access.READ_ONLY));
    }
  }

  @Test
  void whatBelongsToSomebodyElseIsOpenedOnRequestOnly() throws Exception {
    Nobody.assumeRoot();
    SharedMemory.create(name, 10).close();
    Files.setAttribute(file, "unix:uid", 65534);
    fails(Errno.NONE, () -> SharedMemory.open(name, Access.READ_ONLY));
    try (var trusted = SharedMemory.open(name, Access.READ_ONLY, Trust.ANYBODY)) {
      assertThat(trusted.status().uid()).isEqualTo(65534);
    }
  }

  /// Fault experiment F06.
  @Test
  void aFullFolderIsAnErrorAtCreationAndLeavesNothing() throws Exception {
    Nobody.assumeRoot();
    Foreign.require("unshare");
    var mount = "mount -t tmpfs -o size=64k none /dev/shm && exec \"$0\" \"$@\"";
    try (var jvm = Jvm.of(Full.class).under("unshare", "-m", "sh", "-c", mount).start()) {
      assertThat(jvm.await(Peer.PATIENCE).orFail().out().lines())
          .containsExactly(
              "shm_open: ENOSPC true", "65536", "shm_open: ENOSPC true", "memfd: 1048576", "[]");
    }
  }

  static final class Full {
    private Full() {}

    public static void main(String... arguments) throws IOException {
      System.out.println(attempt(65_537));
      try (var fits = SharedMemory.create("/fits", 65_536);
          var mapping = fits.map(Access.READ_WRITE)) {
        mapping.bytes().fill((byte) 1);
        System.out.println(mapping.size());
        System.out.println(attempt(1));
      }
      SharedMemory.remove("/fits");
      try (var memfd = Memfd.create("not there", 1 << 20)) {
        System.out.println("memfd: " + memfd.size());
      }
      System.out.println(SharedMemory.list());
    }

    private static String attempt(long size) {
      try (var made = SharedMemory.create("/full", size)) {
        return "made: " + made;
      } catch (UnixException e) {
        return "shm_open: " + e.errno() + " " + e.getMessage().contains(size + " bytes");
      }
    }
  }
}
