package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Running;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `relay --each`, a door in front of real servers.
@ExtendWith(NoChildrenLeft.class)
@Timeout(300)
class DoorTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /// The beginning of each script: `$1` is the folder. All that was started is ended.
  private static final String BEGINNING =
      """
      cd "$1"; started=()
      there() { until [[ -e $1 ]]; do sleep 0.05; done; }
      background() { "$@" & started+=($!); }
      trap 'kill "${started[@]}" 2>/dev/null; wait' EXIT
      """;

  @TempDir Path folder;

  private Output script(String lines, String... more) throws Exception {
    var words = new String[more.length + 1];
    words[0] = folder.toString();
    System.arraycopy(more, 0, words, 1, more.length);
    try (var running = Running.start(Rohrpost.shellBuilder(BEGINNING + lines, words))) {
      running.endInput();
      return running.await(PATIENCE);
    }
  }

  @Test
  void oneAfterTheOtherIsServedAndOneWhoHangsHindersNobody() throws Exception {
    Foreign.require("socat");
    var said =
        script(
            """
            background socat UNIX-LISTEN:back,fork EXEC:cat; there back
            rohrpost relay listen+unix:front unix:back --each 2>err & door=$!; there front
            background socat -u UNIX:front /dev/null
            mkfifo quiet; socat UNIX:front - <>quiet >/dev/null & started+=($!)
            for i in 1 2 3; do echo "$i" | socat -t 20 - UNIX:front; done
            kill $door; wait $door; echo "status $?"; ls; cat err
            """);
    assertThat(said.out()).isEqualTo("1\n2\n3\nstatus 143\nback\nerr\nquiet\n");
  }

  @Test
  void aBackEndThatIsDownIsOneLineForEachUntilThereAreMany() throws Exception {
    Foreign.require("socat");
    var said =
        script(
            """
            rohrpost relay listen+unix:front unix:back --each 2>err & door=$!; there front
            for ((i = 0; i < 30; i++)); do socat -u UNIX:front - </dev/null; done
            background socat UNIX-LISTEN:back,fork EXEC:cat; there back
            echo up | socat -t 20 - UNIX:front
            kill $door; wait $door; cat err
            """);
    assertThat(said.out().lines()).first().isEqualTo("up");
    assertThat(said.out().lines().skip(1))
        .hasSizeBetween(11, 20)
        .anyMatch(line -> line.startsWith("rohrpost: connection 1: connect(back): ENOENT"))
        .last()
        .asString()
        .matches("rohrpost: \\d+ more failures like these");
  }

  @Test
  void withoutDescriptorsTheNextOnesWait() throws Exception {
    Foreign.require("prlimit");
    Foreign.require("python3");
    Foreign.require("socat");
    var said =
        script(
            """
            background socat UNIX-LISTEN:back,fork,backlog=200 EXEC:cat; there back
            prlimit --nofile=70 rohrpost relay listen+unix:front unix:back --each \\
              --max-clients 500 2>err & door=$!; there front
            python3 - <<'END'
            import socket
            def client():
                s = socket.socket(socket.AF_UNIX); s.settimeout(60); s.connect('front'); return s
            crowd = [client() for _ in range(100)]
            for s in crowd: s.close()
            good = client(); good.sendall(b'still here\\n'); print(good.recv(99).decode(), end='')
            END
            kill $door; wait $door; echo "status $?"; cat err
            """);
    assertThat(said.out()).isEqualTo("still here\nstatus 143\n");
  }

  /// The limit is lowered when the door is open: connections fail, but not those that come later.
  @Test
  void descriptorsThatRunOutNeverthelessAreNotTheEnd() throws Exception {
    Foreign.require("python3");
    Foreign.require("socat");
    var said =
        script(
            """
            background socat UNIX-LISTEN:back,fork,backlog=200 EXEC:cat; there back
            rohrpost relay listen+unix:front unix:back --each 2>err & door=$!; there front
            python3 - $door <<'END'
            import os, resource, socket, sys
            door = int(sys.argv[1])
            def client():
                s = socket.socket(socket.AF_UNIX); s.settimeout(60); s.connect('front'); return s
            def limit(most):
                hard = resource.prlimit(door, resource.RLIMIT_NOFILE)[1]
                resource.prlimit(door, resource.RLIMIT_NOFILE, (most, hard))
            def is_served():
                with client() as s:
                    try:
                        s.sendall(b'here\\n'); return s.recv(99) == b'here\\n'
                    except OSError:
                        return False
            used = {int(n) for n in os.listdir(f'/proc/{door}/fd')}
            limit(min(set(range(1000)) - used) + 3)
            crowd = [client() for _ in range(6)]
            print(is_served())
            for s in crowd: s.close()
            limit(1000)
            while not is_served(): pass
            END
            kill $door; wait $door; echo "status $?"; wc -l <err; grep -c EMFILE err
            """);
    var lines = said.out().lines().toList();
    assertThat(lines).startsWith("False", "status 143").hasSize(4);
    assertThat(Integer.parseInt(lines.get(2))).isBetween(1, 40);
    assertThat(Integer.parseInt(lines.get(3))).isPositive();
  }

  @Test
  void aConnectionThatFailedBeforeItWasAcceptedIsNotTheEnd() throws Exception {
    Foreign.require("strace");
    Foreign.require("socat");
    var said =
        script(
            """
            background socat UNIX-LISTEN:back,fork EXEC:cat; there back
            strace -D -f -qq -o /dev/null -e trace=accept4 -e inject=accept4:error=EHOSTUNREACH:when=1 \\
              rohrpost relay listen+unix:front unix:back --each 2>err & door=$!; there front
            echo 1 | socat -t 20 - UNIX:front
            kill $door; wait $door; cat err
            """);
    assertThat(said.out()).isEqualTo("1\n");
  }

  @Test
  void whatIsShownHoldsUpNothing() throws Exception {
    Foreign.require("socat");
    var said =
        script(
            """
            mkfifo log; sleep 1000 <>log & started+=($!)
            background socat UNIX-LISTEN:back,fork EXEC:cat; there back
            rohrpost relay listen+unix:front unix:back --each --dump --progress 2>log & door=$!
            there front
            seq 300000 | socat -t 60 - UNIX:front | cksum; seq 300000 | cksum
            kill $door; wait $door; echo "status $?"
            """);
    var lines = said.out().lines().toList();
    assertThat(lines).hasSize(3).last().isEqualTo("status 143");
    assertThat(lines.get(0)).isEqualTo(lines.get(1));
  }

  @Test
  void wrongUsageIsSaid() throws Exception {
    var neither = Rohrpost.run("relay", "unix:a", "unix:b", "--each");
    assertThat(neither.status()).isEqualTo(2);
    assertThat(neither.err()).contains("unix:a", "unix:b", "listen+").hasLineCount(1);
    var both = Rohrpost.run("relay", "listen+unix:a", "listen+unix:b", "--each");
    assertThat(both.status()).isEqualTo(1);
    assertThat(both.err())
        .isEqualTo(
            "rohrpost: listen+unix:b cannot be opened for each connection; one side listens, the"
                + " other connects\n");
    var loop = Rohrpost.run("relay", "listen+tcp://localhost:80", "tcp://127.0.0.1:80", "--each");
    assertThat(loop.status()).isEqualTo(2);
    assertThat(loop.err())
        .contains("listen+tcp://localhost:80 and tcp://127.0.0.1:80 share an address")
        .hasLineCount(1);
    assertThat(Rohrpost.run("relay", "unix:a", "unix:b", "--max-clients", "3").status())
        .isEqualTo(2);
    assertThat(Rohrpost.run("relay", "unix:a", "unix:b", "--idle", "0s").status()).isEqualTo(2);
  }

  @Test
  void silenceAndLingeringEndOneConnection() throws Exception {
    Foreign.require("python3");
    var said =
        script(
            """
            background python3 -c 'import socket, signal; s = socket.socket(socket.AF_UNIX)
            s.bind("back"); s.listen(); kept = [s.accept(), s.accept()]; signal.pause()'; there back
            echo q | rohrpost relay - unix:back --linger 300ms; echo "status $?"
            mkfifo quiet; rohrpost relay - unix:back --idle 300ms <>quiet & door=$!
            wait $door; echo "status $?"
            """);
    assertThat(said.out()).isEqualTo("status 0\nstatus 124\n");
    assertThat(said.err()).isEqualTo("rohrpost: nothing has moved between - and unix:back\n");
  }

  /// Also with a new connection for each transaction.
  @Test
  void postgresqlWorksThroughIt() throws Exception {
    Foreign.require("setpriv");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var said =
        script(
            """
            PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -1); export PGUSER=test PGDATABASE=postgres
            command -v pgbench >/dev/null || exit 77
            mkdir data sockets front; user=()
            if [[ $(id -u) = 0 ]]; then
              chown 65534 data sockets; user=(setpriv --reuid 65534 --regid 65534 --clear-groups)
            fi
            "${user[@]}" initdb -D data -U test -A trust --no-sync >/dev/null || exit
            background "${user[@]}" postgres -D data -k "$PWD/sockets" -F -c listen_addresses= 2>log
            until pg_isready -q -h "$PWD/sockets"; do sleep 0.1; done
            rohrpost relay listen+unix:front/.s.PGSQL.5432 unix:sockets/.s.PGSQL.5432 --each & door=$!
            there front/.s.PGSQL.5432
            pgbench -q -i -h "$PWD/front" 2>/dev/null || exit
            pgbench -c 8 -j 2 -T 4 -h "$PWD/front" || exit
            pgbench -C -S -c 4 -T 2 -h "$PWD/front" || exit
            kill $door; wait $door; echo "status $?"
            """);
    if (said.status() == 77) {
      Foreign.require("/usr/lib/postgresql");
    }
    assertThat(said.orFail().out()).contains("number of clients: 8").endsWith("status 143\n");
    assertThat(said.out().lines())
        .filteredOn(line -> line.startsWith("number of failed transactions: 0 "))
        .hasSize(2);
    assertThat(said.err()).doesNotContain("connection ");
  }

  @Test
  void redisWorksThroughIt() throws Exception {
    Foreign.require("redis-server");
    Foreign.require("redis-benchmark");
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var said =
        script(
            """
            background redis-server --port 0 --unixsocket back --save '' --dir . >/dev/null
            there back
            rohrpost relay listen+tcp://127.0.0.1:$2 unix:back --each & door=$!
            until redis-cli -p "$2" ping 2>/dev/null; do sleep 0.1; done
            redis-benchmark -p "$2" -c 50 -n 20000 -P 8 -q -t ping_mbulk,set,get || exit
            redis-benchmark -p "$2" -k 0 -c 20 -n 500 -q -t get || exit
            kill $door; wait $door; echo "status $?"
            """,
            Integer.toString(port));
    assertThat(said.orFail().out()).contains("PONG", "SET: ", "GET: ").endsWith("status 143\n");
    assertThat(said.out()).doesNotContain("Error");
  }
}
