package dev.rohrpost.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.NoFdLeaks;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoFdLeaks.class)
class NotifyFolderTest {
  @TempDir Path parent;

  @Test
  void nobodyElseMayEnterItAndItIsGoneAtTheEnd() throws Exception {
    try (var folder = NotifyFolder.open(parent)) {
      var path = folder.nextPath();
      assertThat(path).isNotEqualTo(folder.nextPath());
      assertThat(Files.getPosixFilePermissions(path.getParent()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      try (var _ = NotifySocket.open(path)) {
        assertThat(path).exists();
      }
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void whatAKilledSupervisorHasLeftIsRemovedAndWhatALivingOneHasIsNot() throws Exception {
    var left = Files.createDirectory(parent.resolve("rohrpost-supervise.left"));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(left.resolve("1")));
    }
    try (var living = NotifyFolder.open(parent)) {
      assertThat(left).doesNotExist();
      try (var _ = NotifyFolder.open(parent)) {
        assertThat(living.nextPath().getParent()).exists();
      }
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void whatIsNotASocketOrNotAFolderStays() throws Exception {
    var left = Files.createDirectory(parent.resolve("rohrpost-supervise.left"));
    var mine = Files.writeString(left.resolve("mine"), "mine");
    var file = Files.writeString(parent.resolve("rohrpost-supervise.file"), "");
    var elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    var link = Files.createSymbolicLink(parent.resolve("rohrpost-supervise.link"), elsewhere);
    NotifyFolder.open(parent).close();
    assertThat(mine).hasContent("mine");
    assertThat(file).exists();
    assertThat(link).isSymbolicLink();
    assertThat(elsewhere).exists();
  }

  @Test
  void manyMayStartAndEndAtOnce() throws Exception {
    Callable<Boolean> one =
        () -> {
          for (var i = 0; i < 100; i++) {
            try (var folder = NotifyFolder.open(parent);
                var _ = NotifySocket.open(folder.nextPath())) {
              assertThat(parent).isNotEmptyDirectory();
            }
          }
          return true;
        };
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var end : threads.invokeAll(Collections.nCopies(8, one))) {
        assertThat(end.get()).isTrue();
      }
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void aMissingParentIsSaidToBeMissing() {
    assertThatThrownBy(() -> NotifyFolder.open(parent.resolve("none")))
        .isInstanceOf(UnixException.NotFound.class)
        .hasMessageStartingWith("mkdir(");
  }
}
