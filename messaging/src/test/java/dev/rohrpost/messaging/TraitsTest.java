package dev.rohrpost.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
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

  /// In an IPC namespace of its own: what is set there is set nowhere else.
  @Test
  void theLimitsAreThoseOfTheMachine() throws Exception {
    Foreign.require("unshare");
    Assumptions.assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root can do that");
    var change =
        "cd /proc/sys && echo 5000 >kernel/msgmax && echo 300 >fs/mqueue/msgsize_max"
            + " && exec \"$0\" \"$@\"";
    try (var changed =
        Jvm.of(Longest.class).under("unshare", "--ipc", "sh", "-c", change).start()) {
      assertThat(changed.await(Duration.ofMinutes(1)).orFail().out()).isEqualTo("5000 300\n");
    }
  }

  static final class Longest {
    private Longest() {}

    public static void main(String... arguments) {
      System.out.println(longest("sysv") + " " + longest("mq"));
    }

    private static int longest(String scheme) {
      return Traits.of(scheme).orElseThrow().longest().orElseThrow();
    }
  }
}
