package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `rohrpost supervise` cannot do is one clear line, and nothing on disk is changed.
@Timeout(120)
class SuperviseBadInputTest {
  @TempDir Path folder;

  private Output shell(String line) throws InterruptedException {
    return Rohrpost.shell("cd \"$1\" && " + line, folder.toString());
  }

  /// Returns everything in the folder, with kinds, owners, modes and contents.
  private String contents() throws InterruptedException {
    return shell("find . -printf '%p %y %m %u %s %i %l\\n'; cat text other 2>/dev/null").out();
  }

  private void isRefused(String words, int status, String reason) throws Exception {
    var before = contents();
    var output = shell("timeout 60 rohrpost supervise " + words);
    var said = output.err().lines().filter(line -> !line.startsWith("{\"event\"")).toList();
    assertThat(said).as(words).hasSize(1);
    assertThat(said.getFirst()).startsWith("rohrpost: ").contains(reason);
    assertThat(output.status()).as(said.getFirst()).isEqualTo(status);
    assertThat(contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --workers 0                                   | 1 worker or more
          --workers x                                   | no count
          --grace -1                                    | no duration
          --grace 5                                     | of what? write 5s
          --socket-mode 0999 --listen unix:a            | no mode
          --socket-mode 01777 --listen unix:a           | no bits but those of 0777
          --socket-mode 0660                            | --listen without unix: makes none
          --listen unix:a --listen unix:a               | one listener
          --listen unix:a --listen unix:./a             | one listener
          --listen unix:a --listen "unix:$PWD/x/../a"   | one listener
          --listen unix:x/a --listen unix:link/a        | unix:x/a and unix:link/a share one
          --listen unix:x/a --listen unix:to-a          | one listener
          --listen tcp://[::1]:80 --listen tcp://[::1]:80 | one listener
          --listen tcp://localhost:80 --listen tcp://127.0.0.1:80 --listen tcp://[::1]:80 | one listener
          --listen tcp://127.1.2.3:80 --listen tcp://0.0.0.0:80 | one listener
          --listen tcp://[::1]:80 --listen tcp://[::]:80 | leave out what the other includes
          --listen unix:b --listen tcp://[::1]:80 --listen tcp://[0::1]:80 --pid-file p | one listener
          --listen unix:                                | not tcp://HOST:PORT or unix:/PATH
          --listen unix:@a                              | use a path
          --listen tcp://127.0.0.1:99999                | a port is 0 to 65535
          --listen udp://127.0.0.1:80                   | not tcp://HOST:PORT or unix:/PATH
          --min-uptime 5s --ready-timeout 5s            | not 5s of 5s
          --ready-timeout 0s                            | more than 0
          --max-crashes -1                              | negative
          --forward TERM=HUP                            | TERM
          --forward KILL=HUP                            | KILL
          --forward SEGV=HUP                            | belongs to the JVM
          --forward X                                   | SIGNAL=SIGNAL
          --forward HUP=                                | no such signal
          --forward USR1=HUP --forward SIGUSR1=HUP      | forwarded twice
          --pid-file ''                                 | a file has a name
          """)
  void wrongUsage(String options, String reason) throws Exception {
    shell("mkdir x && ln -s x link && ln -s x/a to-a").orFail();
    isRefused(options + " -- sleep 60", 2, reason);
  }

  /// A socket of IPv6 takes IPv4 as well, unless the machine has it otherwise.
  @ParameterizedTest
  @CsvSource({"0, 2", "1, 124"})
  void everyAddressOfBothVersions(int bindV6Only, int status) throws Exception {
    Foreign.require("unshare");
    Foreign.require("ip");
    var setting = "ip link set lo up; echo " + bindV6Only + " >/proc/sys/net/ipv6/bindv6only; ";
    var command =
        "timeout 4 rohrpost supervise --listen tcp://[::]:80 --listen tcp://0.0.0.0:80 -- sleep 60";
    var output = shell("unshare -n bash -c '" + setting + command + "'");
    assertThat(output.status()).as(output.err()).isEqualTo(status);
    assertThat(output.err().contains("tcp://[::]:80 and tcp://0.0.0.0:80 share one"))
        .isEqualTo(status == 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none/run.pid | ENOENT: no such file or directory; make its folder first: mkdir -p none
          text/run.pid | ENOTDIR
          link         | a symbolic link and no pid file): EEXIST
          dir          | a folder and no pid file): EEXIST
          fifo         | a FIFO and no pid file): EEXIST
          other        | a file of the user 64123 and no pid file): EEXIST
          text         | other text and no pid file): EEXIST
          /dev/null    | a device and no pid file): EEXIST
          """)
  void aPidFileThatIsNone(String name, String reason) throws Exception {
    shell("echo text >text; ln -s text link; mkdir dir; mkfifo fifo; echo 12 >other").orFail();
    shell("chown 64123 other").orFail();
    isRefused("--pid-file " + name + " -- sleep 60", 1, reason);
  }

  @Test
  void aPidFileIsHeldByWhoRuns() throws Exception {
    try (var first = SupervisedService.start(folder, "--pid-file", "run.pid", "sleep", "600")) {
      first.worker();
      isRefused("--pid-file run.pid -- sleep 60", 1, "of supervisor " + first.pid());
      first.send("TERM").end().orFail();
    }
    assertThat(folder).isEmptyDirectory();
  }

  /// What a killed one has left holds nothing up, as its number may be somebody else's by now.
  @Test
  void aPidFileOfBeforeIsTakenOver() throws Exception {
    for (var content : List.of("", "1", ProcessHandle.current().pid() + "\n")) {
      var file = Files.writeString(folder.resolve("run.pid"), content);
      try (var next = SupervisedService.start(folder, "--pid-file", "run.pid", "sleep", "600")) {
        next.worker();
        assertThat(Files.readString(file)).isEqualTo(next.pid() + "\n");
        next.send("TERM").end().orFail();
      }
      assertThat(file).doesNotExist();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          size=4k,nr_inodes=9 | --pid-file m/run.pid | ENOSPC
          ro                  | --pid-file m/run.pid | EROFS
          ro                  | --listen unix:m/sock | EROFS
          """)
  void aFileSystemThatIsFullOrReadOnly(String options, String words, String errno)
      throws Exception {
    Foreign.require("unshare");
    var mount =
        "mkdir m; mount -t tmpfs -o " + options + " t m; { head -c 9999 /dev/zero >m/fill; }";
    var line = mount + " 2>/dev/null; rohrpost supervise " + words + " -- sleep 60; echo $?; ls m";
    var output = shell("unshare -m bash -c '" + line + "'");
    assertThat(output.err()).startsWith("rohrpost: ").contains(errno).hasLineCount(1);
    assertThat(output.out().lines()).startsWith("1").doesNotContain("run.pid", "sock");
  }

  @Test
  void aFolderOfAnotherUserIsLeftAlone() throws Exception {
    Foreign.require("setpriv");
    shell("chmod 755 .; mkdir -m 755 mine").orFail();
    for (var words : List.of("--listen unix:mine/s", "--pid-file mine/run.pid")) {
      var user = "setpriv --reuid 64123 --clear-groups rohrpost supervise ";
      var output = shell(user + words + " -- sleep 60");
      assertThat(output.status()).isEqualTo(1);
      assertThat(output.err())
          .startsWith("rohrpost: ")
          .contains("EACCES", "look at the permissions")
          .hasLineCount(1);
      assertThat(folder.resolve("mine")).isEmptyDirectory();
    }
  }

  @ParameterizedTest
  @CsvSource({"none, ENOENT", "text, ENOTDIR", "longest, too long for a socket in it"})
  void aTemporaryFolderThatIsNone(String name, String reason) throws Exception {
    Files.writeString(folder.resolve("text"), "text");
    var place = name.equals("longest") ? "l".repeat(100) : name;
    var options = "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=$PWD/" + place;
    var output = shell("mkdir -p " + "l".repeat(100) + "; " + options + " rohrpost supervise true");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err().lines().toList())
        .last()
        .asString()
        .startsWith("rohrpost: ")
        .contains(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "--listen tcp://no-such-host.invalid:80 sleep 60, 1, no such host",
    "--listen unix:none/s sleep 60, 1, make its folder first: mkdir -p none",
    "., 126, EACCES",
    "./none, 127, ENOENT",
    "'', 127, ENOENT"
  })
  void whatIsNotThere(String words, int status, String reason) throws Exception {
    isRefused(words.isEmpty() ? "''" : words, status, reason);
  }
}
