package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Signal;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class LifeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  @Row("DBUS-94")
  void nothingKeepsTheJvm() throws Exception {
    try (var daemon = TestBus.start();
        var _ = daemon.run("dbus-test-tool", "black-hole", "--name=test.Hole");
        var bus = daemon.connect()) {
      TestBus.awaitName(bus, "test.Hole");
      try (var client = Jvm.of(ClientProgram.class, daemon.text()).start()) {
        assertThat(client.await(PATIENCE).orFail().out()).startsWith(":1.");
      }
    }
  }

  @Test
  @Row("DBUS-57")
  void whoHasAnotherNumberInANamespaceConnects() throws Exception {
    String[] namespace = {Foreign.require("unshare").toString(), "--user", "--map-user=4711"};
    try (var daemon = TestBus.start();
        var _ = daemon.run("dbus-test-tool", "black-hole", "--name=test.Hole");
        var client = Jvm.of(ClientProgram.class, daemon.text()).under(namespace).start()) {
      assertThat(client.await(PATIENCE).orFail().out()).startsWith(":1.");
    }
  }

  @Test
  @Row({"DBUS-61", "DBUS-62"})
  void aConnectionCostsOneRoundTripAndDescriptorsWaitForTheAgreement(@TempDir Path folder)
      throws Exception {
    var trace = folder.resolve("trace");
    String[] strace = {
      Foreign.require("strace").toString(),
      "-f",
      "-s",
      "300",
      "-e",
      "trace=connect,sendto,sendmsg,write,recvfrom,recvmsg,read",
      "-o",
      trace.toString()
    };
    try (var daemon = TestBus.start();
        var _ = daemon.run("dbus-test-tool", "black-hole", "--name=test.Hole");
        var client = Jvm.of(ClientProgram.class, daemon.text()).under(strace).start()) {
      var _ = client.await(PATIENCE).orFail();
      var calls = callsOn(daemon.socket(), Files.readAllLines(trace));
      assertThat(calls.get(0)).contains("connect(");
      assertThat(calls.get(1)).contains("AUTH EXTERNAL", "BEGIN", "Hello").doesNotContain("SCM_");
      var agreed = indexOf(calls, "AGREE_UNIX_FD");
      var named = indexOf(calls, "NameAcquired");
      var sent = indexOf(calls, "SCM_RIGHTS");
      // Until the bus has named the client, it has sent nothing more.
      assertThat(calls.subList(2, named + 1)).allMatch(call -> call.contains("recv"));
      assertThat(agreed).isPositive().isLessThanOrEqualTo(named);
      assertThat(sent).isGreaterThan(agreed);
    }
  }

  private static List<String> callsOn(Path socket, List<String> trace) {
    var calls = new ArrayList<String>();
    var fd = "?";
    for (var line : trace) {
      if (line.contains("connect(") && line.contains(socket.toString())) {
        fd = line.replaceFirst(".*connect\\((\\d+),.*", "$1");
      }
      if (line.matches("\\d+ +\\w+\\(" + fd + ",.*") || line.contains("resumed>")) {
        calls.add(line);
      }
    }
    return calls;
  }

  private static int indexOf(List<String> calls, String text) {
    for (var i = 0; i < calls.size(); i++) {
      if (calls.get(i).contains(text)) {
        return i;
      }
    }
    throw new AssertionError(text + " is not in " + calls);
  }

  @Test
  @Row("DBUS-28")
  void aMessageThatIsTooLongForTheBusIsToldWithItsSize() throws Exception {
    var limit = "<limit name=\"max_message_size\">1000000</limit>";
    try (var daemon = TestBus.start(TestBus.SESSION + limit);
        var bus = daemon.connect();
        var other = daemon.connect()) {
      var call = Call.to(other.uniqueName(), "/", "com.example", "Take");
      assertThatThrownBy(() -> bus.call(call.with("ay", new byte[2_000_000])))
          .isInstanceOfSatisfying(
              DbusDisconnectedException.class, e -> assertThat(e.wasSent()).isTrue())
          .hasMessageMatching(".*the longest message to it had 2000\\d\\d\\d bytes.*");
      assertThat(other.call(Driver.call("GetId")).body()).hasSize(1);
    }
  }

  @Test
  @Row("DBUS-34")
  void aConnectionThatIsTooMuchIsAnError() throws Exception {
    var limit = "<limit name=\"max_connections_per_user\">1</limit>";
    try (var daemon = TestBus.start(TestBus.SESSION + limit);
        var bus = daemon.connect()) {
      assertThatThrownBy(daemon::connect)
          .isInstanceOf(DbusException.class)
          .hasMessageContaining(".DBus.Error.LimitsExceeded");
      assertThat(bus.call(Driver.call("GetId")).body()).hasSize(1);
    }
  }

  @Test
  @Row("DBUS-34")
  void aNameThatIsTooMuchIsAnError() throws Exception {
    var limit = "<limit name=\"max_names_per_connection\">2</limit>"; // its unique one counts
    try (var daemon = TestBus.start(TestBus.SESSION + limit);
        var bus = daemon.connect();
        var other = daemon.connect();
        var name = bus.own("com.example.One")) {
      assertThatThrownBy(() -> bus.own("com.example.Two"))
          .isInstanceOf(DbusException.class)
          .hasMessageContaining(".DBus.Error.LimitsExceeded");
      assertThat(name.isOwner()).isTrue();
      try (var theirs = other.own("com.example.Two")) {
        assertThat(theirs.isOwner()).isTrue();
      }
    }
  }

  @Test
  @Row("DBUS-99")
  void aBusThatStandsStillCostsTheDeadlineAndNothingIsTornApart() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var _ = daemon.run("dbus-test-tool", "echo", "--name=test.Echo")) {
      TestBus.awaitName(bus, "test.Echo");
      var echo = Call.to("test.Echo", "/", "com.example", "Echo");
      daemon.signal(Signal.STOP);
      var patience = Duration.ofMillis(200);
      var large = echo.with("ay", new byte[1 << 20]);
      assertThatThrownBy(() -> bus.call(large, Deadline.after(patience)))
          .isInstanceOf(DbusTimeoutException.class);
      var interrupted =
          ThreadKind.PLATFORM.start(() -> bus.call(large, Deadline.after(TestBus.PATIENCE)));
      while (bus.inFlight() == 0) {
        Thread.onSpinWait();
      }
      interrupted.interrupt();
      assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
      daemon.signal(Signal.CONT);
      for (var i = 0; i < 10; i++) {
        assertThat(bus.call(large).body()).isEmpty();
      }
      assertThat(bus.strays()).isBetween(0L, 2L);
    }
  }

  @Test
  @Row("DBUS-38")
  void manyClientsAndServices() throws Exception {
    try (var daemon = TestBus.start()) {
      var services = new ArrayList<AutoCloseable>();
      var buses = new ArrayList<Bus>();
      try {
        var tasks = new ArrayList<Task<Boolean>>();
        for (var i = 0; i < 10; i++) {
          services.add(daemon.run("dbus-test-tool", "echo", "--name=test.Echo" + i));
          buses.add(daemon.connect());
        }
        for (var i = 0; i < 10; i++) {
          TestBus.awaitName(buses.getFirst(), "test.Echo" + i);
        }
        for (var bus : buses) {
          tasks.add(ThreadKind.VIRTUAL.start(() -> callsAll(bus)));
        }
        for (var task : tasks) {
          assertThat(task.result()).isTrue();
        }
      } finally {
        for (var bus : buses) {
          assertThat(bus.strays()).isZero();
          bus.close();
        }
        for (var service : services) {
          service.close();
        }
      }
    }
  }

  private static boolean callsAll(Bus bus) throws Exception {
    for (var each = 0; each < 100; each++) {
      for (var i = 0; i < 10; i++) {
        var _ = bus.call(Call.to("test.Echo" + i, "/", "com.example", "Echo"));
      }
    }
    return true;
  }
}
