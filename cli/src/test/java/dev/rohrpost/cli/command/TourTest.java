package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.testkit.Running;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// `tour` and `traits --prove` on the kernel that the tests run on.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(300)
@Tag("busy")
class TourTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern LACKING = Pattern.compile("\"outcome\":\"lacking\"");

  private static final Pattern LACKING_CELL =
      Pattern.compile("\"carrier\":\"([^\"]+)\",[^}]*\"verdict\":\"lacking\"");
  private static final List<String> SCHEMES =
      List.of(
          "fifo",
          "fd",
          "sysv",
          "mq",
          "shm",
          "unix",
          "unix-dgram",
          "unix-seqpacket",
          "tcp",
          "udp",
          "vsock",
          "signal");
  private static final List<String> TRAITS =
      List.of(
          "synchronization",
          "full",
          "addressing",
          "group",
          "format",
          "longest",
          "selection",
          "direction",
          "delivery",
          "order",
          "beside",
          "lifetime");

  /// Afterwards, on a machine of its own, what outlives processes is listed: nothing may be left.
  private static final String AND_WHAT_IS_LEFT =
      """
      rohrpost "$@" || exit
      cd /proc/sysvipc && tail -q -n +2 msg sem shm >&2
      ls /dev/shm /dev/mqueue 2>/dev/null | grep rohrpost >&2
      exit 0
      """;

  /// The tour, where `PATH` leads to few programs.
  private static final String WITHOUT_BUS =
      """
      command=$(command -v rohrpost) && bin=$(mktemp -d) || exit
      trap 'rm -r "$bin"' EXIT
      ln -s /bin/ls /bin/wc /bin/head /bin/rm "$bin"
      PATH=$bin
      "$command" "$@"
      """;

  /// The same, where programs in C register.
  private static final String WITH_REGISTRY =
      """
      mount -t tmpfs none /run && mkdir /run/rpcbind || exit
      rpcbind -f & registry=$!
      trap 'kill $registry; wait $registry' EXIT
      until rpcinfo >/dev/null 2>&1; do kill -0 $registry || exit; sleep 0.02; done
      """
          + AND_WHAT_IS_LEFT;

  /// Queues signals for itself, one after the other, until its input ends.
  private static final String NEIGHBOUR =
      """
      import ctypes, select, signal, os, sys
      libc = ctypes.CDLL(None, use_errno=True)
      number = signal.SIGRTMIN + 5
      signal.pthread_sigmask(signal.SIG_BLOCK, [number])
      queued, refused = 0, 0
      while not select.select([0], [], [], 0)[0]:
          if libc.sigqueue(os.getpid(), number, ctypes.c_void_p(7)):
              refused += 1
          else:
              signal.sigtimedwait([number], 0)
              queued += 1
              if queued == 1:
                  print("begins", flush=True)
      print("refused:", refused)
      """;

  private static Output alone(String script, String... words) throws InterruptedException {
    var builder = Rohrpost.shellBuilder(script, words);
    try (var machine = OwnMachine.start();
        var running = Running.start(machine.inside(builder))) {
      running.endInput();
      return running.await(PATIENCE);
    }
  }

  @Test
  void everyMechanismWorksBetweenTwoProcesses() throws Exception {
    Foreign.require("rpcbind");
    Foreign.require("rpcinfo");
    Foreign.require("dbus-daemon");
    Foreign.require("busctl");
    var output = alone(WITH_REGISTRY, "tour", "--json");
    assertThat(output.err()).isEmpty();
    assertThat(output.out())
        .contains("\"outcome\":\"works\"")
        .doesNotContain("failed")
        .contains("rpcinfo, in C, called it: program 536872277 version 1 ready and waiting")
        .containsPattern("rpcbind answered with \\d+ registrations")
        .containsPattern("called Add\\(40, 2\\) of com.example.Sum, which is process \\d+: i 42")
        .contains("busctl, in C, called it: i 3");
    assertThat(LACKING.matcher(output.out()).results().count())
        .as("virtual machine sockets and IPv6 may be missing: " + output.out())
        .isLessThanOrEqualTo(2);
    assertThat(output.status()).isZero();
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
  void withoutAMessageBusTheTourSaysSo() throws Exception {
    var output = Rohrpost.shell(WITHOUT_BUS, "tour").orFail();
    assertThat(output.out())
        .contains("D-Bus: methods and signals of objects, found by names on a bus")
        .contains("This machine lacks D-Bus: there is no program dbus-daemon");
  }

  @Test
  void noTraitOfAnyCarrierIsWrong() throws Exception {
    var output = alone(AND_WHAT_IS_LEFT, "traits", "--prove", "--json");
    assertThat(output.err()).isEmpty();
    assertThat(output.out())
        .contains("\"verdict\":\"holds\"")
        .contains("\"order\",\"claim\":\"any\",\"verdict\":\"not_promised\"")
        .doesNotContain("\"verdict\":\"wrong\"");
    assertThat(LACKING_CELL.matcher(output.out()).results().map(found -> found.group(1)))
        .allMatch("vsock"::equals);
    assertThat(output.out()).contains("\"group\",\"claim\":\"broadcast\",\"verdict\":\"holds\"");
    for (var scheme : SCHEMES) {
      for (var trait : TRAITS) {
        assertThat(output.out())
            .contains("{\"carrier\":\"" + scheme + "\",\"trait\":\"" + trait + "\"");
      }
    }
    assertThat(output.status()).isZero();
  }

  @Test
  void aFullQueueOfSignalsIsNotThatOfOtherPrograms() throws Exception {
    Foreign.require("python3");
    try (var neighbour = Running.start(new ProcessBuilder("python3", "-c", NEIGHBOUR))) {
      assertThat(neighbour.line(PATIENCE)).isEqualTo("begins");
      var proof = Rohrpost.run("traits", "signal", "--prove", "--json").orFail();
      neighbour.endInput();
      assertThat(neighbour.await(PATIENCE).orFail().out()).contains("refused: 0");
      var few = Pattern.compile("\"seen\":\"\\d{1,3} were queued, then: EAGAIN");
      assertThat(proof.out()).containsPattern(few);
    }
  }
}
