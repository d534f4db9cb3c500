package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Groups and addresses of one card, in network namespaces that have no route to anything; socat is
/// at the other end.
@Timeout(180)
class MulticastTest {
  /// Waits until somebody has joined group `$1`, as /proc writes it.
  private static final String WAITING =
      "joined() { until grep -qis \"$1\" /proc/net/igmp /proc/net/igmp6; do sleep 0.05; done; }; ";

  @BeforeEach
  void namespaces() throws Exception {
    Foreign.require("unshare");
    Foreign.require("socat");
    Foreign.require("ip");
    Assumptions.assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root unshares");
  }

  /// Runs a line of bash in a network of its own.
  private static Output alone(String line) throws InterruptedException {
    var inside = Rohrpost.shellBuilder(WAITING + "ip link set lo up; " + line).command();
    var command = new ArrayList<>(List.of("unshare", "--net", "--"));
    command.addAll(inside);
    return Rohrpost.shell("exec \"$@\"", command.toArray(String[]::new));
  }

  @Test
  void aGroupIsJoinedThroughTheCardThatIsNamed() throws Exception {
    var received =
        alone(
            "rohrpost receive listen+udp://239.1.2.3%lo:6000 & joined 030201EF;"
                + " echo -n hello | socat -u - UDP-DATAGRAM:239.1.2.3:6000,ip-multicast-if=127.0.0.1;"
                + " wait");
    assertThat(received.orFail().out()).isEqualTo("hello\n");
  }

  @Test
  void aGroupIsSentToThroughTheCardThatIsNamed() throws Exception {
    var received =
        alone(
            "socat -u UDP-RECV:6000,reuseaddr,ip-add-membership=239.1.2.3:lo STDOUT,end-close &"
                + " joined 030201EF; rohrpost send udp://239.1.2.3%lo:6000 hello;"
                + " rohrpost receive udp://239.1.2.3%lo:6001 & until ss -lun | grep -q :6001; do"
                + " sleep 0.05; done; rohrpost send udp://239.1.2.3%lo:6001 more; wait $!; kill %1");
    assertThat(received.out()).contains("hello").endsWith("more\n");
  }

  @Test
  void aGroupOfVersion6NamesItsCardInTheBrackets() throws Exception {
    var received =
        alone(
            "ip link add one type veth peer name two && ip link set one up && ip link set two up;"
                + " rohrpost receive 'listen+udp://[ff02::1234%one]:6000' --json &"
                + " joined ff020000000000000000000000001234;"
                + " until rohrpost send 'udp://[ff02::1234%two]:6000' hello 2>/dev/null; do"
                + " sleep 0.05; done; wait");
    assertThat(received.orFail().out())
        .contains("\"text\":\"hello\"")
        .containsPattern("\"from\":\"udp://\\[fe80::[0-9a-f:]+%one\\]:\\d+\"");
  }

  @Test
  void anAddressOfOneCardIsReachedThroughIt() throws Exception {
    var received =
        alone(
            "ip link add one type veth peer name two && ip link set one up && ip link set two up;"
                + " ip address add fe80::5/64 dev one nodad; ip address add fe80::6/64 dev two nodad;"
                + " rohrpost receive 'listen+tcp://[fe80::5%one]:7000' & until ss -ltn | grep -q :7000;"
                + " do sleep 0.05; done; rohrpost send 'tcp://[fe80::5%two]:7000' hello; wait");
    assertThat(received.orFail().out()).isEqualTo("hello");
  }

  @Test
  void withoutARouteTheFailureNamesTheOption() throws Exception {
    var refused =
        alone(
            "rohrpost receive listen+udp://239.1.2.3:6000; echo $?;"
                + " rohrpost send udp://239.1.2.3:6000 x; echo $?;"
                + " rohrpost receive listen+udp://239.1.2.3%none:6000; echo $?;"
                + " rohrpost send 'tcp://[fe80::1]:80' x; echo $?");
    assertThat(refused.out()).isEqualTo("1\n1\n1\n2\n");
    assertThat(refused.err().lines().toList())
        .satisfiesExactly(
            join ->
                assertThat(join)
                    .contains("setsockopt(239.1.2.3, IP_ADD_MEMBERSHIP): ENODEV")
                    .contains("no route for groups; name a card, as in udp://239.1.2.3%lo:6000"),
            send ->
                assertThat(send)
                    .contains("connect(239.1.2.3:6000): ENETUNREACH")
                    .contains("no route for groups; name a card, as in udp://239.1.2.3%lo:6000"),
            card -> assertThat(card).contains("if_nametoindex(none): ENODEV"),
            local -> assertThat(local).contains("each card has such addresses; name one"));
  }
}
