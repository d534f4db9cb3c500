package dev.rohrpost.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.NoFdLeaks;
import java.net.Inet6Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses for one listener, and the kernel's opinion on them.
@ExtendWith(NoFdLeaks.class)
class OverlapTest {
  private static final List<String> HOSTS =
      List.of("127.0.0.1", "127.0.0.2", "0.0.0.0", "::1", "::");

  @TempDir Path folder;

  private UnixAddress.File file(String name) {
    return new UnixAddress.File(folder.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "0.0.0.0", "::1", "::"})
  void theKernelAgrees(String host) throws Exception {
    try (var first = StreamSocket.listen(InternetAddress.of(host, 0))) {
      var taken = (InternetAddress) first.address();
      for (var other : HOSTS) {
        var next = InternetAddress.of(other, taken.port());
        assertThat(next.overlaps(taken)).as("%s, %s", next, taken).isEqualTo(isInUse(next));
        assertThat(taken.overlaps(next)).as("%s, %s", taken, next).isEqualTo(isInUse(next));
      }
    }
  }

  private static boolean isInUse(InternetAddress address) throws UnixException {
    try (var _ = StreamSocket.listen(address)) {
      return false;
    } catch (UnixException e) {
      assertThat(e.is(Errno.EADDRINUSE)).as(e.toString()).isTrue();
      return true;
    }
  }

  /// A door that is open to all may lead to the same port of another machine.
  @Test
  void anotherMachineIsNotIncluded() {
    assertThat(InternetAddress.of("0.0.0.0", 80).overlaps(InternetAddress.of("192.0.2.1", 80)))
        .isFalse();
    assertThat(InternetAddress.of("::", 80).overlaps(InternetAddress.of("2001:db8::1", 80)))
        .isFalse();
  }

  @Test
  void portsTellAddressesApart() {
    assertThat(InternetAddress.loopback(80).overlaps(InternetAddress.loopback(81))).isFalse();
    assertThat(InternetAddress.loopback(0).overlaps(InternetAddress.loopback(0))).isFalse();
    assertThat(InternetAddress.loopback(80).overlaps(file("80"))).isFalse();
  }

  @Test
  void anAddressOfOneLinkIsAnotherOneOnEachCard() throws Exception {
    var bytes = InternetAddress.of("fe80::1", 80).host().getAddress();
    var one = new InternetAddress(Inet6Address.getByAddress(null, bytes, 1), 80);
    var two = new InternetAddress(Inet6Address.getByAddress(null, bytes, 2), 80);
    assertThat(one.overlaps(two)).isFalse();
    assertThat(one.overlaps(one)).isTrue();
  }

  @Test
  void oneFileHasManyNames() throws Exception {
    Files.createDirectory(folder.resolve("x"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("x"));
    Files.createSymbolicLink(folder.resolve("to-a"), Path.of("link/a"));
    for (var name : List.of("x/a", "./x/a", "link/a", "link/../x/a", "to-a")) {
      assertThat(file(name).overlaps(file("x/a"))).as(name).isTrue();
      assertThat(file("x/a").overlaps(file(name))).as(name).isTrue();
    }
    for (var name : List.of("x/b", "a", "x", "none/a")) {
      assertThat(file(name).overlaps(file("x/a"))).as(name).isFalse();
    }
    assertThat(file("none/a").overlaps(file("none/./a"))).isTrue();
    Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThat(file("loop").overlaps(file("loop"))).isTrue();
  }

  @Test
  void namesWithoutAFile() {
    assertThat(UnixAddress.of("@a").overlaps(UnixAddress.of("@a"))).isTrue();
    assertThat(UnixAddress.of("@a").overlaps(UnixAddress.of("@b"))).isFalse();
    assertThat(new UnixAddress.Unnamed().overlaps(new UnixAddress.Unnamed())).isFalse();
    assertThat(new VsockAddress(1, 80).overlaps(new VsockAddress(1, 80))).isTrue();
    assertThat(new VsockAddress(1, 80).overlaps(new VsockAddress(2, 80))).isFalse();
  }
}
