package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.Output;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A program for each message, and for each who connects.
@ExtendWith(NoChildrenLeft.class)
@Timeout(180)
class ReceiveExecTest {
  @TempDir Path folder;

  /// `there` waits for a file, `heard` for a line in the file `out`. `$q` is a queue of POSIX,
  /// which is removed in the end.
  private Output shell(String line) throws InterruptedException {
    return Rohrpost.shell(
        "cd \"$1\"; q=mq:/exec-$$; trap 'rohrpost queue remove $q 2>/dev/null' EXIT;"
            + " there() { until [[ -e $1 ]]; do sleep 0.05; done; };"
            + " heard() { until grep -qs \"$1\" out; do sleep 0.05; done; }; "
            + line,
        folder.toString());
  }

  @Test
  void eachMessageOfAQueueHasAProgram() throws Exception {
    assertThat(
            shell(
                "rohrpost queue create $q >/dev/null; rohrpost send $q low --priority 1;"
                    + " rohrpost send $q high --priority 7;"
                    + " ROHRPOST_TYPE=stale rohrpost receive $q --count 2 --exec"
                    + " 'sh -c \"echo $ROHRPOST_PRIORITY ${ROHRPOST_TYPE-none} $(cat)\"'"))
        .isEqualTo(new Output(0, "7 none high\n1 none low\n", ""));
  }

  @Test
  void eachWhoConnectsHasAProgramWithItsBytes() throws Exception {
    Foreign.require("socat");
    assertThat(
            shell(
                    "rohrpost receive listen+unix:p --follow"
                        + " --exec 'sh -c \"echo $ROHRPOST_UID $ROHRPOST_PID $(cksum)\"' >out &"
                        + " there p; head -c 1000000 /dev/zero | socat -u - UNIX-CONNECT:p & s=$!;"
                        + " wait $s; heard \" $(head -c 1000000 /dev/zero | cksum)\";"
                        + " rohrpost send unix:p two; heard \" $(printf two | cksum)\";"
                        + " kill %1; wait %1; echo $?; grep -c \"^$(id -u) [1-9]\" out; ls")
                .out())
        .isEqualTo("143\n2\nout\n");
  }

