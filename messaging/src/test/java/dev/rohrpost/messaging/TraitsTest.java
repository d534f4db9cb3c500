package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraitsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fifo:/f",
        "fd:3",
        "signal:1",
        "sysv:1",
        "mq:/q",
        "shm:/s",
        "unix:/s",
        "unix-dgram:/s",
        "unix-seqpacket:/s",
        "tcp://h:1",
        "udp://h:1",
        "vsock://1:1"
      })
  void everyEndpointHasSome(String uri) {
    var scheme = Endpoint.parse(uri).toString().split(":", 2)[0];
    assertThat(Traits.of(scheme)).isPresent();
    assertThat(Traits.of(scheme + ":")).isEqualTo(Traits.of(scheme));
  }

  @Test
  void aStreamHasNoLongestMessageAndAllElseHasOne() {
    assertThat(Traits.all())
        .allSatisfy(traits ->
            assertThat(traits.longest().isEmpty())
                .isEqualTo(traits.format() == Traits.Format.STREAM));
  }

  @Test
  void whatIsUnknownHasNone() {
    assertThat(Traits.of("http")).isEmpty();
    assertThat(Traits.all()).extracting(Traits::scheme).doesNotHaveDuplicates();
  }
}
