package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Row;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sockets from the shell, with socat at the other end.
@Timeout(180)
class SocketsTest {
  @TempDir Path folder;

  @BeforeEach
  void socat() {
    Foreign.require("socat");
  }

  /// Runs a line in which `$1` is a socket file, and `there` waits until it is there.
  private Output shell(String line) throws InterruptedException {
    return Rohrpost.shell(
        "there() { until [[ -e $1 ]]; do sleep 0.05; done; }; " + line,
        folder.resolve("s").toString());
  }

  @Test
  void socatAndTheCommandTalkBothWays() throws Exception {
    assertThat(
            shell(
                    "echo question | rohrpost relay listen+unix:$1 - & there $1;"
                        + " echo answer | socat -t 10 - UNIX-CONNECT:$1; wait")
                .orFail()
                .out()
                .lines())
        .containsExactlyInAnyOrder("question", "answer");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void moreThanAPipeHoldsArrivesWhole() throws Exception {
    assertThat(
            shell(
                    "socat -u UNIX-LISTEN:$1 - | cksum & there $1;"
                        + " seq 1000000 | rohrpost relay - unix:$1 --progress; wait")
                .orFail()
                .out())
        .isEqualTo(Rohrpost.shell("seq 1000000 | cksum").out());
  }

  @Test
  void whatPassesIsShownOnRequest() throws Exception {
    var shown =
        shell("echo hi >$1.in; rohrpost relay --dump fd:3 fd:4 3<$1.in 4>$1.out; cat $1.out")
            .orFail();
    assertThat(shown.out()).isEqualTo("hi\n");
    assertThat(shown.err()).startsWith("> 00000000  68 69 0a").endsWith("|hi.|\n");
  }

  @Test
  void aDatagramIsSentFromAnAddressThatCanBeAnswered() throws Exception {
    var answered =
        shell(
            "rohrpost receive unix-dgram:$1 --json & there $1;"
                + " rohrpost send unix-dgram:$1 hello --from unix-dgram:$1.me; wait; ls $1* 2>/dev/null;"
                + " rohrpost receive udp://127.0.0.1:47811 --json & until ss -lun | grep -q :47811; do"
                + " sleep 0.05; done; rohrpost send udp://127.0.0.1:47811 hello"
                + " --from udp://127.0.0.1:47812; wait");
    assertThat(answered.orFail().out().lines().toList())
        .satisfiesExactly(
            unix -> assertThat(unix).contains("\"from\":\"unix-dgram:" + folder + "/s.me\""),
            udp -> assertThat(udp).contains("\"from\":\"udp://127.0.0.1:47812\""));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatCannotBeTheAddressOfADatagramIsRefused() throws Exception {
    var refused =
        shell(
            "rohrpost send unix-dgram:$1 x --from unix:$1.me; echo $?;"
                + " rohrpost send tcp://127.0.0.1:1 x --from udp://127.0.0.1:0; echo $?;"
                + " rohrpost send unix-dgram:$1 x --from udp://127.0.0.1:0; echo $?;"
                + " echo mine >$1.me; rohrpost send unix-dgram:$1 x --from unix-dgram:$1.me; echo $?;"
                + " cat $1.me");
    assertThat(refused.out()).isEqualTo("2\n1\n1\n1\nmine\n");
    assertThat(refused.err().lines()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"relay listen+unix:$1 -", "receive unix-dgram:$1", "send listen+unix:$1 x"})
  @Row("BOX-03")
  void aSignalEndsItInOrderAndRemovesTheFile(String command) throws Exception {
    var ended = shell("rohrpost " + command + " & there $1; kill $!; wait $!; echo $?; echo $1*");
    assertThat(ended.out()).isEqualTo("143\n" + folder.resolve("s") + "*\n");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void aMessageTellsWhoSentItAndWhatCameAlong() throws Exception {
    var received =
        shell(
                "rohrpost receive unix-dgram:$1 --json & there $1;"
                    + " rohrpost send unix-dgram:$1 text --fd 3 3</etc/hostname; wait")
            .orFail()
            .out();
    assertThat(received)
        .contains(
            "\"bytes\":4", "\"text\":\"text\"", "\"pid\":", "\"uid\":", "\"from\":\"unix-dgram:@")
        .contains("\"fds\":[\"/etc/hostname\"]");
  }

  @Test
  void whatIsWrongIsOneLine() throws Exception {
    assertThat(Rohrpost.run("send", "unix:" + folder.resolve("none"), "x").err())
        .startsWith("rohrpost: connect(" + folder.resolve("none") + "): ENOENT")
        .hasLineCount(1);
    assertThat(Rohrpost.run("relay", "mq:/none", "-").err())
        .isEqualTo("rohrpost: mq:/none cannot be relayed; join receive and send by a pipe\n");
    assertThat(Rohrpost.run("send", "tcp://no-such-host.invalid:80", "x").err())
        .startsWith("rohrpost: getaddrinfo(no-such-host.invalid): no such host: ")
        .hasLineCount(1);
  }
}
