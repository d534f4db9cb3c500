package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `./rohrpost` itself.
class LauncherTest {
  @TempDir Path folder;

  private Output shell(String line, String... words) throws Exception {
    var builder = Rohrpost.shellBuilder(line, words).directory(folder.toFile());
    try (var running = Running.start(builder)) {
      running.endInput();
      return running.await(Duration.ofMinutes(10));
    }
  }

  @Test
  void itIsFoundThroughLinksAndFromAnywhere() throws Exception {
    var file = Rohrpost.ROOT.resolve("rohrpost").toString();
    var line =
        "ln -s \"$1\" first; mkdir sub; ln -s ../first sub/second;"
            + " sub/second --version; cd sub; ./second --version; cd /; rohrpost --version";
    assertThat(shell(line, file).orFail().out().lines())
        .hasSize(3)
        .allMatch(l -> l.startsWith("rohrpost "));
    var relative =
        Rohrpost.shell(
            "cd \"$1\"; ./rohrpost --version; cd cli; ../rohrpost --version",
            Rohrpost.ROOT.toString());
    assertThat(relative.orFail().out().lines()).hasSize(2);
  }

  @Test
  void itNeedsNoEnvironment() throws Exception {
    assertThat(
            shell("exec env -i \"$1\" --version", Rohrpost.ROOT.resolve("rohrpost").toString())
                .orFail()
                .err())
        .isEmpty();
  }

  @Test
  void wordsArriveAsTheyAre() throws Exception {
    var line =
        "rohrpost connect printf '[%s]' '' ' ' '*' '$HOME' \"it's\" '\"' '\\' @file -x '|' cat";
    assertThat(shell(line).orFail().out()).isEqualTo("[][ ][*][$HOME][it's][\"][\\][@file][-x]");
  }

  @Test
  void theCacheIsUsed() throws Exception {
    var built = Rohrpost.ROOT.resolve("cli/target/rohrpost");
    var line =
        "source \"$1/launch\"; exec \"$jdk/bin/java\" \"${short[@]}\" -Xlog:aot:stderr"
            + " -m dev.rohrpost.cli/dev.rohrpost.cli.Main --version";
    assertThat(shell(line, built.toString()).orFail().err())
        .contains("Using AOT-linked classes: true", "full module graph: enabled");
  }

  @Test
  void theJdkIsThatOfJavaHomeIfItIsTheRightOne() throws Exception {
    for (var version : new String[] {"25.0.9", "17.0.2"}) {
      program(version + "/bin/javac", "exit 1");
      Files.writeString(folder.resolve(version + "/release"), "JAVA_VERSION=\"" + version + "\"\n");
    }
    var line = "JAVA_HOME=$PWD/$2 sh \"$1\"";
    var find = Rohrpost.ROOT.resolve("config/find-jdk").toString();
    assertThat(shell(line, find, "25.0.9").orFail().out()).isEqualTo(folder + "/25.0.9\n");
    assertThat(shell(line, find, "17.0.2").orFail().out()).doesNotContain(folder.toString());
  }

