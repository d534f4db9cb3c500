package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.BusAddress.Transport;
import dev.rohrpost.socket.UnixAddress;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Row("DBUS-100")
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class BusAddressTest {
  private static final String GUID = "0123456789abcdef0123456789ABCDEF";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unix:path=/run/user/1000/bus",
        "unix:path=/a%20b%2c%3b%3d%25c",
        "unix:path=/bus,guid=" + GUID,
        "unix:abstract=/tmp/dbus-x",
        "unix:dir=/tmp",
        "unix:tmpdir=/tmp,guid=" + GUID,
        "unix:runtime=yes",
        "tcp:host=127.0.0.1,port=4000",
        "nonce-tcp:host=localhost,port=1,noncefile=/tmp/nonce",
        "unixexec:path=dbus-bridge,argv1=--stdio,argv2=a%20b",
        "launchd:env=DBUS_LAUNCHD_SESSION_BUS_SOCKET",
        "autolaunch:",
        "unix:path=/a;tcp:host=::1,port=2"
      })
  void textsAreReadAndWritten(String text) {
    var address = BusAddress.of(text);
    assertThat(BusAddress.of(address.toString())).isEqualTo(address);
    assertThat(address.toString().replace("%3a", ":")).isEqualTo(text);
  }

  @Test
  void escapesStandForBytes() {
    assertThat(BusAddress.of("unix:path=%2ftmp%2Fb%c3%bcs").transports())
        .containsExactly(
            new Transport.Unix(new UnixAddress.File(Path.of("/tmp/büs")), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|is empty",
        ";|is empty",
        "unix:path=/a;;unix:path=/b|is empty",
        "unix|no kind and colon",
        ":path=/a|no kind and colon",
        "unix:|exactly one of",
        "unix:guid=" + GUID + "|exactly one of",
        "unix:path=/a,abstract=b|exactly one of",
        "unix:path=/a,path=/b|occurs twice",
        "unix:path|no key with a value",
        "unix:=/a|no key with a value",
        "unix:path=|has no value",
        "unix:path=/a,|no key with a value",
        "unix:path=/a%|two hexadecimal digits",
        "unix:path=/a%2|two hexadecimal digits",
        "unix:path=/a%zz|two hexadecimal digits",
        "unix:path=/a%ff|no UTF-8",
        "unix:runtime=no|value yes",
        "unix:path=/a,guid=0123456789abcdef0123456789abcde|32 hexadecimal digits",
        "unix:path=/a,guid=0123456789abcdef0123456789abcdeg|32 hexadecimal digits",
        "tcp:host=a|needs the key port",
        "tcp:host=a,port=x|no number",
        "tcp:host=a,port=65536|0 to 65535",
        "nonce-tcp:host=a,port=1|needs the key noncefile",
        "unixexec:argv1=a|needs the key path"
      })
  void whatIsMalformedIsRefused(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BusAddress.of(text))
        .withMessageContaining(reason);
  }

  @Test
  void aPathHasUpTo107Bytes() {
    var longest = "/" + "x".repeat(106);
    assertThat(BusAddress.of("unix:path=" + longest).toString()).endsWith(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BusAddress.of("unix:path=" + longest + "x"))
        .withMessageContaining("107 bytes, not 108");
  }

  @Test
  void theEnvironmentSaysWhereTheBusesAre() throws Exception {
    assertThat(BusAddress.session(Map.of(BusAddress.SESSION, "unix:path=/s")).toString())
        .isEqualTo("unix:path=/s");
    assertThat(BusAddress.session(Map.of("XDG_RUNTIME_DIR", "/run/user/7")).toString())
        .isEqualTo("unix:path=/run/user/7/bus");
    assertThat(BusAddress.system(Map.of()).toString())
        .isEqualTo("unix:path=/var/run/dbus/system_bus_socket");
    assertThat(BusAddress.system(Map.of(BusAddress.SYSTEM, "unix:abstract=x")).toString())
        .isEqualTo("unix:abstract=x");
    assertThatThrownBy(() -> BusAddress.session(Map.of()))
        .isInstanceOf(DbusDisconnectedException.class)
        .hasMessageContaining("neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR");
    assertThatThrownBy(() -> BusAddress.session(Map.of(BusAddress.SESSION, "unix:path")))
        .isInstanceOf(DbusDisconnectedException.class)
        .hasMessageContaining("DBUS_SESSION_BUS_ADDRESS");
  }

  @Test
  void theEnvironmentStartsNoProgram() throws Exception {
    var address = BusAddress.session(Map.of(BusAddress.SESSION, "unixexec:path=/bin/sh"));
    assertThatThrownBy(() -> Bus.connect(address))
        .isInstanceOf(DbusDisconnectedException.class)
        .hasMessageContaining("not started because the environment says so");
  }

  @Test
  void everyWayIsTriedAndTheReasonsAreTold() throws Exception {
    try (var daemon = TestBus.start()) {
      var dead = "launchd:env=X;unix:tmpdir=/tmp;unix:path=/nonexistent/bus;";
      try (var bus = Bus.connect(BusAddress.of(dead + daemon.text()))) {
        assertThat(bus.uniqueName()).startsWith(":1.");
      }
      assertThatThrownBy(() -> Bus.connect(BusAddress.of(dead)))
          .isInstanceOfSatisfying(
              DbusDisconnectedException.class, e -> assertThat(e.wasSent()).isFalse())
          .hasMessageContainingAll(
              "launchd:env=X: this kind of address is not known here",
              "unix:tmpdir=/tmp: only a server",
              "/nonexistent/bus: ",
              "ENOENT");
    }
  }

  @Test
  @Row("DBUS-58")
  void aServerWithAnotherIdIsRefused() throws Exception {
    try (var daemon = TestBus.start()) {
      var other = daemon.text().replaceFirst("guid=.*", "guid=" + GUID);
      assertThatThrownBy(() -> Bus.connect(BusAddress.of(other)))
          .isInstanceOf(DbusDisconnectedException.class)
          .hasMessageContaining(GUID.toLowerCase(Locale.ROOT).substring(0, 8));
    }
  }

  @Test
  void aProgramMayBeTheWay() throws Exception {
    try (var daemon = TestBus.start()) {
      var bridge =
          new Transport.Program(
              Foreign.require("socat").toString(),
              List.of("-", "UNIX-CONNECT:" + daemon.socket()),
              Optional.empty());
      try (var bus = Bus.connect(new BusAddress(List.of(bridge)))) {
        assertThat(bus.call(Driver.call("GetId")).body()).hasSize(1);
        assertThat(bus.carriesDescriptors()).isTrue(); // socat loses them; the bus cannot know
      }
    }
  }
}
