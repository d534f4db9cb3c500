package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.PATIENCE;
import static dev.rohrpost.socket.Sockets.fails;
import static dev.rohrpost.socket.Sockets.hear;
import static dev.rohrpost.socket.Sockets.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Errno;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.unix.Nobody;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The files of UNIX sockets: how safe they are, who may take one over, who removes one.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class SocketFileTest {
  private static final Binding TAKING_OVER = Binding.SAFE.withStale(Binding.Stale.TAKE_OVER);

  @TempDir Path folder;

  private UnixAddress.File at(String name) {
    return new UnixAddress.File(folder.resolve(name));
  }

  private Path stale(String name) throws Exception {
    try (var killed = Socket.open(Domain.UNIX, SocketType.STREAM, 0)) {
      killed.bind(at(name));
    }
    return at(name).path();
  }

  @Test
  void theFileIsOnlyForItsUserUnlessAskedOtherwise() throws Exception {
    try (var _ = StreamSocket.listen(at("safe"));
        var _ = StreamSocket.listen(at("open"), Binding.SAFE.withMode(FileMode.of(0700)))) {
      assertThat(permissions("safe")).isEqualTo("rw-------");
      assertThat(permissions("open")).isEqualTo("rwx------");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Binding.SAFE.withBacklog(-1));
  }

  private String permissions(String name) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  @Test
  @Row("UDS-03")
  void anotherUserMayNotConnect() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var _ = StreamSocket.listen(at("mine"))) {
      try (var running = Nobody.start("socat", "-u", "/dev/null", "UNIX-CONNECT:" + at("mine"))) {
        var said = running.await(PATIENCE);
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.err()).contains("Permission denied");
      }
    }
  }

  @Test
  @Row({"UDS-06", "F33"})
  void aStaleFileIsTakenOverOnlyWhenAsked() throws Exception {
    var path = stale("stale");
    fails(Errno.ECONNREFUSED, () -> StreamSocket.connect(at("stale")));
    fails(Errno.EADDRINUSE, () -> StreamSocket.listen(at("stale")));
    assertThat(path).exists();
    try (var listener = StreamSocket.listen(at("stale"), TAKING_OVER);
        var client = StreamSocket.connect(at("stale"));
        var server = listener.accept()) {
      say(client, "new");
      assertThat(hear(server)).isEqualTo("new");
      assertThat(permissions("stale")).isEqualTo("rw-------");
      assertThat(listener.address()).isEqualTo(at("stale"));
      fails(Errno.EADDRINUSE, () -> StreamSocket.listen(at("stale"), TAKING_OVER));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @Row("F33")
  void whatIsAliveOrNoSocketOrSomebodyElsesIsNotTakenOver() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "mine");
    fails(Errno.EADDRINUSE, () -> StreamSocket.listen(at("file"), TAKING_OVER));
    assertThat(file).hasContent("mine");
    try (var bound = Socket.open(Domain.UNIX, SocketType.STREAM, 0);
        var postbox = Socket.open(Domain.UNIX, SocketType.DATAGRAM, 0)) {
      bound.bind(at("not-listening-yet"));
      postbox.bind(at("datagrams"));
      fails(Errno.EADDRINUSE, () -> StreamSocket.listen(at("not-listening-yet"), TAKING_OVER));
      fails(Errno.EADDRINUSE, () -> StreamSocket.listen(at("datagrams"), TAKING_OVER));
    }
    var writable = Files.createDirectory(folder.resolve("writable"));
    var stale = Files.move(stale("stale"), writable.resolve("stale"));
    Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rwxrwxrwx"));
    var there = new UnixAddress.File(stale);
    fails(Errno.EADDRINUSE, () -> StreamSocket.listen(there, TAKING_OVER));
    Nobody.assumeRoot();
    Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rwx------"));
    Files.setAttribute(stale, "unix:uid", 65534);
    fails(Errno.EADDRINUSE, () -> StreamSocket.listen(there, TAKING_OVER));
    Files.setAttribute(stale, "unix:uid", 0);
    StreamSocket.listen(there, TAKING_OVER).close();
  }

  @Test
  @Row("F33")
  void ofManyWhoTakeOverOneGetsIt() throws Exception {
    for (var round = 0; round < 20; round++) {
      var path = stale("contended");
      var takers = new ArrayList<Task<String>>();
      var winners = new ArrayList<Listener<StreamSocket>>();
      for (var i = 0; i < 4; i++) {
        takers.add(
            ThreadKind.PLATFORM.start(() -> {
              try {
                var listener = StreamSocket.listen(at("contended"), TAKING_OVER);
                synchronized (winners) {
                  winners.add(listener);
                }
                return "got it";
              } catch (dev.rohrpost.UnixException.AlreadyExists e) {
                return e.errno().toString();
              }
            }));
      }
      for (var taker : takers) {
        assertThat(taker.result()).isIn("got it", "EADDRINUSE");
      }
      assertThat(winners).hasSize(1);
      StreamSocket.connect(at("contended")).close();
      winners.forEach(Listener::close);
      assertThat(path).doesNotExist();
    }
  }

  @Test
  @Row("UDS-23")
  void aLinkThatLeadsNowhereIsLeftAlone() throws Exception {
    var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
    fails(Errno.EADDRINUSE, () -> StreamSocket.listen(at("link")));
    fails(Errno.EADDRINUSE, () -> StreamSocket.listen(at("link"), TAKING_OVER));
    assertThat(link).isSymbolicLink();
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  @Row("UDS-25")
  void connectionsOutliveTheFileAndOnlyOnesOwnFileIsRemoved() throws Exception {
    try (var listener = StreamSocket.listen(at("gone"));
        var client = StreamSocket.connect(at("gone"));
        var server = listener.accept()) {
      Files.delete(at("gone").path());
      fails(Errno.ENOENT, () -> StreamSocket.connect(at("gone")));
      say(client, "goes on");
      assertThat(hear(server)).isEqualTo("goes on");
      try (var second = StreamSocket.listen(at("gone"))) {
        listener.close();
        assertThat(at("gone").path()).exists();
        StreamSocket.connect(second.address()).close();
      }
      assertThat(at("gone").path()).doesNotExist();
    }
  }
}
