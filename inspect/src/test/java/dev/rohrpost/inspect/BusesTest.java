package dev.rohrpost.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class BusesTest {
  private static final String NOWHERE = "tcp:host=localhost,port=1";

  private final Finds finds = new Finds();
  private final ArrayList<Unknown> unknown = new ArrayList<>();

  private void read(String address) {
    Buses.read(
        Map.of("DBUS_SESSION_BUS_ADDRESS", address, "DBUS_SYSTEM_BUS_ADDRESS", NOWHERE),
        finds,
        unknown);
  }

  @Test
  void aNameIsLinkedWithTheProcessThatHasIt(@TempDir Path folder) throws Exception {
    var address = "unix:path=" + folder.resolve("a%b").toString().replace("%", "%25");
    try (var daemon =
        Foreign.start(
            "dbus-daemon", "--session", "--nofork", "--print-address", "--address=" + address)) {
      read(daemon.line(Tables.PATIENCE));
      assertThat(unknown).isEmpty();
      assertThat(finds.links)
          .containsExactly(
              new Link(
                  (int) daemon.pid(),
                  Link.NO_DESCRIPTOR,
                  "dbus:session/org.freedesktop.DBus",
                  Flow.BOTH));
    }
  }

  @Test
  void whereNoBusIsNothingIsSaid() {
    read("unixexec:path=bus");
    assertThat(finds.links).isEmpty();
    assertThat(unknown).isEmpty();
  }

  @Test
  void aBusThatIsNotThereIsUnknown(@TempDir Path folder) {
    read("unix:path=" + folder + "/bus");
    assertThat(unknown).singleElement().extracting(Unknown::why).asString().contains("ENOENT");
  }

  @Test
  void aBusThatDoesNotAnswerIsUnknown() throws Exception {
    var address = new UnixAddress.Abstract(Tables.uniqueName());
    try (var _ = StreamSocket.listen(address)) {
      read(NOWHERE + ";unix:abstract=" + address.name() + ",guid=0123456789abcdef0123456789abcdef");
      assertThat(unknown)
          .singleElement()
          .extracting(Unknown::why)
          .asString()
          .contains("no answer in time");
    }
  }

  @Test
  void anAddressThatMakesNoSenseIsUnknown() {
    read("unix:path=%zz");
    assertThat(unknown).singleElement().extracting(Unknown::why).asString().contains("no sense");
  }

  @Test
  void aServerThatSpeaksSomethingElseIsUnknown() throws Exception {
    var address = new UnixAddress.Abstract(Tables.uniqueName());
    try (var _ =
        Foreign.start(
            "socat", "ABSTRACT-LISTEN:" + address.name(), "SYSTEM:'head -c 1; echo \"no\r\"'")) {
      var end = System.nanoTime() + Tables.PATIENCE.toNanos();
      do {
        unknown.clear();
        read("unix:abstract=" + address.name());
      } while (unknown.toString().contains("ECONNREFUSED") && System.nanoTime() < end);
      assertThat(unknown).singleElement().extracting(Unknown::why).asString().contains("a line");
    }
  }
}
