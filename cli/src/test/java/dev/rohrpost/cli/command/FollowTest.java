package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.Output;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Receiving from one after the other, and from everybody.
@ExtendWith(NoChildrenLeft.class)
@Timeout(180)
class FollowTest {
  @TempDir Path folder;

  /// `there` waits for a file, `heard` for a line in the file `out`.
  private Output shell(String line) throws InterruptedException {
    return Rohrpost.shell(
        "cd \"$1\"; there() { until [[ -e $1 ]]; do sleep 0.05; done; };"
            + " heard() { until grep -qs \"$1\" out; do sleep 0.05; done; }; "
            + line,
        folder.toString());
  }

  @Test
  void whoComesNextIsReceivedFrom() throws Exception {
    assertThat(
            shell(
                    "rohrpost receive listen+unix:p --follow >out & there p;"
                        + " rohrpost send unix:p 'one '; rohrpost send unix:p two; heard two;"
                        + " kill $!; wait $!; echo $?; cat out; ls")
                .out())
        .isEqualTo("143\none twoout\n");
  }

  @Test
  void nothingIsLostOfThoseWhoWait() throws Exception {
    Foreign.require("python3");
    assertThat(
            shell(
                    """
                    rohrpost receive listen+unix-seqpacket:p --follow >out & there p
                    python3 - <<'END'
                    import socket
                    for i in range(20):
                        s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                        s.connect('p'); s.send(b'first of %d' % i); s.send(b'last of %d' % i)
                        s.close()
                    END
                    heard 'last of 19'; kill $!; wait $!; cat out
                    """)
                .out()
                .lines())
        .hasSize(40)
        .startsWith("first of 0", "last of 0", "first of 1")
        .endsWith("first of 19", "last of 19");
  }

  @Test
  void aCountIsReachedOverSeveral() throws Exception {
    Foreign.require("socat");
    assertThat(
            shell(
                    "rohrpost receive listen+unix-seqpacket:p --count 2 & there p;"
                        + " rohrpost send unix-seqpacket:p one; rohrpost send unix-seqpacket:p two;"
                        + " wait $!; echo $?")
                .out())
        .isEqualTo("one\ntwo\n0\n");
    assertThat(
            shell(
                    "rohrpost receive listen+unix:q --follow --timeout 3s & there q;"
                        + " rohrpost send unix:q one; wait $!; echo \" $?\"")
                .out())
        .isEqualTo("one 124\n");
  }

  @Test
  void oneWhoBreaksOffIsNotTheEnd() throws Exception {
    Foreign.require("python3");
    var said =
        shell(
            """
            rohrpost receive listen+tcp://127.0.0.1:0 --follow >out 2>err & r=$!
            until port=$(ss -Hltnp | grep -o "127.0.0.1:[0-9]* .*pid=$r," | cut -d' ' -f1); [[ $port ]]
            do sleep 0.05; done
            python3 - "${port#*:}" <<'END'
            import socket, struct, sys
            s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            s.close()
            END
            rohrpost send "tcp://$port" two; heard two; kill $r; wait $r; cat out
            """);
    assertThat(said.out()).isEqualTo("two");
  }

  @Test
  void aFailedConnectionEndsNoReceiver() throws Exception {
    Foreign.require("strace");
    assertThat(
            shell(
                    "strace -f -qq -o /dev/null -e trace=accept4"
                        + " -e inject=accept4:error=ECONNABORTED:when=1"
                        + " rohrpost receive listen+unix:p & there p; rohrpost send unix:p one;"
                        + " wait $!; echo \" $?\"")
                .out())
        .isEqualTo("one 0\n");
  }

  @Test
  void datagramsAreHeardWhetherTheyCanBeAnsweredOrNot() throws Exception {
    Foreign.require("socat");
    assertThat(
            shell(
                    "rohrpost relay listen+unix-dgram:p - </dev/null >out & there p;"
                        + " rohrpost send unix-dgram:p 'one '; echo two | socat - UNIX-SENDTO:p;"
                        + " rohrpost send unix-dgram:p three; heard three; kill $!; wait $!;"
                        + " echo $?; cat out")
                .out())
        .isEqualTo("143\none two\nthree");
  }

  /// As systemd and inetd hand sockets over.
  @Test
  void aListeningDescriptorIsAcceptedFrom() throws Exception {
    Foreign.require("python3");
    var said =
        shell(
            """
            cat >give.py <<'END'
            import os, socket, sys
            s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen()
            os.dup2(s.fileno(), 3); os.set_inheritable(3, True)
            os.execvp('rohrpost', ['rohrpost'] + sys.argv[2:])
            END
            python3 give.py a receive fd:3 --follow >out & there a
            rohrpost send unix:a 'one '; rohrpost send unix:a two; heard two; kill $!; wait $!; cat out
            python3 give.py b send fd:3 ' three' & there b; rohrpost receive unix:b; wait $!
            python3 give.py c relay fd:3 - </dev/null & there c
            rohrpost send unix:c ' four'; wait $!
            python3 give.py d relay fd:3 unix:a --each 2>err & there d
            rohrpost send unix:d five; rohrpost send unix:d six; kill $!; wait $!; ls; cat err
            """);
    assertThat(said.out()).startsWith("one two three four");
    assertThat(said.out()).contains("a\nb\nc\nd\n", "connection 2: connect(a): ECONNREFUSED");
  }

  /// Two of the three drop what comes, because their queues are full.
  @Test
  void theAddressesOfANameShareTheDeadline() throws Exception {
    Foreign.require("unshare");
    Foreign.require("python3");
    var said =
        shell(
            """
            cat >hosts.py <<'END'
            import socket, subprocess
            def listener(host, port):
                s = socket.socket(); s.bind((host, port)); s.listen(0); return s
            good = listener('127.0.0.1', 0); port = good.getsockname()[1]
            full = [listener(host, port) for host in ('127.0.0.2', '127.0.0.3')]
            queued = [socket.create_connection(s.getsockname()) for s in full]
            sender = subprocess.Popen(
                ['rohrpost', 'send', 'tcp://many:%d' % port, 'arrived', '--timeout', '60s'])
            c, _ = good.accept(); print(c.recv(99).decode(), sender.wait())
            END
            unshare --mount sh -c '
              printf "127.0.0.2 many\\n127.0.0.3 many\\n127.0.0.1 many\\n" >hosts
              mount --bind hosts /etc/hosts || exit 77
              exec python3 hosts.py'
            """);
    Assumptions.assumeTrue(said.status() != 77, "no namespaces here: " + said.err());
    assertThat(said.orFail().out()).isEqualTo("arrived 0\n");
  }
}