  @Test
  void oneThatFailsIsNotTheEnd() throws Exception {
    Foreign.require("socat");
    var said =
        shell(
            "rohrpost receive listen+unix-seqpacket:p --count 3 --exec 'sh -c \"$(cat)\"' & there p;"
                + " for line in 'echo one' 'exit 3' 'echo three'; do printf %s \"$line\""
                + " | socat -u - UNIX-CONNECT:p,type=5; done; wait $!; echo $?");
    assertThat(said.out()).isEqualTo("one\nthree\n1\n");
    assertThat(said.err()).contains(": exit status 3");
    assertThat(
            shell(
                    "rohrpost receive listen+unix:q --follow --exec 'sh -c \"$(cat)\"' >out & there q;"
                        + " rohrpost send unix:q 'kill -9 $$'; rohrpost send unix:q 'echo two';"
                        + " heard two; kill $!; wait $!; echo $?")
                .out())
        .isEqualTo("143\n");
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "sh -c 'exit 3', 3", "sh -c 'kill -9 $$', 137", "head -c 2, 0"})
  void theStatusIsThatOfTheProgram(String program, int status) throws Exception {
    var exec = "--exec \"" + program.replace("$", "\\$") + '"';
    assertThat(
            shell(
                    "rohrpost queue create $q >/dev/null; rohrpost send $q abc; rohrpost receive $q "
                        + exec)
                .status())
        .isEqualTo(status);
    assertThat(shell("head -c 1M /dev/zero | rohrpost receive fd:0 " + exec).status())
        .isEqualTo(status);
    assertThat(shell("rohrpost receive fd:0 " + exec + " </dev/null").status()).isEqualTo(status);
  }

  /// Nothing is received that would be lost.
  @Test
  void aProgramThatCannotBeStartedCostsNoMessage() throws Exception {
    var said =
        shell(
            "rohrpost queue create $q >/dev/null; rohrpost send $q kept;"
                + " echo text >text; for p in no-such-program ./no/such ./text /; do"
                + " rohrpost receive $q --follow --exec \"$p x\"; echo $?; done;"
                + " rohrpost receive $q --no-wait");
    assertThat(said.out()).isEqualTo("127\n127\n126\n126\nkept\n");
    assertThat(said.err().lines())
        .hasSize(4)
        .first()
        .asString()
        .startsWith("rohrpost: execve(no-such-program): ENOENT");
  }

  /// One that only the kernel refuses.
  @Test
  void whatIsNoProgramEndsTheCommand() throws Exception {
    var said =
        shell(
            "printf '\\1\\2' >bad; chmod +x bad; echo x | rohrpost receive fd:0 --exec ./bad; echo $?;"
                + " printf '#!/no/such\\n' >lost; chmod +x lost;"
                + " echo x | rohrpost receive fd:0 --exec ./lost; echo $?");
    assertThat(said.out()).isEqualTo("126\n127\n");
    assertThat(said.err())
        .contains("execve(./bad): ENOEXEC", "execve(./lost, its interpreter): ENOENT");
  }

  @Test
  void whatIsNotReadIsNoFailure() throws Exception {
    Foreign.require("socat");
    assertThat(
            shell(
                "rohrpost receive listen+unix:p --follow --exec 'sh -c \"exec <&-; echo run\"' >out &"
                    + " there p; head -c 1M /dev/zero | socat -u - UNIX-CONNECT:p || echo failed;"
                    + " heard run; head -c 1M /dev/zero | rohrpost send unix:p || echo failed;"
                    + " until [[ $(grep -cs run out) = 2 ]]; do sleep 0.05; done; kill $!; wait $!;"
                    + " echo $?"))
        .isEqualTo(new Output(0, "143\n", ""));
  }

  @Test
  void namesOfSendersAreDataWhateverIsInThem() throws Exception {
    Foreign.require("python3");
    assertThat(
            shell(
                    """
                    rohrpost receive listen+unix-dgram:p --count 2 \\
                      --exec 'sh -c "echo \\"$ROHRPOST_FROM\\""' & there p
                    python3 - $$ <<'END'
                    import socket, sys
                    for name in b'$(id)\\0b', b'; printf %s':
                        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                        s.bind(b'\\0' + sys.argv[1].encode() + name); s.sendto(b'x', 'p')
                    END
                    wait $!; echo " $? $$"
                    """)
                .out())
        .matches("unix-dgram:@(\\d+)\\$\\(id\\)@b\nunix-dgram:@\\1; printf %s\n 0 \\1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "HUP"})
  void aSignalLeavesNoProgram(String signal) throws Exception {
    assertThat(
            shell(
                    "rohrpost queue create $q >/dev/null; rohrpost send $q x; rohrpost receive $q"
                        + " --follow --exec 'sh -c \"sleep 600 & echo $$ $! >pids; wait\"' & there"
                        + " pids; until read a b <pids; do sleep 0.05; done; kill -"
                        + signal
                        + " $!; wait $!; echo $?; for p in $a $b; do"
                        + " while [[ -e /proc/$p ]] && ! grep -qs 'State:.Z' /proc/$p/status; do"
                        + " sleep 0.05; done; done 2>/dev/null; echo gone")
                .out())
        .endsWith("gone\n")
        .startsWith("1");
  }

  /// One that hangs while it reads, and ones that do not read: of a message, and of a stream.
  @Test
  void theTimeoutEndsTheProgram() throws Exception {
    assertThat(
            shell(
                    "rohrpost queue create $q >/dev/null; rohrpost send $q x;"
                        + " rohrpost receive $q --timeout 2s --exec 'sleep 600'; echo $?;"
                        + " head -c 1M /dev/zero | rohrpost receive fd:0 --timeout 2s --exec"
                        + " 'sleep 600'; echo $?;"
                        + " (echo; exec sleep 4) | rohrpost receive fd:0 --timeout 2s --exec cat;"
                        + " echo $?")
                .out())
        .isEqualTo("124\n124\n\n124\n");
  }

  /// Not to wait for messages is not to hurry programs.
  @Test
  void aProgramTakesItsTimeWithoutWaiting() throws Exception {
    assertThat(
            shell(
                    "rohrpost queue create $q >/dev/null; rohrpost receive $q --no-wait --exec cat;"
                        + " echo $?; rohrpost send $q one; rohrpost send $q two;"
                        + " rohrpost receive $q --follow --no-wait --exec"
                        + " 'sh -c \"sleep 0.3; cat; echo\"'; echo $?")
                .out())
        .isEqualTo("3\none\ntwo\n0\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat --json", "cat --hex", "cat --raw", "''", "\"'open\""})
  void wrongUsageIsRefused(String words) throws Exception {
    var said = shell("rohrpost receive fd:0 --exec " + words);
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.out()).isEmpty();
  }
}
