package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ConnectTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ls / | wc, rohrpost connect 'ls /' wc",
    "ls -l / | wc -l, rohrpost connect 'ls -l /' 'wc -l'",
    "ls -l / | grep etc | wc, rohrpost connect ls -l / '|' grep etc '|' wc",
    "ls | wc, rohrpost connect ls wc",
    "echo a  b, rohrpost connect \"echo 'a  b'\" | tr -s ' '"
  })
  void theResultIsThatOfTheShell(String shell, String ours) throws Exception {
    var expected = Rohrpost.shell(shell.replace("a  b", "a b")).orFail();
    assertThat(Rohrpost.shell(ours)).isEqualTo(expected);
  }

  @Test
  void fiftyProgramsPassTheBytesOn() throws Exception {
    var cats = IntStream.range(0, 50).mapToObj(_ -> "cat").collect(Collectors.joining(" "));
    var output = Rohrpost.shell("seq 100000 | rohrpost connect " + cats + " | cksum");
    assertThat(output).isEqualTo(Rohrpost.shell("seq 100000 | cksum"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "false true, 0",
        "true false, 1",
        "--pipefail false true, 1",
        "--pipefail 'sh -c \"exit 3\"' 'sh -c \"exit 5\"' true, 5",
        "'sh -c \"kill -9 $$\"', 137",
        "--pipefail 'sh -c \"kill -TERM $$\"' true, 143",
        "--timeout 10ms 'sleep 600' cat, 124"
      })
  void theStatusIsThatOfTheShell(String words, int status) throws Exception {
    assertThat(Rohrpost.shell("rohrpost connect " + words)).isEqualTo(new Output(status, "", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-program-here, 127, ENOENT",
    "/etc/no-such-program, 127, ENOENT",
    "/etc, 126, EACCES",
    "/etc/passwd, 126, EACCES"
  })
  @Row("BOX-01")
  void whatCannotBeStartedLeavesNothingRunning(String program, int status, String errno)
      throws Exception {
    var mark = "6543.21" + ProcessHandle.current().pid();
    var output = Rohrpost.run("connect", "sleep " + mark, program, "sleep " + mark);
    assertThat(output.status()).isEqualTo(status);
    assertThat(output.err())
        .startsWith("rohrpost: execve(" + program + "): " + errno + ": ")
        .containsOnlyOnce("\n");
    assertThat(running(mark)).isEmpty();
  }

  @Test
  void aFileWithoutAMeaningCannotBeExecuted() throws Exception {
    var file = Files.writeString(folder.resolve("program"), "\0\1\2");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    var output = Rohrpost.run("connect", file.toString(), "cat");
    assertThat(output.status()).isEqualTo(126);
    assertThat(output.err()).contains("ENOEXEC").containsOnlyOnce("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "''",
        "' '",
        "\"ls 'a\"",
        "ls '|'",
        "'|' ls",
        "ls '|' '|' wc",
        "--timeout 5 ls",
        ""
      })
  void wrongUsageIsOneLine(String words) throws Exception {
    var output = Rohrpost.shell("rohrpost connect " + words);
    assertThat(output.status()).isEqualTo(2);
    assertThat(output.err()).startsWith("rohrpost: ").containsOnlyOnce("\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 34, 36, 38, 40})
  @Row("F12")
  void tooFewDescriptorsAreOneLineAndLeaveNothing(int limit) throws Exception {
    Foreign.require("prlimit");
    var mark = "6543.22" + ProcessHandle.current().pid();
    var programs = "'sleep " + mark + "' cat cat cat cat cat cat true";
    var line = "prlimit --nofile=" + limit + " rohrpost connect --timeout 1s " + programs;
    var output = Rohrpost.shell(line);
    assertThat(output.status()).isIn(1, 124);
    if (output.status() == 1) {
      assertThat(output.err()).contains("EMFILE").containsOnlyOnce("\n");
    }
    assertThat(running(mark)).isEmpty();
  }

  /// With ever more room, until there is enough: for some values the JVM runs and a program does
  /// not.
  @Test
  @Row("F24")
  void aFullProcessTableIsOneLine() throws Exception {
    Foreign.require("setpriv");
    var said = new ArrayList<String>();
    for (var limit = 10; limit < 64; limit++) {
      var user = "setpriv --reuid 64123 --clear-groups prlimit --nproc=" + limit;
      var output = Rohrpost.shell(user + " rohrpost connect true cat true");
      if (output.status() == 0) {
        break;
      }
      assertThat(output.status()).isEqualTo(1);
      if (output.err().startsWith("rohrpost: ")) { // else it is the JVM that cannot start
        assertThat(output.err())
            .containsAnyOf("EAGAIN", "out of memory: unable to create native thread")
            .containsOnlyOnce("\n");
        said.add(output.err());
      }
    }
    assertThat(said).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129", "QUIT, 131"})
  @Row("BOX-03")
  void aSignalEndsAllPrograms(String signal, int status) throws Exception {
    var mark = "7654.32" + ProcessHandle.current().pid();
    try (var connect =
        Running.start(
            Rohrpost.shellBuilder(
                "exec env --default-signal rohrpost connect \"$1\" \"$2\"",
                "sleep " + mark,
                "sh -c 'echo up; cat'"))) {
      assertThat(connect.line(Rohrpost.PATIENCE)).isEqualTo("up");
      Rohrpost.shell("kill -" + signal + " " + connect.pid()).orFail();
      assertThat(connect.await(Rohrpost.PATIENCE)).isEqualTo(new Output(status, "", ""));
    }
    assertThat(running(mark)).isEmpty();
  }

  /// On a terminal all are in one group, as in a shell, and the key reaches all of them at once.
  @Test
  @Row("F10")
  void theInterruptKeyEndsAllPrograms() throws Exception {
    Foreign.require("script");
    var mark = "7654.33" + ProcessHandle.current().pid();
    var line = "rohrpost connect 'sleep " + mark + "' 'sh -c \"echo up; sleep " + mark + "\"' cat";
    var builder = Rohrpost.shellBuilder("script -qec \"$1\" /dev/null", line);
    try (var terminal = Running.start(builder)) {
      assertThat(terminal.line(Rohrpost.PATIENCE)).isEqualTo("up\r");
      terminal.stdin().write(3); // ^C
      terminal.stdin().flush();
      assertThat(terminal.await(Rohrpost.PATIENCE).status()).isEqualTo(130);
    }
    assertThat(running(mark)).isEmpty();
  }

  @Test
  void whoIgnoresTermIsKilled() throws Exception {
    try (var connect =
        Running.start(
            Rohrpost.builder(
                "connect", "--timeout", "1s", "sh -c \"trap '' TERM; echo up; cat\""))) {
      assertThat(connect.line(Rohrpost.PATIENCE)).isEqualTo("up");
      assertThat(connect.await(Rohrpost.PATIENCE).status()).isEqualTo(124);
    }
  }

  /// The last program waits when all has passed, so that the JVM can be asked what it has used.
  @Test
  void processorTimeOfTheJvmDoesNotGrowWithTheBytes() throws Exception {
    var little = ticksFor("1M", "1048576");
    var much = ticksFor("1G", "1073741824");
    assertThat(much).as("ticks of 10 ms").isLessThan(little + 25);
  }

  private static long ticksFor(String size, String count) throws Exception {
    try (var connect =
        Rohrpost.start("connect", "yes", "head -c " + size, "sh -c 'wc -c; exec sleep 600'")) {
      assertThat(connect.line(Rohrpost.PATIENCE)).isEqualTo(count);
      var stat = Files.readString(Path.of("/proc/" + connect.pid() + "/stat"));
      connect.handle().destroy(); // which ends the programs, too
      var _ = connect.await(Rohrpost.PATIENCE);
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
  }

  @Test
  void jsonTellsWhatBecameOfEach() throws Exception {
    var output =
        Rohrpost.shell("rohrpost connect --json 'sh -c \"exit 3\"' 'sh -c \"kill -9 $$\"'");
    assertThat(output.status()).isEqualTo(137);
    var numbers =
        "\"user_seconds\":[0-9.E-]+,\"system_seconds\":[0-9.E-]+,\"max_resident_bytes\":null";
    assertThat(output.err())
        .matches(
            "\\{\"programs\":\\[\\{\"program\":\"[^}]*\",\"pid\":\\d+,\"status\":3,\"signal\":null,"
                + numbers
                + "\\},\\{[^}]*\"status\":137,\"signal\":\"SIGKILL\","
                + numbers
                + "\\}\\]\\}\n");
  }

  /// What the kernel tells begins with the memory of the JVM, which was there before the program.
  @Test
  void theMemoryOfAProgramIsItsOwnOrNotTold() throws Exception {
    var large = "python3 -c \"b = bytearray(300_000_000)\"";
    Foreign.require("python3");
    // What a child of this JVM is given to count from is the JVM's; what a shell starts, the
    // shell's.
    var output = Rohrpost.shell("rohrpost connect --json \"$1\" true; exit", large);
    var matcher = Pattern.compile("\"max_resident_bytes\":(\\w+)").matcher(output.err());
    assertThat(matcher.results().map(found -> found.group(1))).hasSize(2).last().isEqualTo("null");
    assertThat(matcher.reset().find()).isTrue();
    assertThat(Long.parseLong(matcher.group(1))).isBetween(300_000_000L, 400_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "'', HUP, 129",
    "HUP, HUP, 0",
    "'HUP QUIT', QUIT, 0",
    "INT, INT, 0",
    "USR2, USR2, 0",
    "PIPE, PIPE, 141"
  })
  void programsIgnoreWhatTheCallerIgnores(String ignored, String sent, int status)
      throws Exception {
    var output =
        Rohrpost.shell(
            "for s in $1; do ignore+=\" --ignore-signal=$s\"; done; exec env --default-signal $ignore rohrpost connect \"sh -c 'kill -$2 \\$\\$; echo survived'\"",
            ignored,
            sent);
    assertThat(output).isEqualTo(new Output(status, status == 0 ? "survived\n" : "", ""));
  }

  /// As nohup(1) has it.
  @ParameterizedTest
  @ValueSource(strings = {"HUP", "QUIT", "INT"})
  void itIgnoresWhatItWasStartedToIgnore(String signal) throws Exception {
    var line = "trap '' " + signal + "; exec rohrpost connect 'sh -c \"echo up; exec cat\"'";
    try (var connect = Running.start(Rohrpost.shellBuilder(line))) {
      assertThat(connect.line(Rohrpost.PATIENCE)).isEqualTo("up");
      Rohrpost.shell("kill -" + signal + " " + connect.pid()).orFail();
      connect.endInput();
      assertThat(connect.await(Rohrpost.PATIENCE)).isEqualTo(new Output(0, "", ""));
    }
  }

  @Test
  void nothingOfTheJvmIsInTheEnvironmentOfPrograms() throws Exception {
    var env = Rohrpost.shell("env -i PATH=\"$PATH\" rohrpost connect env").orFail().out();
    assertThat(env.lines()).noneMatch(line -> line.contains("JAVA"));
    var own = "env -i PATH=\"$PATH\" _JAVA_SR_SIGNUM=60 rohrpost connect env";
    assertThat(Rohrpost.shell(own).orFail().out().lines()).contains("_JAVA_SR_SIGNUM=60");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'sleep 5' --timeout 1s", "ls -l", "cat --json cat"})
  void anOptionInThePlaceOfAProgramIsExplained(String words) throws Exception {
    var output = Rohrpost.shell("rohrpost connect " + words);
    assertThat(output.status()).isEqualTo(127);
    assertThat(output.err())
        .contains("options come before the first program")
        .containsOnlyOnce("\n");
  }

  @Test
  void progressCountsWhatPasses() throws Exception {
    var output = Rohrpost.run("connect", "--progress", "yes", "head -c 100000", "wc -c");
    assertThat(output.orFail().out()).isEqualTo("100000\n");
    assertThat(output.err()).contains("head -c 100000 | wc -c: 100000 bytes");
  }

  @Test
  void progressIsShownWhileItLasts() throws Exception {
    var line = "rohrpost connect --progress cat 'sed -u d' 2>&1";
    try (var connect = Running.start(Rohrpost.shellBuilder(line))) {
      connect.stdin().write("twelve bytes".getBytes(StandardCharsets.US_ASCII));
      connect.stdin().flush();
      var shown = connect.line(Rohrpost.PATIENCE);
      while (!shown.equals("cat | 12 bytes | sed -u d")) {
        assertThat(shown).isEqualTo("cat | 0 bytes | sed -u d");
        shown = connect.line(Rohrpost.PATIENCE);
      }
      connect.endInput();
      var _ = connect.await(Rohrpost.PATIENCE).orFail();
    }
  }

  @Test
  void onATerminalProgressIsOneLineThatChanges() throws Exception {
    Foreign.require("script");
    var line = "rohrpost connect --progress \"sh -c 'echo a; sleep 1'\" cat";
    var output = Rohrpost.shell("script -qec \"$1\" /dev/null", line);
    assertThat(output.orFail().out())
        .contains("a\r\n")
        .contains("\rsh -c 'echo a; sleep 1' | 2 bytes | cat\r")
        .endsWith("\rsh -c 'echo a; sleep 1' | cat: 2 bytes\r\n");
  }

  @Test
  void closedStandardDescriptorsAreThoseOfThePrograms() throws Exception {
    var output = Rohrpost.shell("rohrpost connect 'echo a' cat >&-; echo $?");
    assertThat(output.out()).isEqualTo("1\n");
    assertThat(Rohrpost.shell("rohrpost connect cat <&-; echo $?").out()).isEqualTo("1\n");
  }

  @Test
  void programsGetTheLocaleOfTheUser() throws Exception {
    assertThat(Rohrpost.shell("LC_ALL=C rohrpost connect 'printf ä' 'wc -c'").out())
        .isEqualTo("2\n");
    assertThat(Rohrpost.shell("LC_ALL=POSIX rohrpost connect env 'grep ^LC_ALL='").out())
        .isEqualTo("LC_ALL=POSIX\n");
    assertThat(Rohrpost.shell("unset LC_ALL LANG; rohrpost connect env 'grep -c ^LC_ALL='").out())
        .isEqualTo("0\n");
  }

  /// The programs that carry a mark in their arguments.
  private static List<String> running(String mark) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains("sleep " + mark))
        .toList();
  }

  /// As the command of a container: who adopts orphans has to reap them.
  @Test
  void asProcessOneItLeavesNoZombie() throws Exception {
    Foreign.require("unshare");
    var unshare = "unshare --pid --fork --mount-proc --kill-child ";
    Assumptions.assumeTrue(
        Rohrpost.shell(unshare + "true").status() == 0, "this user cannot make a namespace");
    var program =
        "i=0; while [ $((i += 1)) -le 200 ]; do (sleep 0.0$((i % 10)) &); done;"
            + " while ps -eo stat=,comm= | grep -E \"^Z|sleep\"; do :; done >&2; exit 7";
    var connect = unshare + "rohrpost connect --pipefail 'sh -c \"exit 3\"' \"$1\"";
    assertThat(Rohrpost.shell(connect, "sh -c '" + program + "'").status()).isEqualTo(7);
  }
}
