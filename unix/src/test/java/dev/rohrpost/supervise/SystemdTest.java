package dev.rohrpost.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.UnixException;
import dev.rohrpost.process.Program;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.InheritedSocket;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.SocketType;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Both sides of sd_notify(3) and sd_listen_fds(3): a supervisor that is a worker of systemd, and
/// what its own workers find.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class SystemdTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path directory;

  /// A supervisor in a process of its own, that does what it is told on its standard input.
  static final class Middle {
    private Middle() {}

    public static void main(String... arguments) throws Exception {
      var worker = Program.of("sleep", "1000");
      var supervisor = new Supervisor(Service.of(worker), (event, _) -> System.out.println(event));
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            for (var line : new String(readAll(), StandardCharsets.US_ASCII).split(" ", -1)) {
              supervisor.request(Supervisor.Request.valueOf(line.strip()));
            }
          });
      System.exit(supervisor.run() instanceof Supervisor.Outcome.Stopped ? 0 : 1);
    }

    private static byte[] readAll() {
      try {
        return System.in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void whatSystemdWantsToKnowIsPassedOn() throws Exception {
    var said = new LinkedBlockingQueue<String>();
    try (var socket = NotifySocket.open(directory.resolve("notify"))) {
      socket.listen(said::add);
      try (var middle =
          Jvm.of(Middle.class)
              .withEnvironment("NOTIFY_SOCKET", socket.path().toString())
              .withEnvironment("WATCHDOG_USEC", "20000")
              .start()) {
        await(said, "READY=1");
        await(said, "WATCHDOG=1");
        await(said, "WATCHDOG=1");
        tell(middle, "RESTART STOP");
        await(said, "RELOADING=1");
        assertThat(Long.parseLong(await(said, "MONOTONIC_USEC=").substring(15)))
            .isLessThanOrEqualTo(System.nanoTime() / 1000);
        await(said, "STOPPING=1");
        var _ = middle.await(PATIENCE).orFail();
      }
    }
  }

  /// Waits for a line that begins so; the others are about other things.
  private static String await(LinkedBlockingQueue<String> said, String beginning)
      throws InterruptedException {
    while (true) {
      var line = said.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(line).as("no " + beginning).isNotNull();
      if (line.startsWith(beginning)) {
        return line;
      }
    }
  }

  private static void tell(Running running, String line) throws Exception {
    running.stdin().write(line.getBytes(StandardCharsets.US_ASCII));
    running.endInput();
  }

  @Test
  void aSystemdThatDoesNotListenIsNoReasonNotToServe() throws Exception {
    try (var middle =
        Jvm.of(Middle.class)
            .withEnvironment("NOTIFY_SOCKET", directory.resolve("nobody").toString())
            .withEnvironment("WATCHDOG_USEC", "soon")
            .start()) {
      tell(middle, "GRACEFUL_STOP");
      var _ = middle.await(PATIENCE).orFail();
    }
  }

  @Test
  void aWorkerFindsItsSocketsTheirNamesAndItsOwnNumber() throws Exception {
    var found = directory.resolve("found");
    var script =
        "echo $LISTEN_FDS $LISTEN_FDNAMES $(($LISTEN_PID == $$)) $(ls /proc/self/fd) > "
            + found
            + ".new; mv "
            + found
            + ".new "
            + found
            + "; exec sleep 1000";
    var service =
        Service.of(Program.of("sh", "-c", script))
            .withListen(
                List.of(
                    new ListenAddress.Tcp("127.0.0.1", 0),
                    new ListenAddress.Unix(directory.resolve("socket"))));
    try (var running = Supervised.run(service)) {
      running.await(Event.Ready.class);
      while (!found.toFile().exists()) {
        Thread.onSpinWait();
      }
      // ls has opened the folder as 5
      assertThat(found).content().matches("2 \\S+:\\S+ 1 0 1 2 3 4 5\n");
    }
  }

  @Test
  void socketsThatThisProcessWasGivenComeFirstAndKeepTheirNames() throws Exception {
    var found = directory.resolve("found");
    var script = "echo $LISTEN_FDS $LISTEN_FDNAMES >" + found + "; exec sleep 1000";
    var inherited = new InheritedSocket("web", Socket.open(Domain.UNIX, SocketType.STREAM, 0));
    var service =
        Service.of(Program.of("sh", "-c", script))
            .withSockets(List.of(inherited))
            .withListen(List.of(new ListenAddress.Unix(directory.resolve("socket"))));
    try (var running = Supervised.run(service)) {
      assertThat(running.await(Event.Listening.class).inherited()).containsExactly("web");
      running.await(Event.Ready.class);
      assertThat(found).hasContent("2 web:unix-socket");
      running.request(Supervisor.Request.STOP);
      running.awaitStopped();
    }
    assertThat(inherited.socket().fd().isClosed()).isTrue();
  }

  @Test
  void aWorkerSaysThatItIsReadyAndThatItStops() throws Exception {
    var said = new LinkedBlockingQueue<String>();
    try (var socket = NotifySocket.open(directory.resolve("notify"))) {
      socket.listen(said::add);
      var notify = Notify.at(socket.path().toString()).orElseThrow();
      notify.send("READY=1\nSTATUS=für alle da");
      notify.send("STOPPING=1");
      assertThat(await(said, "READY")).isEqualTo("READY=1");
      assertThat(await(said, "STATUS")).isEqualTo("STATUS=für alle da");
      assertThat(await(said, "STOPPING")).isEqualTo("STOPPING=1");
    }
    assertThat(Notify.at(null)).isEmpty();
    assertThat(Notify.at("")).isEmpty();
    var gone = Notify.at(directory.resolve("notify").toString()).orElseThrow();
    assertThatThrownBy(() -> gone.send("READY=1")).isInstanceOf(UnixException.NotFound.class);
  }
}
