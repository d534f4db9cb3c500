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
  @CsvSource({
    "mq:/jobs",
    "sysv:0x5e7",
    "unix:/run/x",
    "tcp://localhost:1",
    "shm:/x",
    "vsock://2:3"
  })
  void whatIsCarriedLaterIsSaid(String uri) {
    assertThatThrownBy(() -> Endpoint.parse(uri))
        .hasMessageStartingWith("this version does not carry ")
        .hasMessageContaining("fifo:/path");
  }

  @Test
  void aPathIsRecognized() {
    assertThatThrownBy(() -> Endpoint.parse("/tmp/x"))
        .hasMessageEndingWith("a named pipe is fifo:/tmp/x");
  }
}
