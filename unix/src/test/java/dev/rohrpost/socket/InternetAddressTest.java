package dev.rohrpost.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Python;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InternetAddressTest {
  private static InetAddress host(String hex) throws Exception {
    return Inet6Address.getByAddress(null, HexFormat.of().parseHex(hex), -1);
  }

  @ParameterizedTest
  @CsvSource({
    "00000000000000000000000000000000, ::",
    "00000000000000000000000000000001, ::1",
    "20010db8000000000001000000000001, 2001:db8::1:0:0:1",
    "20010db8000100010001000100000001, 2001:db8:1:1:1:1:0:1",
    "20010db8000000010000000000000000, 2001:db8:0:1::",
    "20010DB8AAAA0000000000000000000F, 2001:db8:aaaa::f",
    "00000000000000000000ffffc0000201, ::ffff:192.0.2.1",
    "0064ff9b0000000000000000c0000201, 64:ff9b::c000:201"
  })
  void isWrittenAsTheStandardSays(String hex, String text) throws Exception {
    assertThat(InternetAddress.text(host(hex))).isEqualTo(text);
    assertThat(new InternetAddress(host(hex), 80)).hasToString("[" + text + "]:80");
  }

  @Test
  void theCardIsPartOfIt() throws Exception {
    var bytes = HexFormat.of().parseHex("fe800000000000000000000000000001");
    assertThat(InternetAddress.text(Inet6Address.getByAddress(null, bytes, 77_777)))
        .isEqualTo("fe80::1%77777");
    var loopback = NetworkInterface.getByName("lo").getIndex();
    assertThat(new InternetAddress(Inet6Address.getByAddress(null, bytes, loopback), 80))
        .hasToString("[fe80::1%lo]:80");
    assertThat(InternetAddress.of("192.0.2.1", 80)).hasToString("192.0.2.1:80");
  }

  /// Many addresses, most groups of which are zero.
  @Test
  void inetNtopWritesTheSame() throws Exception {
    var random = new Random(5952);
    var all =
        Stream.generate(() -> hex(random)).limit(2000).collect(Collectors.toUnmodifiableList());
    var program =
        """
        import socket, sys
        for line in sys.argv[1].split(): print(socket.inet_ntop(socket.AF_INET6, bytes.fromhex(line)))
        """;
    try (var python = Python.start(program, String.join(" ", all))) {
      var expected = python.await(Duration.ofMinutes(1)).orFail().out().lines().toList();
      for (var i = 0; i < all.size(); i++) {
        assertThat(InternetAddress.text(host(all.get(i)))).isEqualTo(expected.get(i));
      }
    }
  }

  /// The first group is not zero: inet_ntop(3) still writes addresses that are "compatible" with
  /// version 4 in an old way.
  private static String hex(Random random) {
    var text = new StringBuilder("20");
    for (var i = 1; i < 16; i++) {
      text.append(
          HexFormat.of().toHexDigits((byte) (random.nextInt(4) > 0 ? 0 : random.nextInt())));
    }
    return text.toString();
  }
}
