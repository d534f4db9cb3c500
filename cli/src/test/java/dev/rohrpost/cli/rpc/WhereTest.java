package dev.rohrpost.cli.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.socket.InternetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhereTest {
  @Test
  void anEndpointIsAskedDirectly() throws Exception {
    assertThat(Where.parse("unix:/run/x").registries())
        .containsExactly(RpcAddress.unix(Path.of("/run/x")));
    assertThat(Where.parse("tcp://127.0.0.1:99").registries())
        .containsExactly(RpcAddress.tcp(InternetAddress.loopback(99)));
    assertThat(Where.parse("udp://[::1]:99").registries())
        .containsExactly(RpcAddress.udp(InternetAddress.of("::1", 99)));
  }

  @Test
  void aHostIsAskedAtThePortOfRpcbind() throws Exception {
    assertThat(Where.parse("127.0.0.1").registries())
        .containsExactly(RpcAddress.tcp(InternetAddress.loopback(111)));
    assertThat(Where.parse("unixhost")).hasToString("unixhost");
    assertThat(Where.parse("[::1]").registries())
        .isEqualTo(Where.parse("::1").registries())
        .containsExactly(RpcAddress.tcp(InternetAddress.of("::1", 111)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "host:111",
        "/run/rpcbind.sock",
        "unix-dgram:/x",
        "listen+unix:/x",
        "listen+tcp://h:1",
        "vsock://2:1",
        "tcp://h",
        "udp://:1"
      })
  void somethingElseIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Where.parse(text))
        .withMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "100000,100000",
    "0x20000101,536871169",
    "0xFFFFFFFF,4294967295",
    "portmapper,100000",
    "rpcbind,100000"
  })
  void aProgramIsANumberOrAName(String text, long number) {
    assertThat(Where.program(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "4294967296", "0x", "no such", "1e3"})
  void otherProgramsAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Where.program(text))
        .withMessageContaining("'" + text + "'");
  }
}
