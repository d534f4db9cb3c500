package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalTest {
  @Test
  void theListIsThatOfKill() throws Exception {
    var lines = Rohrpost.run("signal", "list").orFail().out().lines().toList();
    assertThat(lines).hasSize(65);
    for (var number = 1; number < 32; number++) {
      var name = Rohrpost.shell("kill -l " + number).orFail().out().strip();
      assertThat(lines.get(number)).matches(number + " +SIG" + name + " .*");
    }
    assertThat(lines.get(9)).endsWith("the kernel");
    assertThat(lines.get(11)).endsWith("the JVM");
    assertThat(lines.get(10)).endsWith("you");
  }

  @Test
  void watchShowsTheTrueSender() throws Exception {
    try (var watch = Rohrpost.start("signal", "watch", "USR1", "--count", "1", "--json")) {
      var ready = watch.line(Rohrpost.PATIENCE);
      assertThat(ready).isEqualTo("{\"ready\":true,\"pid\":%s}", watch.pid());
      var sender = Rohrpost.shell("kill -USR1 " + watch.pid() + "; echo $$").orFail().out().strip();
      assertThat(watch.line(Rohrpost.PATIENCE))
          .matches(
              "\\{\"signal\":\"SIGUSR1\",\"number\":10,\"code\":\"SI_USER\",\"pid\":"
                  + sender
                  + ",\"uid\":\\d+,\"value\":null,\"time\":\"\\d{4}-[^\"]+Z\"}");
      watch.await(Rohrpost.PATIENCE).orFail();
    }
  }

  @Test
  void valuesArriveInOrder() throws Exception {
    try (var watch = Rohrpost.start("signal", "watch", "RTMIN+3", "--count", "3", "--json")) {
      watch.line(Rohrpost.PATIENCE);
      for (var value : new String[] {"1", "-7", "2147483647"}) {
        Rohrpost.run("signal", "send", "RTMIN+3", Long.toString(watch.pid()), "--value=" + value)
            .orFail();
        assertThat(watch.line(Rohrpost.PATIENCE))
            .contains("\"signal\":\"SIGRTMIN+3\"", "\"code\":\"SI_QUEUE\"", "\"value\":" + value);
      }
      watch.await(Rohrpost.PATIENCE).orFail();
    }
  }

  @Test
  void withoutJsonReadyIsOnStandardError() throws Exception {
    var output =
        Rohrpost.shell("rohrpost signal watch USR1 --timeout 10ms & echo $!; wait $!; echo $?");
    var pid = output.out().lines().findFirst().orElseThrow();
    assertThat(output.out()).isEqualTo(pid + "\n124\n");
    assertThat(output.err()).endsWith("ready " + pid + "\n");
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  void aSignalThatIsNotWatchedEndsIt(String signal, int status) throws Exception {
    try (var watch = Rohrpost.start("signal", "watch", "USR1", "--json")) {
      watch.line(Rohrpost.PATIENCE);
      Rohrpost.run("signal", "send", signal, Long.toString(watch.pid())).orFail();
      assertThat(watch.await(Rohrpost.PATIENCE).status()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "KILL, the kernel",
    "STOP, the kernel",
    "SEGV, the JVM",
    "BUS, the JVM",
    "ILL, the JVM"
  })
  void reservedSignalsAreRefusedByTheirOwnersName(String signal, String owner) throws Exception {
    var output = Rohrpost.run("signal", "watch", signal);
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err())
        .startsWith("rohrpost: SIG" + signal + " belongs to " + owner)
        .containsOnlyOnce("\n");
  }

  @Test
  void aProcessThatIsGoneIsNamedAndTheOthersGetTheirs() throws Exception {
    try (var sleep = Foreign.start("sleep", "600")) {
      var output = Rohrpost.run("signal", "send", "TERM", "2147483647", Long.toString(sleep.pid()));
      assertThat(output.status()).isEqualTo(1);
      assertThat(output.err())
          .startsWith("rohrpost: kill(pid 2147483647): ESRCH: no such process; ")
          .containsOnlyOnce("\n");
      assertThat(sleep.await(Rohrpost.PATIENCE).status()).isEqualTo(143);
    }
  }

  @Test
  void aProcessOfAnotherUserIsRefused() throws Exception {
    Foreign.require("setpriv");
    try (var sleep = Foreign.start("sleep", "600")) {
      var output = Rohrpost.shell("setpriv --reuid 65534 rohrpost signal send TERM " + sleep.pid());
      assertThat(output.status()).isEqualTo(1);
      assertThat(output.err()).contains("EPERM").contains("root").containsOnlyOnce("\n");
    }
  }

  @Test
  void zeroAsksWhoIsThere() throws Exception {
    assertThat(Rohrpost.shell("rohrpost signal send 0 $$").orFail().err()).isEmpty();
    assertThat(Rohrpost.run("signal", "send", "0", "2147483647").status()).isEqualTo(1);
  }

  @Test
  void groupsAndThreadsAreReached() throws Exception {
    var group =
        Rohrpost.shell(
            "set -m; sleep 600 & rohrpost signal send TERM $! --group; wait $!; echo $?");
    assertThat(group.out()).isEqualTo("143\n");
    var thread =
        Rohrpost.shell("sleep 600 & rohrpost signal send TERM $! --thread; wait $!; echo $?");
    assertThat(thread.out()).isEqualTo("143\n");
  }

  @Test
  void showTellsWhatIsIgnoredAndWhereItWaits() throws Exception {
    var output =
        Rohrpost.shell(
            "trap '' USR1; sleep 600 & sleep 0.2; rohrpost signal show $!; rohrpost signal show $! --json; kill $!");
    assertThat(output.orFail().out())
        .containsPattern("  ignored .*SIGUSR1.*\n")
        .contains("blocked in clock_nanosleep")
        .contains("\"name\":\"sleep\",\"state\":\"blocked\",\"call\":\"clock_nanosleep\"")
        .containsPattern("\"ignored\":\\[[^]]*\"SIGUSR1\"");
  }

  @Test
  void showOfNobodyIsOneLine() throws Exception {
    var output = Rohrpost.run("signal", "show", "2147483647");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err()).contains("ESRCH").containsOnlyOnce("\n");
  }
}
