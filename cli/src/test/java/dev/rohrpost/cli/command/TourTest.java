package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// `tour` and `traits --prove` on the kernel that the tests run on.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(300)
class TourTest {
  private static final Pattern LACKING = Pattern.compile("\"outcome\":\"lacking\"");

  @Test
  void everyMechanismWorksBetweenTwoProcesses() throws Exception {
    var before = objects();
    var output = Rohrpost.run("tour", "--json");
    assertThat(output.err()).isEmpty();
    assertThat(output.out()).contains("\"outcome\":\"works\"").doesNotContain("failed");
    assertThat(LACKING.matcher(output.out()).results().count())
        .as("virtual machine sockets and IPv6 may be missing: " + output.out())
        .isLessThanOrEqualTo(2);
    assertThat(output.status()).isZero();
    assertThat(objects()).isEqualTo(before);
  }

  @Test
  void theTourSaysWhatWasSeenAndWhatIsLacking() throws Exception {
    var output = Rohrpost.run("tour").orFail();
    assertThat(output.out())
        .contains("signal: a number, with a value, to a process")
        .contains("ls / | wc -l: processes ")
        .contains("\"text\":\"urgent\",\"priority\":9")
        .containsPattern("This machine (has all of it|lacks )");
  }

  @Test
  void noTraitOfAnyCarrierIsWrong() throws Exception {
    var before = objects();
    var output = Rohrpost.run("traits", "--prove", "--json");
    assertThat(output.err()).isEmpty();
    assertThat(output.out())
        .contains("\"verdict\":\"holds\"")
        .doesNotContain("\"verdict\":\"wrong\"");
    for (var scheme : List.of("fifo", "sysv", "mq", "unix", "udp", "tcp", "shm", "signal")) {
      assertThat(output.out()).contains("{\"carrier\":\"" + scheme + "\",\"trait\":\"format\"");
    }
    assertThat(output.status()).isZero();
    assertThat(objects()).isEqualTo(before);
  }

  /// What outlives processes, of our name.
  private static List<String> objects() throws Exception {
    try (var queues = Files.lines(Path.of("/proc/sysvipc/msg"));
        var sets = Files.lines(Path.of("/proc/sysvipc/sem"));
        var memory = Files.list(Path.of("/dev/shm"))) {
      return List.of(
          Long.toString(queues.count()),
          Long.toString(sets.count()),
          memory.map(Path::toString).filter(p -> p.contains("rohrpost-")).toList().toString());
    }
  }
}
