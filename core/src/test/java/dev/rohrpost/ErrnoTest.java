package dev.rohrpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErrnoTest {
  @Test
  void aNumberHasItsNameAndText() {
    assertThat(new Errno(2)).isEqualTo(Errno.ENOENT).hasToString("ENOENT");
    assertThat(Errno.ENOENT.text()).isEqualTo("no such file or directory");
    assertThat(new Errno(133)).hasToString("EHWPOISON");
  }

  @Test
  void anUnknownNumberIsKept() {
    assertThat(new Errno(4095)).hasToString("errno 4095");
    assertThat(new Errno(4095).number()).isEqualTo(4095);
    assertThat(new Errno(4095).text()).isNotBlank();
  }

  /// Python knows the names of the C library it was compiled with.
  @Test
  void theNamesAreThoseOfC() throws InterruptedException {
    var theirs =
        Foreign.run(
                Duration.ofSeconds(20),
                "python3",
                "-c",
                "import errno\nfor n in sorted(errno.errorcode): print(n, errno.errorcode[n])")
            .orFail()
            .out();
    for (var line : theirs.lines().toList()) {
      var words = line.split(" ", 2);
      var ours = new Errno(Integer.parseInt(words[0]));
      // Two numbers have two names, of which Python may prefer the other.
      if (!line.endsWith("EWOULDBLOCK")
          && !line.endsWith("EDEADLOCK")
          && !line.endsWith("ENOTSUP")) {
        assertThat(ours).hasToString(words[1]);
      }
      assertThat(ours.text()).isNotBlank().doesNotContain("errno");
    }
  }
}
