package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.testkit.Running;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `map --bus` and what the doctor says about calls on buses, on a machine where nobody else is.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(300)
class MapBusTest {
  private static final Path PROGRAM =
      Rohrpost.ROOT.resolve("inspect/src/test/resources/dev/rohrpost/inspect/bus_calls.py");

  /// A bus, and two programs that are ready to call each other. All end with the script.
  private static final String BUS =
      """
      trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT
      program=$1 task=$2 policy=$3; shift 3
      export DBUS_SESSION_BUS_ADDRESS=unix:path=$PWD/bus
      unset DBUS_SYSTEM_BUS_ADDRESS XDG_RUNTIME_DIR
      mount -t tmpfs none /run
      cat >bus.conf <<END
      <busconfig><listen>$DBUS_SESSION_BUS_ADDRESS</listen><auth>EXTERNAL</auth><policy context="default">
      <allow user="*"/><allow own="*"/><allow send_destination="*" eavesdrop="true"/>
      <allow eavesdrop="true"/>$policy</policy></busconfig>
      END
      dbus-daemon --config-file=bus.conf --nofork --nopidfile 2>/dev/null &
      until [ -S bus ]; do sleep 0.02; done
      mkfifo words
      /usr/bin/python3 "$program" com.example.B com.example.A "$task" 2147483.647 </dev/null >b &
      /usr/bin/python3 "$program" com.example.A com.example.B ask 2147483.647 <words >a &
      exec 3>words
      for each in a b; do until grep -qs ready $each; do sleep 0.02; done; done
      """;

  /// A calls B again and again.
  private static final String ASKING =
      """
      while echo ask >&3; do sleep 0.05; done &
      until grep -qs answered a; do sleep 0.02; done
      """;

  @TempDir Path folder;

  @BeforeEach
  void programsAreThere() {
    Foreign.require("dbus-daemon");
    Foreign.require("/usr/lib/python3/dist-packages/dbus/__init__.py");
    Foreign.require("/usr/lib/python3/dist-packages/gi/__init__.py");
  }

  private Running start(String[] machine, String script, String task, String policy) {
    var builder =
        Rohrpost.shellBuilder(BUS + script, PROGRAM.toString(), task, policy)
            .directory(folder.toFile());
    var command = new ArrayList<>(List.of(machine));
    command.addAll(builder.command());
    return Running.start(builder.command(command));
  }

  private Output run(String script, String task, String policy) throws InterruptedException {
    try (var running = start(OwnMachine.everything(), script, task, policy)) {
      running.endInput();
      return running.await(Rohrpost.PATIENCE.multipliedBy(3));
    }
  }

  @Test
  void callersStandWithTheNameThatTheyCall() throws Exception {
    var look = "rohrpost map --kind dbus --bus --interval 1s";
    var script = ASKING + look + "; " + look + " --json; " + look + " --dot; " + look + " --svg -";
    var output = run(script, "answer", "").orFail();
    assertThat(output.out())
        .containsPattern("--> dbus name  python3 \\(\\d+\\) +com.example.B +Ask( ×\\d+)?\\n")
        .containsPattern("<-> dbus name  python3 \\(\\d+\\) +com.example.B +Ask")
        .containsPattern(
            "\"calls\":\\[\\{\"pid\":\\d+,\"interface\":\"com.example.Chain\",\"member\":\"Ask\",\"count\":\\d+\\}\\]")
        .containsPattern("\"object\":\"dbus:session/com.example.B\",\"direction\":\"write\"")
        .containsPattern("\"pid:\\d+\" -> \"dbus:session/com.example.B\" \\[label=\"Ask")
        .containsPattern("<text class='label'[^>]*>Ask");
  }

  @Test
  void thePageShowsCallsAsTheyCome() throws Exception {
    var script = ASKING + "rohrpost map --kind dbus --bus --web";
    try (var map = new WatchedMap(start(OwnMachine.processes(), script, "answer", ""))) {
      map.await("window.graph.edges().some((edge) => edge.data('label').startsWith('Ask'))");
      map.browser().assertWellBehaved();
    }
  }

  @Test
  void withoutTheRightToMonitorTheMapIsThereAndSaysSo() throws Exception {
    var deny = "<deny send_interface=\"org.freedesktop.DBus.Monitoring\"/>";
    var script = "rohrpost map --kind dbus --bus; rohrpost doctor --json || test $? = 10 || exit";
    var output = run(script, "answer", deny).orFail(); // whatever else it may find there
    assertThat(output.out())
        .contains("com.example.B")
        .contains("calls on the session bus: it allows this user no monitor")
        .contains("\"what\":\"calls on the session bus\"")
        .doesNotContain("bus_cycle", "bus_chain");
    assertThat(output.err()).isEmpty();
  }

  @Test
  void theDoctorNamesWhoWaitsForWhom() throws Exception {
    var script =
        """
        # Who waits for ever, so that it is seen when the doctor has begun.
        /usr/bin/python3 -c 'import os; os.read(os.pipe()[0], 1)' &
        rohrpost doctor --watch --json --interval 200ms >found & doctor=$!
        until grep -qs appeared found; do sleep 0.1; done
        echo ask >&3
        until grep -s bus_cycle found; do sleep 0.1; done
        kill $doctor
        """;
    var output = run(script, "ask", "").orFail();
    assertThat(output.out())
        .contains("\"kind\":\"bus_cycle\",\"tier\":\"likely\",\"severity\":\"error\"")
        .contains(
            "\"call\":\"com.example.Chain.Ask\",\"fd\":null,\"object\":\"dbus:session/com.example.B\"")
        .contains("no reply since 2");
  }

  @Test
  void anIntervalAloneIsWrongUsage() throws Exception {
    var output = Rohrpost.run("map", "--interval", "1s");
    assertThat(output.status()).isEqualTo(2);
    assertThat(output.err()).contains("--interval is how long --bus looks");
  }
}
