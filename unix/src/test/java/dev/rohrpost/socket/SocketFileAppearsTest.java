package dev.rohrpost.socket;

import static dev.rohrpost.socket.Sockets.PATIENCE;
import static dev.rohrpost.socket.Sockets.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.unix.Nobody;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From the first moment that a socket file can be seen, somebody listens, and it is whose it is
/// asked to be.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(300)
class SocketFileAppearsTest {
  private static final int ROUNDS = 150;
  private static final Binding TAKING_OVER = Binding.SAFE.withStale(Binding.Stale.TAKE_OVER);

  /// Looks for files without a pause, and uses each at once: connects, and says its first mode,
  /// owner and group.
  private static final String POLLER =
      """
      import os, socket, sys
      kind = {'stream': socket.SOCK_STREAM, 'seqpacket': socket.SOCK_SEQPACKET}[sys.argv[2]]
      print('ready', flush=True)
      for round in range(int(sys.argv[3])):
        path = '%s/%d' % (sys.argv[1], round)
        client = socket.socket(socket.AF_UNIX, kind)
        while True:
          try: there = os.lstat(path)
          except FileNotFoundError: continue
          break
        client.connect(path)
        print(oct(there.st_mode & 0o7777), there.st_uid, there.st_gid, flush=True)
        client.close()
      """;

  @TempDir Path folder;

  private UnixAddress.File at(String name) {
    return new UnixAddress.File(folder.resolve(name));
  }

  private Running poller(String kind) throws Exception {
    var poller = Python.start(POLLER, folder.toString(), kind, Integer.toString(ROUNDS));
    assertThat(poller.line(PATIENCE)).isEqualTo("ready");
    return poller;
  }

  private static List<String> seen(Running poller) throws Exception {
    return poller.await(PATIENCE).orFail().out().lines().distinct().toList();
  }

  @Test
  void whoeverSeesTheFileCanConnectAtOnce() throws Exception {
    try (var poller = poller("stream")) {
      for (var round = 0; round < ROUNDS; round++) {
        try (var listener = StreamSocket.listen(at(Integer.toString(round)))) {
          listener.accept().close();
        }
      }
      assertThat(seen(poller)).hasSize(1).allMatch(line -> line.startsWith("0o600 "));
    }
    assertThat(folder).isEmptyDirectory();
  }

  /// Also where a stale file was in the way, and with a mode that the umask would not leave.
  @Test
  void modeOwnerAndGroupAreThereFromTheFirstMoment() throws Exception {
    Nobody.assumeRoot();
    var binding = TAKING_OVER.withMode(FileMode.EVERYBODY).withOwner(12).withGroup(34);
    try (var poller = poller("seqpacket")) {
      for (var round = 0; round < ROUNDS; round++) {
        try (var listener = SeqpacketSocket.listen(at(Integer.toString(round)), binding)) {
          listener.accept().close();
        }
      }
      assertThat(seen(poller)).containsExactly("0o666 12 34");
    }
  }

