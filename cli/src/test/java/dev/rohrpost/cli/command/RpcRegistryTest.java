package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The commands that ask registries and are one, each on a machine of its own: with rpcinfo(8),
/// with rpcbind(8), and with a server in C.
@ExtendWith(NoChildrenLeft.class)
@Timeout(180)
class RpcRegistryTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// `$1` is the server in C; what comes after a line `= NAME` belongs to it.
  private static final String PRELUDE =
      """
      mount -t tmpfs none /run && mkdir /run/rpcbind && cd /run || exit
      part() { echo "= $1"; }
      status() { "$@"; echo "status $?"; }
      serve() { "$1" >server.out & server=$!; until [ -s server.out ]; do sleep 0.02; done; }
      bind() {
        : >ready
        rohrpost rpc bind --json "$@" >ready & bind=$!
        until [ -s ready ]; do kill -0 $bind || return; sleep 0.02; done
      }
      """;

  /// What a script has printed, by its parts.
  private record Parts(Map<String, List<String>> all) {
    List<String> get(String name) {
      return all.getOrDefault(name, List.of());
    }
  }

  private static Parts parts(String script) throws Exception {
    Foreign.require("rpcbind");
    Foreign.require("rpcinfo");
    var server =
        CProgram.of(
            RpcRegistryTest.class,
            "registered.c",
            "-I/usr/include/tirpc",
            "-Wno-cast-function-type",
            "-ltirpc");
    var program = Rohrpost.shellBuilder(PRELUDE + script, server.toString());
    var command = new ArrayList<>(List.of(OwnMachine.everything()));
    command.addAll(program.command());
    Output output;
    try (var running = Running.start(program.command(command))) {
      running.endInput();
      output = running.await(PATIENCE);
    }
    var parts = new LinkedHashMap<String, List<String>>();
    var name = "";
    for (var line : output.orFail().out().lines().toList()) {
      name = line.startsWith("= ") ? line.substring(2) : name;
      parts.computeIfAbsent(name, _ -> new ArrayList<>()).add(line.replaceAll("  +", " ").strip());
    }
    parts.values().forEach(List::removeFirst); // their names
    parts.put("err", output.err().lines().toList());
    return new Parts(parts);
  }

  @Row({"BIND-01", "BIND-02", "BIND-03", "BIND-07"})
  @Test
  void ourRegistryServesOthersAndItself() throws Exception {
    var parts =
        parts(
            """
            bind --state state; serve "$1"
            part ready; cat ready; stat -c %a rpcbind.sock
            part rpcinfo; rpcinfo -p; rpcinfo -s
            part list; rohrpost rpc list
            part json; rohrpost rpc list 127.0.0.1 --json
            part ping; status rohrpost rpc ping 127.0.0.1 536871065 2>&1
            part count; status rohrpost rpc ping localhost 0x20000099 1 --netid udp --count 50 --json
            part int
            env --default-signal=INT rohrpost rpc ping localhost rpcbind --count 2000000000 & ping=$!
            until ss -tin dst 127.0.0.1:111 | grep -Eq 'bytes_received:[0-9]{4}'; do sleep 0.02; done
            kill -INT $ping; status wait $ping
            part none; status rohrpost rpc ping 127.0.0.1 536871321 2>&1
            part mismatch; status rohrpost rpc ping unix:rpcbind.sock rpcbind 9 2>&1
            part second; status rohrpost rpc bind --listen unix:rpcbind.sock 2>&1
            part map; rohrpost map | grep 'rpc '
            part end; kill $bind; status wait $bind; ls
            part again; bind --state state; rohrpost rpc list | grep 536871065
            kill -HUP $bind; status wait $bind
            part lost; kill $server; echo x >>state
            status rohrpost rpc bind --state state --listen unix:other 2>&1; ls
            """);
    assertThat(parts.get("ready").getFirst())
        .matches(
            "\\{\"ready\":true,\"pid\":\\d+,\"endpoints\":\\[\"unix:/run/rpcbind.sock\","
                + "\"tcp://127.0.0.1:111\",\"udp://127.0.0.1:111\",\"tcp://\\[::1]:111\","
                + "\"udp://\\[::1]:111\"]}");
    assertThat(parts.get("ready").getLast()).isEqualTo("666");
    assertThat(parts.get("rpcinfo"))
        .contains(
            "100000 4 tcp 111 portmapper",
            "100000 2 udp 111 portmapper",
            "100000 4,3,2 udp6,tcp6,udp,tcp,local portmapper superuser")
        .anyMatch(line -> line.matches("536871065 3 tcp \\d+"))
        .anyMatch(line -> line.matches("536871065 3,1 .* superuser"));
    assertThat(parts.get("list"))
        .startsWith("PROGRAM VERSION NETID ADDRESS SERVICE OWNER")
        .contains(
            "100000 4 local /run/rpcbind.sock portmapper superuser",
            "100000 4 tcp6 ::1.0.111 portmapper superuser")
        .anyMatch(line -> line.matches("536871065 1 udp 0\\.0\\.0\\.0\\.\\d+\\.\\d+ - superuser"));
    assertThat(parts.get("json"))
        .singleElement()
        .asString()
        .startsWith("{\"registrations\":[{\"program\":100000,\"version\":2,\"netid\":\"local\",")
        .contains(
            "{\"program\":100000,\"version\":4,\"netid\":\"tcp\",\"address\":\"127.0.0.1.0.111\","
                + "\"port\":111,\"service\":\"portmapper\",\"owner\":\"superuser\"}")
        .contains("\"address\":\"/run/rpcbind.sock\",\"port\":null")
        .contains("\"service\":null,\"owner\":\"superuser\"}");
    assertThat(parts.get("ping"))
        .containsExactlyInAnyOrder(
            "program 536871065 version 1 ready and waiting",
            "note: program 536871065 version 2 is not available",
            "program 536871065 version 3 ready and waiting",
            "status 0");
    assertThat(parts.get("count").getFirst())
        .matches(
            "\\{\"program\":536871065,\"version\":1,\"endpoint\":\"udp://127.0.0.1:\\d+\","
                + "\"sent\":50,\"received\":50,"
                + "\"min_us\":[\\d.]+,\"median_us\":[\\d.]+,\"p99_us\":[\\d.]+}");
    assertThat(parts.get("int")).hasSize(2).endsWith("status 0");
    assertThat(parts.get("int").getFirst())
        .matches("program 100000 version 4 at tcp://127.0.0.1:111: (\\d+) sent, \\1 received, .*");
    assertThat(parts.get("none"))
        .containsExactly(
            "rohrpost: program 536871321 is not registered for tcp at 127.0.0.1; see: rohrpost rpc"
                + " list 127.0.0.1",
            "status 1");
    assertThat(parts.get("mismatch"))
        .containsExactly(
            "rohrpost: program 100000 version 9 procedure 0: PROG_MISMATCH (2 to 4)", "status 1");
    assertThat(parts.get("second"))
        .hasSize(2)
        .endsWith("status 1")
        .first()
        .asString()
        .contains("EADDRINUSE");
    assertThat(parts.get("map"))
        .anyMatch(line -> line.contains("0.0.0.0:") && line.endsWith("(rpc 536871065 1,3)"))
        .anyMatch(line -> line.endsWith("127.0.0.1:111 listening (rpc portmapper 2,3,4)"));
    assertThat(parts.get("end"))
        .containsExactly("status 0", "ready", "rpcbind", "server.out", "state");
    assertThat(parts.get("again")).hasSize(5).endsWith("status 0");
    assertThat(parts.get("lost"))
        .containsExactly(
            parts.get("lost").getFirst(), "status 1", "ready", "rpcbind", "server.out", "state");
    assertThat(parts.get("lost").getFirst())
        .startsWith("rohrpost: read(state): this is no list of registrations: ");
    assertThat(parts.get("err")).isEmpty();
  }

  @Row({"BIND-01", "BIND-02", "BIND-03"})
  @Test
  void weAskRpcbindAsRpcinfoDoes() throws Exception {
    var parts =
        parts(
            """
            part absent; status rohrpost rpc list 2>&1
            rpcbind -f -w & rpcbind=$!
            until rpcinfo >/dev/null 2>&1; do sleep 0.02; done; serve "$1"
            part list; rohrpost rpc list | tail -n +2 | sort
            part rpcinfo; rpcinfo | tail -n +2 | sort
            part version2; rohrpost rpc list udp://127.0.0.1:111 | grep -c ' portmapper '
            part ping; status rohrpost rpc ping localhost rpcbind
            part count; rohrpost rpc ping 127.0.0.1 536871065 --count 1000
            part map; rohrpost map --json | grep -o '"rpc":[^]]*]' | sort -u
            part gone; kill -9 $server; wait $server 2>/dev/null
            status rohrpost rpc ping localhost 536871065 --netid udp --timeout 5s 2>&1
            kill $rpcbind; wait $rpcbind
            """);
    assertThat(parts.get("absent"))
        .hasSize(2)
        .endsWith("status 1")
        .first()
        .asString()
        .startsWith("rohrpost: tcp://127.0.0.1:111: ")
        .contains("ECONNREFUSED");
    // the same table, where there is no service rpcinfo leaves the place empty
    assertThat(parts.get("list").stream().map(line -> line.replace(" - ", " ")).sorted())
        .hasSizeGreaterThan(10)
        .containsExactlyElementsOf(
            parts.get("rpcinfo").stream().map(line -> line.replace(" - ", " ")).sorted().toList());
    assertThat(parts.get("version2"))
        .containsExactly(
            "" + parts.get("list").stream().filter(line -> line.contains(" portmapper ")).count());
    assertThat(parts.get("ping"))
        .containsExactly(
            "program 100000 version 2 ready and waiting",
            "program 100000 version 3 ready and waiting",
            "program 100000 version 4 ready and waiting",
            "status 0");
    assertThat(parts.get("count"))
        .singleElement()
        .asString()
        .matches(
            "program 536871065 version 3 at tcp://127.0.0.1:\\d+: 1000 sent, 1000 received, min"
                + " [\\d.]+ us, median [\\d.]+ us, p99 [\\d.]+ us");
    assertThat(parts.get("map"))
        .contains(
            "\"rpc\":[{\"program\":536871065,\"version\":1,\"name\":null},"
                + "{\"program\":536871065,\"version\":3,\"name\":null}]");
    assertThat(parts.get("gone").getFirst()).startsWith("rohrpost: ").contains("ECONNREFUSED");
    assertThat(parts.get("gone")).endsWith("status 1");
  }

  @Row("BIND-06")
  @Test
  void aBroadcastFindsAProgramIfThatIsWanted() throws Exception {
    var parts =
        parts(
            """
            ip link add net0 type veth peer name net1 || { part missing; exit 0; }
            ip address add 10.1.2.3/24 brd + dev net0; ip link set net0 up; ip link set net1 up
            bind --listen unix:rpcbind.sock --listen udp://0.0.0.0:111 --remote-calls; serve "$1"
            stdbuf -oL rpcinfo -b 536871065 3 >found & broadcast=$!
            until [ -s found ]; do sleep 0.02; done
            part found; head -n 1 found
            kill $broadcast; kill $bind; wait $bind; kill $server
            """);
    assumeFalse(parts.all().containsKey("missing"), "no network device that knows broadcasts");
    assertThat(parts.get("found")).isNotEmpty().allMatch(line -> line.startsWith("10.1.2.3"));
  }
}
