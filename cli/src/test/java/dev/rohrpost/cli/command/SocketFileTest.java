package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The socket files that commands make: whose they are, and what is refused.
@Timeout(180)
class SocketFileTest {
  private static final String GIVEN_AWAY =
      " --socket-mode 0666 --socket-owner daemon --socket-group 34";

  @TempDir Path folder;

  /// Runs a line in which `$1` is a socket file, and `there` waits until it is there.
  private Output shell(String line) throws InterruptedException {
    return Rohrpost.shell(
        "umask 077; there() { until [[ -e $1 ]]; do sleep 0.05; done; }; " + line,
        folder.resolve("s").toString());
  }

  private static void assumeRoot() throws Exception {
    Assumptions.assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root gives away");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relay listen+unix-seqpacket:$1 -",
        "receive listen+unix:$1",
        "send listen+unix:$1 x",
        "http-echo --listen unix:$1"
      })
  void eachCommandMakesTheFileAsItIsAskedTo(String command) throws Exception {
    assumeRoot();
    var made =
        shell(
            "rohrpost "
                + command
                + GIVEN_AWAY
                + " 2>/dev/null & there $1; stat -c '%a %U %g' $1; kill $!; wait $!; ls $1*");
    assertThat(made.out()).isEqualTo("666 daemon 34\n");
  }

  /// This file is there a moment before it is given away, and is nobody's until then.
  @Test
  void aSocketOfDatagramsIsGivenAwayToo() throws Exception {
    assumeRoot();
    var made =
        shell(
            "rohrpost receive unix-dgram:$1"
                + GIVEN_AWAY
                + " & there $1; until [[ $(stat -c %a $1) != 0 ]]; do :; done;"
                + " stat -c '%a %U %g' $1; rohrpost send unix-dgram:$1 hello; wait $!; ls $1*");
    assertThat(made.out()).isEqualTo("666 daemon 34\nhello\n");
  }

  @Test
  void anotherUserMayConnectWhereTheModeSaysSo() throws Exception {
    assumeRoot();
    Foreign.require("setpriv");
    Foreign.require("socat");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var got =
        shell(
            "rohrpost receive listen+unix:$1 --socket-mode 0666 & there $1; echo hello | setpriv"
                + " --reuid 65534 --regid 65534 --clear-groups socat -u - UNIX-CONNECT:$1; wait");
    assertThat(got.orFail().out()).isEqualTo("hello\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "receive listen+unix:s --socket-mode 0999|'0999' is no mode",
        "receive listen+unix:s --socket-mode 1600|no bits but those of 0777",
        "http-echo --listen unix:s --socket-owner no-such-user|there is no user 'no-such-user'",
        "relay listen+unix:s - --socket-group 4294967295|there is no group '4294967295'",
        "receive listen+tcp://:0 --socket-mode 0660|--socket-mode is for socket files",
        "receive listen+unix:@s --socket-owner 0|--socket-owner is for socket files",
        "send unix-dgram:s x --socket-group 0|--socket-group is for socket files",
        "relay unix:s - --socket-mode 0660|--socket-mode is for socket files",
        "http-echo --socket-mode 0660|--socket-mode is for socket files",
        "receive fifo:s --socket-mode 0660|--socket-mode is for socket files",
      })
  void whatCannotBeIsWrongUsage(String line, String says) throws Exception {
    var refused = Rohrpost.run(line.split(" ", -1));
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains(says).hasLineCount(1);
  }

  /// What is in the way is left alone unless it is a stale socket.
  @ParameterizedTest
  @ValueSource(strings = {"echo x >$1", "mkdir $1", "mkfifo $1", "ln -s nowhere $1"})
  void whatIsNoSocketIsNotReplaced(String making) throws Exception {
    var refused =
        shell(
            making
                + "; ls -ld $1 >$1.before; rohrpost receive listen+unix:$1; echo $?; rohrpost receive"
                + " unix-dgram:$1; echo $?; ls -ld $1 | cmp - $1.before");
    assertThat(refused.orFail().out()).isEqualTo("1\n1\n");
    assertThat(refused.err().lines()).hasSize(2).allMatch(line -> line.contains("EADDRINUSE"));
  }

  /// At the end only the file that was made is removed.
  @ParameterizedTest
  @ValueSource(strings = {"echo x >$1", "mkdir $1", "mkfifo $1", "ln -s nowhere $1"})
  void whatSomebodyElseHasPutInItsPlaceStays(String making) throws Exception {
    var ended =
        shell(
            "rohrpost http-echo --listen unix:$1 2>/dev/null & there $1; rm $1; "
                + making
                + "; kill $!; wait $!; ls -d $1*");
    assertThat(ended.out()).isEqualTo(folder.resolve("s") + "\n");
  }
}
