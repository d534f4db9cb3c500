package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @Test
  void eachIsReadAndWrittenTheSameWay() {
    assertThat(Endpoint.parse("fifo:/tmp/f")).isEqualTo(new Endpoint.NamedPipe(Path.of("/tmp/f")));
    assertThat(Endpoint.parse("fifo:f")).hasToString("fifo:f");
    assertThat(Endpoint.parse("fd:3")).isEqualTo(new Endpoint.Descriptor(3)).hasToString("fd:3");
    assertThat(Endpoint.parse("signal:77")).isEqualTo(new Endpoint.SignalTo(77));
    assertThat(Endpoint.parse("-")).isEqualTo(new Endpoint.Standard()).hasToString("-");
  }

  @Test
  void selfIsThisProcess() {
    assertThat(Endpoint.parse("signal:self"))
        .hasToString("signal:" + ProcessHandle.current().pid());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "x",
        "fifo",
        "fifo:",
        "fifo://host/path",
        "fd:",
        "fd:x",
        "fd:-1",
        "fd:99999999999",
        "fd:2147483648",
        "signal:",
        "signal:0",
        "signal:-5",
        "signal:init",
        "http://x",
        "FIFO:/x"
      })
  void whatIsNoneIsNamed(String uri) {
    assertThatThrownBy(() -> Endpoint.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + uri + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sysv:0x5e7",
        "sysv:id=7",
        "sysv:/etc/hostname",
        "sysv:/etc/hostname?project=c",
        "mq:/jobs",
        "shm:/ring",
        "unix:/run/x",
        "unix:@name",
        "unix-dgram:relative",
        "unix-seqpacket:/run/x",
        "listen+unix:/run/x",
        "tcp://localhost:1",
        "tcp://[::1]:65535",
        "listen+tcp://:0",
        "listen+tcp://[::]:80",
        "udp://239.1.2.3:5000",
        "udp://239.1.2.3%lo:5000",
        "listen+udp://[ff02::1%eth0]:5000",
        "tcp://[fe80::1%eth0]:80",
        "vsock://2:1024",
        "listen+vsock://4294967295:1024"
      })
  void whatIsReadIsWrittenTheSameWay(String uri) {
    assertThat(Endpoint.parse(uri)).hasToString(uri).isEqualTo(Endpoint.parse(uri));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp://[fe80::1]:80 | each card has such addresses; name one, as in tcp://[fe80::1%eth0]:80",
        "listen+udp://[fe80::1]:80 | each card has such addresses",
        "tcp://239.1.2.3%lo:80 | a group has no connections",
        "udp://127.0.0.1%lo:80 | only a group or an address fe80:... has a card",
        "udp://localhost%lo:80 | only a group or an address fe80:... has a card",
        "tcp://[2001:db8::1%lo]:80 | only a group or an address fe80:... has a card",
        "udp://239.1.2.3%:80 | there is no card after the %"
      })
  void aCardIsNamedWhereThereAreSeveral(String uri, String why) {
    assertThatThrownBy(() -> Endpoint.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aKeyIsDecimalHexadecimalOrNegative() {
    assertThat(Endpoint.parse("sysv:1511")).isEqualTo(Endpoint.parse("sysv:0x5e7"));
    assertThat(Endpoint.parse("sysv:0xFFFFFFFF")).isEqualTo(Endpoint.parse("sysv:-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "sysv:, a key is",
    "sysv:0, 0 is no key",
    "sysv:0x123456789, a key is",
    "sysv:9999999999, 32 bits",
    "sysv:/x?project=ab, one character",
    "sysv:id=x, an id",
    "mq:jobs, /name",
    "mq:/a/b, /name",
    "mq:/, /name",
    "shm:x, /name",
    "unix:, /path or @name",
    "unix:@, /path or @name",
    "unix://host/x, no host",
    "tcp:localhost:80, host:port",
    "tcp://localhost, host:port",
    "tcp://localhost:0, a port is 1",
    "tcp://localhost:65536, a port is 1",
    "listen+tcp://localhost:65536, a port is 0",
    "tcp://::1:80, in brackets",
    "tcp://:80, no host",
    "udp://h:99999999999, host:port",
    "vsock://x:1, both numbers",
    "vsock://1:4294967296, 32 bits",
    "listen+fifo:/x, only sockets listen",
    "listen+mq:/x, only sockets listen",
    "listen+, no endpoint"
  })
  void whatIsWrongIsSaid(String uri, String why) {
    assertThatThrownBy(() -> Endpoint.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + uri + "'")
        .hasMessageContaining(why);
  }

  @Test
  void aNameThatIsTooLongIsToldTheLimit() {
    assertThat(Endpoint.parse("unix:/" + "x".repeat(106))).isNotNull();
    assertThatThrownBy(() -> Endpoint.parse("unix:/" + "x".repeat(107)))
        .hasMessageContaining("up to 107 bytes; these are 108");
    assertThat(Endpoint.parse("mq:/" + "x".repeat(255))).isNotNull();
    assertThatThrownBy(() -> Endpoint.parse("mq:/" + "x".repeat(256)))
        .hasMessageContaining("up to 255 bytes");
  }

  @Test
  void aPathIsRecognized() {
    assertThatThrownBy(() -> Endpoint.parse("/tmp/x"))
        .hasMessageEndingWith("a named pipe is fifo:/tmp/x");
  }
}
