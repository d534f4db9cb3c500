package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.FdKind;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The other end is GIO.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class PeerTest {
  private static final ObjectPath DOOR = ObjectPath.of("/door");
  private static final String INTERFACE = "com.example.Door";

  @TempDir private Path folder;

  private Running listening() throws InterruptedException {
    Foreign.require(PythonService.GIO);
    var program = Python.source(PeerTest.class, "peer.py");
    var command =
        new ProcessBuilder(PythonService.INTERPRETER, "-c", program, address().toString());
    var running = Running.start(command);
    running.line(TestBus.PATIENCE);
    return running;
  }

  private BusAddress address() {
    return BusAddress.ofFile(folder.resolve("peer"));
  }

  private static Call call(String member) {
    return Call.of(DOOR, INTERFACE, member);
  }

  @Test
  void callsAndSignalsNeedNoBus() throws Exception {
    try (var _ = listening();
        var peer = Peer.connect(address());
        var signals = peer.subscribe(MatchRule.signal().path(DOOR).member("Echoed"), 10)) {
      assertThat(peer.guid()).hasSize(32);
      var value = new Value.Text("hello");
      var reply = peer.call(call("Echo").with("v", value));
      assertThat(reply.body()).containsExactly(value);
      assertThat(reply.sender()).isEmpty();
      var signal = (Event.Signal) signals.take(Deadline.after(TestBus.PATIENCE)).orElseThrow();
      assertThat(signal.body()).containsExactly(value);
      assertThatThrownBy(() -> peer.call(call("Fail")))
          .isInstanceOfSatisfying(
              DbusException.class, e -> assertThat(e.text()).isEqualTo("it is shut"))
          .hasMessageContaining("com.example.Error.Shut");
      assertThatThrownBy(() -> peer.call(call("Nothing")))
          .isInstanceOf(DbusException.class)
          .hasMessageContaining(".DBus.Error.UnknownMethod");
    }
  }

  @Test
  void itIsAnsweredWhileWeWait() throws Exception {
    try (var _ = listening();
        var peer = Peer.connect(address())) {
      assertThat(peer.call(call("Back").with("s", "Ping")).body(0)).isEqualTo("pong");
      assertThat(peer.call(call("Back").with("s", "Pong")).body(0))
          .isEqualTo("org.freedesktop.DBus.Error.UnknownMethod");
    }
  }

  @Test
  void descriptorsCome() throws Exception {
    try (var _ = listening();
        var peer = Peer.connect(address());
        var reply = peer.call(call("Descriptor"))) {
      assertThat(((Fd) reply.body(0)).kind()).isEqualTo(FdKind.FIFO);
    }
  }

  @Test
  void whatIsNoPeerIsToldSo() {
    assertThatThrownBy(() -> Peer.connect(address()))
        .isInstanceOf(DbusDisconnectedException.class)
        .hasMessageContaining("no peer: ");
  }
}
