package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Output;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing waits for whoever reads standard error, or does not.
@Timeout(180)
class SuperviseOutputTest {
  /// Descriptor 7 keeps a pipe open that nobody reads; `full` fills it; `child` waits until process
  /// `$1` has another child than `$2`, and names it.
  private static final String TOOLS =
      """
      cd "$1"; mkfifo log; exec 7<>log
      full() { for size in 4096 1; do dd if=/dev/zero of=log oflag=nonblock bs=$size 2>/dev/null; done; }
      child() {
        while :; do
          for c in $(ps -o pid= --ppid $1); do [ $c = "$2" ] || { echo $c; return; }; done
          sleep 0.05
        done
      }
      """;

  @TempDir Path folder;

  private Output shell(String line) throws InterruptedException {
    return Rohrpost.shell(TOOLS + line, folder.toString());
  }

  @Test
  void aPipeThatNobodyReadsHoldsNothingUp() throws Exception {
    var output =
        shell(
            """
            rohrpost supervise -- sh -c 'while :; do echo line >&2; done' 2>log 7>&- & s=$!
            first=$(child $s); kill -KILL $first; child $s $first >second
            kill $s; wait $s; echo $?
            """);
    assertThat(output.out()).isEqualTo("0\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "supervise --max-crashes 0 -- false; [ $? = 1 ]",
        "supervise -- no-such-program; [ $? = 127 ]",
        "supervise --workers 0 -- true; [ $? = 2 ]",
        "queue show mq:/no-such-queue-here; [ $? = 1 ]",
        "no-such-command; [ $? = 2 ]"
      })
  void theLastLineIsNotWaitedForEither(String line) throws Exception {
    var output = shell("full; rohrpost 2>log " + line);
    assertThat(output.status()).as(output.toString()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2> >(exec true)", "2>/dev/full", "2>&-", "2>log; full"})
  void whereNothingCanBeWrittenWorkersAreReplacedAllTheSame(String redirection) throws Exception {
    var output =
        shell(
            """
            supervise() { exec rohrpost supervise -- sh -c 'echo >>runs; exec sleep 600' REDIRECTION; }
            supervise & s=$!
            first=$(child $s); kill -KILL $first; second=$(child $s $first)
            kill $s; wait $s; echo $?; wc -l <runs
            """
                .replace("REDIRECTION", redirection.replace("; full", "")));
    assertThat(output.out().lines()).startsWith("0");
  }

  /// The worker counts, as nobody can see how many events there are while nobody reads them.
  @Test
  void aReaderThatComesLateLearnsHowManyEventsItHasMissed() throws Exception {
    var output =
        shell(
            """
            : >count; full
            rohrpost supervise --forward USR1=USR1 -- sh -c '
              trap "echo >>count" USR1; echo >>count; while :; do sleep 600 & wait $!; kill $!; done' 2>log 7>&- & s=$!
            until [ -s count ]; do sleep 0.05; done
            while [ $(wc -l <count) -lt 1200 ]; do kill -USR1 $s; done
            tr -d '\\0' <&7 >seen & r=$!
            until grep -qs '"events_dropped","count":[0-9]' seen; do sleep 0.05; done
            kill $s; wait $s; echo $?; kill $r
            """);
    assertThat(output.out()).isEqualTo("0\n");
  }
}