  @Test
  void aModeIsExactWhateverTheUmaskIs() throws Exception {
    try (var _ = StreamSocket.listen(at("stream"), Binding.SAFE.withMode(FileMode.of(0777)));
        var _ = DatagramSocket.bind(at("datagram"), Binding.SAFE.withMode(FileMode.of(0722)))) {
      assertThat(permissions("stream")).isEqualTo("rwxrwxrwx");
      assertThat(permissions("datagram")).isEqualTo("rwx-w--w-");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Binding.SAFE.withOwner(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Binding.SAFE.withGroup(-1));
  }

  private String permissions(String name) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  /// The name of a datagram socket is that to which others answer.
  @Test
  void aDatagramSocketIsBoundToItsOwnNameAndGivenAway() throws Exception {
    Nobody.assumeRoot();
    var binding = Binding.SAFE.withMode(FileMode.of(0620)).withOwner(12).withGroup(34);
    try (var bound = DatagramSocket.bind(at("mail"), binding)) {
      assertThat(bound.address()).isEqualTo(at("mail"));
      assertThat(permissions("mail")).isEqualTo("rw--w----");
      assertThat(Files.readAttributes(at("mail").path(), "unix:uid,gid"))
          .isEqualTo(Map.of("uid", 12, "gid", 34));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatWasGivenAwayIsTakenOverAgainByWhoGivesItAwayInTheSameWay() throws Exception {
    Nobody.assumeRoot();
    try (var killed = Socket.open(Domain.UNIX, SocketType.STREAM, 0)) {
      killed.bind(at("given"));
    }
    Files.setAttribute(at("given").path(), "unix:uid", 12);
    fails(Errno.EADDRINUSE, () -> StreamSocket.listen(at("given"), TAKING_OVER));
    fails(Errno.EADDRINUSE, () -> StreamSocket.listen(at("given"), TAKING_OVER.withOwner(13)));
    StreamSocket.listen(at("given"), TAKING_OVER.withOwner(12)).close();
    assertThat(folder).isEmptyDirectory();
  }

  /// An administrator may change the mode of a file that is in use.
  @Test
  void aFileWhoseModeWasChangedIsRemovedAllTheSame() throws Exception {
    try (var _ = StreamSocket.listen(at("stream"));
        var _ = DatagramSocket.bind(at("datagram"))) {
      for (var name : List.of("stream", "datagram")) {
        Files.setPosixFilePermissions(
            folder.resolve(name), PosixFilePermissions.fromString("rw-rw-rw-"));
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 90, 106, 107})
  void longNamesHaveRoomForTheTemporaryOne(int length) throws Exception {
    var name = "x".repeat(length - folder.toString().length() - 1);
    try (var listener = StreamSocket.listen(at(name));
        var client = StreamSocket.connect(at(name));
        var server = listener.accept()) {
      Sockets.say(client, "hello");
      assertThat(Sockets.hear(server)).isEqualTo("hello");
      assertThat(listener.address()).isEqualTo(at(name));
      fails(Errno.EADDRINUSE, () -> StreamSocket.listen(at(name)));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void failuresNameTheFileThatWasAskedForAndLeaveNothing() throws Exception {
    says(Errno.ENOENT, at("none/s"));
    Files.writeString(folder.resolve("file"), "");
    says(Errno.ENOTDIR, at("file/s"));
    says(Errno.EADDRINUSE, at("file"));
    says(Errno.ENOENT, at("none/" + "y".repeat(60)));
    Files.delete(folder.resolve("file"));
    assertThat(folder).isEmptyDirectory();
  }

  private static void says(Errno errno, UnixAddress.File at) {
    assertThatThrownBy(() -> StreamSocket.listen(at, TAKING_OVER))
        .isInstanceOf(UnixException.class)
        .hasMessageStartingWith("bind(" + at + "): " + errno + ":");
  }

  /// Whoever may not write to a folder, or not give files away, learns so; nothing is left.
  @Test
  void aUserWhoMayNotIsToldSo() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(nobody(folder.resolve("s").toString())).startsWith("bind(" + folder + "/s): EACCES");
    assertThat(nobody(open.resolve("s").toString(), "12"))
        .startsWith("fchownat(" + open + "/s): EPERM");
    assertThat(open).isEmptyDirectory();
  }

  private static String nobody(String... arguments) throws Exception {
    try (var running = Jvm.of(ListeningProgram.class, arguments).under(Nobody.prefix()).start()) {
      return running.await(PATIENCE).orFail().out();
    }
  }

  /// Killed between bind(2) and link(2): what is left is recognised, and removed with the next file
  /// that is taken over. Nothing else is.
  @Test
  void whatAKilledProcessLeavesUnderATemporaryNameIsRemovedWithTheNextTakeOver() throws Exception {
    var kept = List.of("s.rohrpost-xyz", "t.rohrpost-0123abcd", "s.rohrpost-00000001", "other");
    for (var name : List.of("s", "s.rohrpost-0123abcd", ".rohrpost-89abcdef", kept.get(1))) {
      try (var killed = Socket.open(Domain.UNIX, SocketType.STREAM, 0)) {
        killed.bind(at(name));
      }
    }
    for (var name : List.of(kept.get(0), kept.get(3))) {
      Files.writeString(folder.resolve(name), "somebody's");
    }
    try (var alive = Socket.open(Domain.UNIX, SocketType.STREAM, 0)) {
      alive.bind(at(kept.get(2)));
      StreamSocket.listen(at("s"), TAKING_OVER).close();
      try (var files = Files.list(folder)) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .containsExactlyInAnyOrderElementsOf(kept);
      }
    }
  }

  /// A lock on the folder is for each file in it.
  @Test
  void takeOversOfDifferentFilesInOneFolderDoNotDisturbEachOther() throws Exception {
    for (var round = 0; round < 20; round++) {
      var takers = new ArrayList<Task<String>>();
      for (var i = 0; i < 4; i++) {
        var address = at("s" + i);
        try (var killed = Socket.open(Domain.UNIX, SocketType.STREAM, 0)) {
          killed.bind(address);
        }
        takers.add(
            ThreadKind.PLATFORM.start(() -> {
              StreamSocket.listen(address, TAKING_OVER).close();
              return "got it";
            }));
      }
      for (var taker : takers) {
        assertThat(taker.result()).isEqualTo("got it");
      }
    }
    assertThat(folder).isEmptyDirectory();
  }
}