  @Test
  void withoutAJdkItSaysHowToGetOne() throws Exception {
    Foreign.require("unshare");
    var hide =
        "for d in /usr/lib/jvm /usr/lib64/jvm /usr/java /usr/local/java /opt; do"
            + " ! [ -d $d ] || mount -t tmpfs none $d || exit 77; done;"
            + " exec env -i PATH=/usr/bin:/bin HOME=/nowhere sh \"$1\"";
    var find = Rohrpost.ROOT.resolve("config/find-jdk").toString();
    var output = shell("unshare --mount sh -c \"$1\" sh \"$2\"", hide, find);
    var hidden = output.status() != 77 && !output.err().startsWith("unshare: ");
    Assumptions.assumeTrue(hidden, "only root can hide folders");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.out()).isEmpty();
    assertThat(output.err())
        .startsWith("Rohrpost needs a JDK 25: install ")
        .contains("JAVA_HOME")
        .containsOnlyOnce("\n");
  }

  @Test
  void itSaysWhatTheBuildLacks() throws Exception {
    skeleton();
    program(
        "bin/mvn", "echo '[INFO] Building Rohrpost core 1 [2/3]'; echo '[ERROR] no disk'; exit 7");
    var output = shell("PATH=$PWD/bin:$PATH ./rohrpost --version");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.out()).isEmpty();
    assertThat(output.err())
        .startsWith(
            "rohrpost: building core (2 of 3)\n[ERROR] no disk\nrohrpost: mvn: exit status 7: ")
        .contains("build.log");
  }

  /// The shell has a line of its own about it.
  @Test
  void aWorkingDirectoryThatIsGoneIsSaid() throws Exception {
    skeleton();
    var output = shell("self=$PWD/rohrpost; mkdir gone; cd gone; rmdir ../gone; $self --version");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err().lines().filter(line -> !line.startsWith("shell-init: ")))
        .containsExactly(
            "rohrpost: getcwd: ENOENT: the working directory has been removed; change to one that"
                + " is there: cd");
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaid() throws Exception {
    Foreign.require("setpriv");
    skeleton();
    var output = shell("chmod 755 . && setpriv --reuid 65534 --clear-groups ./rohrpost --version");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err()).contains("EACCES").containsOnlyOnce("\n");
  }

  /// Copies what is under version control, and with it everything that a newcomer has.
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES) // Maven builds all of it
  void aFreshCopyBuildsItselfOnceAndThenRunsReadOnly() throws Exception {
    Foreign.require("git");
    var copy =
        "mkdir copy && git -C \"$1\" ls-files -z | tar -C \"$1\" --null -T - -c | tar -C copy -x";
    shell(copy, Rohrpost.ROOT.toString()).orFail();
    var first = shell("env -u JAVA_HOME copy/rohrpost connect 'echo built' cat");
    assertThat(first.orFail().out()).isEqualTo("built\n");
    assertThat(first.err()).contains("rohrpost: building cli (");
    assertThat(shell("copy/rohrpost --version").orFail().err()).isEmpty();
    var moved =
        shell(
            "mv copy moved && chmod -R a+rX,a-w . && setpriv --reuid 65534 --clear-groups moved/rohrpost --version; chmod -R u+w .");
    assertThat(moved.orFail().out()).startsWith("rohrpost ");
  }

  private void skeleton() throws Exception {
    var build = Path.of("cli/src/main/bash/build");
    Files.createDirectories(folder.resolve(build).getParent());
    Files.copy(Rohrpost.ROOT.resolve(build), folder.resolve(build));
    Files.createDirectories(folder.resolve("config"));
    Files.copy(Rohrpost.ROOT.resolve("config/find-jdk"), folder.resolve("config/find-jdk"));
    Files.copy(Rohrpost.ROOT.resolve("rohrpost"), folder.resolve("rohrpost"));
  }

  private void program(String name, String script) throws Exception {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/bash\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /// Numbers above those that a shell has for itself.
  @ParameterizedTest
  @ValueSource(ints = {9, 255, 256, 300, 1000})
  void everyDescriptorIsTheUsers(int number) throws Exception {
    var line = "echo content >file; exec " + number + "<file; rohrpost receive fd:" + number;
    assertThat(shell(line)).isEqualTo(new Output(0, "content\n", ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 63, 255})
  void noDescriptorOfTheLauncherIs(int number) throws Exception {
    var output = shell("ulimit -Sn 64; rohrpost receive fd:" + number);
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err()).contains("EBADF").containsOnlyOnce("\n");
  }

  /// Nobody is to see that there is a JVM: no thread dump, no file in a common folder.
  @ParameterizedTest
  @CsvSource({
    "QUIT, 131, signal watch USR1",
    "QUIT, 131, doctor --watch",
    "QUIT, 131, receive listen+unix:socket",
    "QUIT, 131, relay listen+unix:socket -",
    "QUIT, 131, http-echo --listen unix:socket",
    "QUIT, 131, map --web",
    "USR2, 140, doctor --watch",
    "XCPU, 152, signal watch USR1"
  })
  void aSignalEndsEveryCommandAsItEndsOtherPrograms(String signal, int status, String words)
      throws Exception {
    var line =
        "ulimit -c 0; export TMPDIR=$PWD; env --default-signal rohrpost "
            + words
            + " <>pipe >out 2>err & pid=$!;"
            + " until [ -s out ] || [ -s err ] || [ -e socket ];"
            + " do kill -0 $pid || break; done; kill -"
            + signal
            + " $pid; wait $pid; echo $?;"
            + " ls /tmp/.java_pid$pid /tmp/hsperfdata_*/$pid 2>&1 | grep -v cannot";
    var output = shell("mkfifo pipe; " + line);
    assertThat(output.out()).isEqualTo(status + "\n");
    assertThat(Files.readString(folder.resolve("err"))).doesNotContain("thread");
    assertThat(folder.resolve("socket")).doesNotExist();
  }

  @Test
  void withDebugAThreadDumpCanBeHad() throws Exception {
    var line =
        "env --default-signal rohrpost --debug connect 'sh -c \"echo up; exec cat\"' <>pipe >out 2>err & pid=$!;"
            + " until [ -s out ]; do kill -0 $pid || exit; done; kill -QUIT $pid;"
            + " until grep -qs 'Full thread dump' err; do kill -0 $pid || exit; done;"
            + " kill -TERM $pid; wait $pid";
    assertThat(shell("mkfifo pipe; " + line).status()).isEqualTo(143);
  }

  /// Neither a command that writes to nobody nor its clean-up may wait for a reader.
  @ParameterizedTest
  @ValueSource(strings = {"signal watch USR1", "map --web", "http-echo --listen unix:socket"})
  void outputThatNobodyReadsDoesNotKeepACommandFromEnding(String words) throws Exception {
    var line =
        "mkfifo full; exec 5<>full; dd if=/dev/zero of=full bs=4k count=99 oflag=nonblock 2>&-;"
            + " env --default-signal rohrpost "
            + words
            + " >&5 2>&5 & pid=$!; until grep -qsE '^(1|64) 0x[12] ' /proc/$pid/task/*/syscall;"
            + " do kill -0 $pid || exit; done; kill -TERM $pid; wait $pid";
    assertThat(shell(line).status()).isEqualTo(143);
    assertThat(folder.resolve("socket")).doesNotExist();
  }
}
