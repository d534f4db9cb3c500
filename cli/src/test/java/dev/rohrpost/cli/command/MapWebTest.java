package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// How the page of the map is served; [MapPageTest] looks at it.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(180)
class MapWebTest {
  @Test
  void aPortInUseIsOneLine() throws Exception {
    try (var page = Rohrpost.start("map", "--web")) {
      var url = page.line(Rohrpost.PATIENCE);
      var address = url.replaceFirst("http://([^/]*)/.*", "$1");
      var second = Rohrpost.run("map", "--web", address);
      assertThat(second.status()).isEqualTo(1);
      assertThat(second.err())
          .startsWith("rohrpost: bind(" + address + "): EADDRINUSE: ")
          .containsOnlyOnce("\n");
    }
  }

  @Test
  void onlyThisMachineIsServed() throws Exception {
    var output = Rohrpost.run("map", "--web", "0.0.0.0:8080");
    assertThat(output.status()).isEqualTo(2);
    assertThat(output.err())
        .contains("'0.0.0.0:8080' is not this machine alone")
        .containsOnlyOnce("\n");
  }

  @Test
  void whoIsNotThereIsNotWaitedFor() throws Exception {
    var output = Rohrpost.run("map", "--web", "--pid", "2147483647");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.out()).isEmpty();
    assertThat(output.err())
        .startsWith("rohrpost: open(/proc/2147483647): ESRCH: ")
        .containsOnlyOnce("\n");
  }

  @Test
  void aSignalEndsIt() throws Exception {
    try (var page = Rohrpost.start("map", "--web")) {
      page.line(Rohrpost.PATIENCE);
      page.handle().destroy();
      assertThat(page.await(Rohrpost.PATIENCE).status()).isEqualTo(143);
    }
  }
}
