package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.UnixException;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.MessageReader;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.socket.Binding;
import dev.rohrpost.socket.Outgoing;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Loopback;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Peers come to us: GIO, raw bytes, and our own.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class PeerServerTest {
  private static final ObjectPath DOOR = ObjectPath.of("/door");
  private static final String INTERFACE = "com.example.Door";
  private static final String BEGIN = "\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n";

  @TempDir private Path folder;

  private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();

  private static Deadline soon() {
    return Deadline.after(TestBus.PATIENCE);
  }

  private BusAddress address() {
    return BusAddress.ofFile(folder.resolve("peers"));
  }

  private PeerServer.Builder builder(PeerServer.Handler handler) {
    return PeerServer.builder(handler).onRefusal(refusals::add);
  }

  private PeerServer door() throws Exception {
    return builder(PeerServerTest::serveDoor).listen(address());
  }

  private static void serveDoor(Peer peer) throws IOException {
    var _ =
        peer.serve(
            DOOR,
            call -> {
              switch (call.member()) {
                case "Echo" -> {
                  var value = call.arguments("v").variant();
                  call.reply("v", out -> out.variant(value));
                }
                case "Write" -> {
                  var _ = call.arguments("h").handle();
                  call.reply("", _ -> {});
                }
                case "AskBack" -> {
                  try (var reply = peer.call(Call.of(ObjectPath.of("/client"), INTERFACE, "Ask"))) {
                    var text = (String) reply.body(0);
                    call.reply("s", out -> out.text(text));
                  }
                }
                default -> throw new DbusException("com.example.Error.Shut", "it is shut");
              }
            });
  }

  private Running gio(BusAddress at, String... more) {
    Foreign.require(PythonService.GIO);
    var line =
        new ArrayList<>(
            List.of(
                PythonService.INTERPRETER,
                "-c",
                Python.source(PeerServerTest.class, "peer-client.py"),
                at.toString()));
    line.addAll(List.of(more));
    return Running.start(new ProcessBuilder(line));
  }

  @Test
  void gioCallsUs() throws Exception {
    try (var server = door();
        var client = gio(server.address())) {
      assertThat(client.await(TestBus.PATIENCE).orFail().out().lines())
          .containsExactly(
              "(<{'a': <0.5>}>,)",
              "com.example.Error.Shut",
              "()",
              "org.freedesktop.DBus.Error.UnknownObject",
              "()",
              "('who is there',)");
    }
  }

  @ParameterizedTest
  @CsvSource({"unix:abstract=rohrpost-peers-%p", "unix:dir=%f", "unix:tmpdir=%f"})
  void aPlaceIsChosenAndTold(String at) throws Exception {
    var address =
        at.replace("%f", folder.toString())
            .replace("%p", Long.toString(ProcessHandle.current().pid()));
    try (var server = builder(PeerServerTest::serveDoor).listen(BusAddress.of(address));
        var client = gio(server.address(), "in");
        var peer = Peer.connect(server.address())) {
      assertThat(client.await(TestBus.PATIENCE).orFail().out()).isEqualTo("in\n");
      assertThat(server.address().toString()).contains(peer.guid());
      assertThat(peer.credentials().orElseThrow().pid())
          .isEqualTo((int) ProcessHandle.current().pid());
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void overTcpThereIsNobodyToVouchFor() throws Exception {
    var at = BusAddress.of("tcp:host=" + Loopback.host() + ",port=0");
    assertThatThrownBy(() -> builder(_ -> {}).listen(at))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody vouches");
    try (var server = builder(PeerServerTest::serveDoor).anonymous().listen(at);
        var client = gio(server.address(), "in")) {
      assertThat(client.await(TestBus.PATIENCE).orFail().out()).isEqualTo("in\n");
    }
  }

  @Test
  void aNonceIsMadeAndAskedFor() throws Exception {
    var file = folder.resolve("nonce");
    var at = "host=" + Loopback.host() + ",port=0";
    try (var server =
        builder(PeerServerTest::serveDoor)
            .anonymous()
            .listen(BusAddress.of("nonce-tcp:" + at + ",noncefile=" + file))) {
      assertThat(Files.readAllBytes(file)).hasSize(16);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      try (var client = gio(server.address(), "in")) {
        assertThat(client.await(TestBus.PATIENCE).orFail().out()).isEqualTo("in\n");
      }
      var without = server.address().toString().replaceFirst("nonce-", "");
      try (var client = gio(BusAddress.of(without.replaceFirst(",noncefile=[^,]*", "")), "in")) {
        assertThat(client.await(TestBus.PATIENCE).orFail().out()).startsWith("not in");
      }
      assertThat(refusals.poll(10, TimeUnit.SECONDS)).endsWith(": the nonce is wrong");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @Row("DBUS-04")
  void otherUsersAreRejectedUnlessTheyAreAllowed() throws Exception {
    Foreign.require("setpriv");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var open = Binding.SAFE.withMode(FileMode.EVERYBODY);
    var line =
        List.of(
            "setpriv",
            "--reuid",
            "65534",
            "--clear-groups",
            PythonService.INTERPRETER,
            "-c",
            Python.source(PeerServerTest.class, "peer-client.py"),
            address().toString(),
            "in");
    try (var _ = builder(PeerServerTest::serveDoor).binding(open).listen(address());
        var client = Running.start(new ProcessBuilder(line))) {
      assertThat(client.await(TestBus.PATIENCE).orFail().out()).startsWith("not in");
    }
    try (var _ =
            builder(PeerServerTest::serveDoor)
                .binding(open)
                .users(uid -> uid == 65_534)
                .listen(address());
        var client = Running.start(new ProcessBuilder(line))) {
      assertThat(client.await(TestBus.PATIENCE).orFail().out()).isEqualTo("in\n");
    }
  }

  private StreamSocket raw(String text) throws Exception {
    var socket = StreamSocket.connect(new UnixAddress.File(folder.resolve("peers")));
    socket.write(bytes(text));
    return socket;
  }

  private static MemorySegment bytes(String text) {
    var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  private static void awaitEnd(StreamSocket socket) throws Exception {
    var memory = Arena.ofAuto().allocate(4096);
    try {
      while (socket.read(memory, soon()) instanceof Transfer.Bytes) {
        // what it was answered before
      }
    } catch (UnixException.Disconnected e) {
      // reset, as not all was read that it had sent
    }
  }

  @Test
  @Row({"DBUS-01", "DBUS-07"})
  void whoDoesNotKeepToTheOrderIsClosed() throws Exception {
    try (var _ = door()) {
      for (var text : List.of("AUTH\r\n", "\0BEGIN\r\n", "\0" + "x".repeat(20_000))) {
        try (var socket = raw(text)) {
          awaitEnd(socket);
        }
        assertThat(refusals.poll(10, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  @Test
  @Row("DBUS-61")
  void descriptorsBelongToTheMessageTheyCameWith() throws Exception {
    var call = Header.call(DOOR, INTERFACE, "Write");
    var lost = new CountDownLatch(1);
    try (var _ =
            builder(
                    peer -> {
                      serveDoor(peer);
                      peer.awaitLoss();
                      lost.countDown();
                    })
                .listen(address());
        var pipe = Pipe.open()) {
      try (var socket = raw("")) {
        var authentication = bytes("\0AUTH EXTERNAL\r\nDATA\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n");
        var message = FakeBus.message(call, "h", pipe.writeEnd().fd());
        var all = Arena.ofAuto().allocate(authentication.byteSize() + message.byteSize());
        var _ = all.copyFrom(authentication);
        MemorySegment.copy(message, 0, all, authentication.byteSize(), message.byteSize());
        var fds = List.<Fd>of(pipe.writeEnd().fd());
        var _ = socket.socket().send(Outgoing.of(all).with(fds), Deadline.NEVER);
        assertThat(answer(socket).type()).isEqualTo(Header.RETURN);
      }
      assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /// Reads the first message behind the authentication.
  private static Header answer(StreamSocket socket) throws Exception {
    var memory = Arena.ofAuto().allocate(4096);
    var text = "";
    while (text.indexOf("AGREE_UNIX_FD\r\n") < 0 || !text.matches("(?s).*[lB][\1-\4].*")) {
      if (!(socket.read(memory, soon()) instanceof Transfer.Bytes(int count))) {
        throw new AssertionError("closed after " + text);
      }
      text +=
          StandardCharsets.ISO_8859_1.decode(memory.asSlice(0, count).asByteBuffer()).toString();
    }
    var start = text.indexOf("AGREE_UNIX_FD\r\n") + "AGREE_UNIX_FD\r\n".length();
    var reader = MessageReader.create();
    var message = bytes(text.substring(start));
    MemorySegment.copy(message, 0, reader.room(), 0, message.byteSize());
    reader.came(message.byteSize());
    var header = new Header();
    assertThat(reader.next(header)).isTrue();
    return header;
  }

  @Test
  void garbageEndsOnlyItsConnection() throws Exception {
    try (var server = door();
        var good = Peer.connect(server.address())) {
      try (var bad = raw(BEGIN + "x".repeat(64))) {
        awaitEnd(bad);
      }
      assertThat(good.call(ping()).body()).isEmpty();
    }
  }

  private static Call ping() {
    return Call.of(ObjectPath.of("/a"), "org.freedesktop.DBus.Peer", "Ping");
  }

  @Test
  void thoseWhoGoAreForgotten() throws Exception {
    try (var server = door()) {
      try (var peer = Peer.connect(server.address())) {
        assertThat(peer.call(ping()).body()).isEmpty();
        assertThat(server.peers()).isOne();
      }
      while (server.peers() > 0) { // @Timeout
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void moreThanMayBeAreClosed() throws Exception {
    try (var server = builder(PeerServerTest::serveDoor).peers(1).listen(address());
        var first = Peer.connect(server.address());
        var second = Peer.connect(server.address())) {
      assertThat(first.call(ping()).body()).isEmpty();
      assertThat(second.awaitLoss(soon())).isTrue();
      assertThat(refusals.poll(10, TimeUnit.SECONDS)).endsWith(": there are 1 peers already");
    }
  }

  @Test
  void callsWaitUntilAllObjectsAreThere() throws Exception {
    var go = new CountDownLatch(1);
    try (var server =
            builder(
                    peer -> {
                      var _ = peer.serve(ObjectPath.of("/first"), call -> call.reply("", _ -> {}));
                      go.await();
                      serveDoor(peer);
                    })
                .listen(address());
        var peer = Peer.connect(server.address());
        var pending = peer.start(Call.of(DOOR, INTERFACE, "Echo").with("v", text("early")))) {
      go.countDown();
      assertThat(pending.await(soon()).body(0)).isEqualTo(text("early"));
    }
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  @Test
  void closingEndsEverything() throws Exception {
    var entered = new CountDownLatch(1);
    var left = new CountDownLatch(1);
    var server =
        builder(
                peer -> {
                  entered.countDown();
                  peer.awaitLoss();
                  left.countDown();
                })
            .listen(address());
    try (var peer = Peer.connect(server.address());
        var silent = raw("")) {
      assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
      server.close();
      assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(peer.awaitLoss(soon())).isTrue();
      awaitEnd(silent);
    } finally {
      server.close();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @Row("DBUS-101")
  void aThousandWhoSayNothingHinderNobody() throws Exception {
    var strangers = new ArrayList<StreamSocket>();
    try (var server = door()) {
      for (var i = 0; i < 1000; i++) {
        strangers.add(raw(i % 2 == 0 ? "" : "\0AUTH EXTERNAL\r\n"));
      }
      try (var peer = Peer.connect(server.address())) {
        assertThat(peer.call(ping()).body()).isEmpty();
      }
      awaitEnd(strangers.getFirst()); // not after 30 seconds, but as others have come
      assertThat(server.peers()).isLessThanOrEqualTo(1);
    } finally {
      strangers.forEach(StreamSocket::close);
    }
  }

  @Test
  @Row("DBUS-101")
  void whoSaysNothingIsClosedInTheEnd() throws Exception {
    try (var _ =
            builder(PeerServerTest::serveDoor).patience(Duration.ofMillis(100)).listen(address());
        var silent = raw("\0AUTH EXTERNAL\r\n")) {
      awaitEnd(silent);
      assertThat(refusals.poll(10, TimeUnit.SECONDS)).contains("not authenticated within");
    }
  }
}
