package dev.rohrpost.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
  @Test
  void addressesAreReadAsTheyAreWritten() {
    assertThat(ListenAddress.parse("tcp://127.0.0.1:8080"))
        .isEqualTo(new ListenAddress.Tcp("127.0.0.1", 8080))
        .hasToString("tcp://127.0.0.1:8080");
    assertThat(ListenAddress.parse("tcp://[::1]:0")).isEqualTo(new ListenAddress.Tcp("[::1]", 0));
    assertThat(ListenAddress.parse("unix:/run/s.sock"))
        .isEqualTo(new ListenAddress.Unix(Path.of("/run/s.sock")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tcp:",
        "tcp://",
        "tcp://host",
        "tcp://host:65536",
        "tcp://host:-1",
        "udp://host:1",
        "unix:",
        "unix:@abstract",
        "tcp://ho st:1",
        "8080"
      })
  void anythingElseIsRefused(String uri) {
    assertThatThrownBy(() -> ListenAddress.parse(uri)).isInstanceOf(IllegalArgumentException.class);
  }
}
