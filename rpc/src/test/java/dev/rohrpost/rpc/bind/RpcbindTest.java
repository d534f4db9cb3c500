package dev.rohrpost.rpc.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.rpc.Refusal;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.testkit.Row;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Our client with rpcbind(8), and our registry with rpcinfo(8) and a program in C.
@ExtendWith(NoChildrenLeft.class)
@Timeout(180)
class RpcbindTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> ASKED =
      List.of(
          "set true true false",
          "seen true [tcp 127.0.0.1.8.174]",
          "found Optional[tcp://127.0.0.1:2222]",
          "other version Optional[tcp://127.0.0.1:2222]",
          "over udp Optional.empty",
          "nothing Optional.empty");

  private static List<String> lines(String mode) throws Exception {
    Foreign.require("rpcbind");
    Foreign.require("rpcinfo");
    var peer =
        CProgram.of(
            Refusal.class, "peer.c", "-I/usr/include/tirpc", "-Wno-cast-function-type", "-ltirpc");
    var jvm =
        Jvm.of(RpcbindProgram.class, mode)
            .with("-Dpeer=" + peer)
            .under(OwnMachine.everything())
            .under(
                "sh", "-c", "mount -t tmpfs none /run && mkdir /run/rpcbind && exec \"$@\"", "sh");
    try (var running = jvm.start()) {
      return running.await(PATIENCE).orFail().out().lines().toList();
    }
  }

  private static void assertAsked(List<String> lines, String registry, String unset) {
    var at = lines.indexOf("registry at " + registry);
    assertThat(at).isNotNegative();
    assertThat(lines.subList(at + 1, at + 1 + ASKED.size())).isEqualTo(ASKED);
    assertThat(lines.subList(at + 1 + ASKED.size(), at + 3 + ASKED.size()))
        .containsExactly("unset " + unset, "seen false");
  }

  @Row({"BIND-01", "BIND-02", "BIND-03"})
  @Test
  void ourClientAsksRpcbind() throws Exception {
    var lines = lines("theirs");
    for (var registry :
        List.of(
            "unix:/run/rpcbind.sock",
            "tcp://127.0.0.1:111",
            "udp://127.0.0.1:111",
            "tcp://[::1]:111")) {
      assertAsked(lines, registry, "true true"); // of nothing, too
    }
  }

  @Row({"BIND-01", "BIND-02", "BIND-03", "BIND-04", "BIND-05", "BIND-06", "BIND-07", "BIND-08"})
  @Test
  void othersAskOurRegistry() throws Exception {
    var lines = lines("ours");
    for (var registry :
        List.of(
            "unix:/run/rpcbind.sock",
            "tcp://127.0.0.1:111",
            "udp://127.0.0.1:111",
            "tcp://[::1]:111",
            "udp://[::1]:111")) {
      assertAsked(lines, registry, "true false");
    }
    var text = String.join("\n", lines).replaceAll(" +", " ");
    assertThat(text)
        .contains(
            """
            rpcinfo -p
            program vers proto port service
             100000 2 tcp 111 portmapper
             100000 3 tcp 111 portmapper
             100000 4 tcp 111 portmapper
             100000 2 udp 111 portmapper
             100000 3 udp 111 portmapper
             100000 4 udp 111 portmapper
            """,
            """
            rpcinfo -s
            program version(s) netid(s) service owner
             100000 4,3,2 udp6,tcp6,udp,tcp,local portmapper superuser
            """,
            " 100000 4 inet/tcp/cots_ord 127.0.0.1.0.111 portmapper",
            " 100000 4 inet6/udp/clts ::1.0.111 portmapper",
            " 100000 4 loopback/-/cots_ord /run/rpcbind.sock portmapper",
            "RPCBIND (version 4) statistics");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("rpcinfo -T") || line.startsWith("rpcinfo -n"))
        .allSatisfy(
            line -> assertThat(lines.get(lines.indexOf(line) + 1)).endsWith("ready and waiting"));
    assertThat(lines)
        .contains(
            "time true",
            "taddr 020008ae7f0000010000000000000000 127.0.0.1.8.174",
            "no taddr 0 ''",
            "version -127.0.0.1.0.111",
            "counted 2",
            "program 100000 version 4 procedure 10: no reply before the deadline")
        .containsSubsequence(
            "at 127.0.0.1.8.174",
            "at ::1.8.174",
            "registered 1 1",
            "program 536871065 version 1 udp superuser",
            "program 536871065 version 1 tcp superuser",
            "1",
            "2",
            "after unset by 65534: 2",
            "after unset by 0: 0",
            "left 15");
  }
}
