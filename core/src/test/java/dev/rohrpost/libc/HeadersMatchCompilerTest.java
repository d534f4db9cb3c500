package dev.rohrpost.libc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.HeaderAudit;
import org.junit.jupiter.api.Test;

class HeadersMatchCompilerTest {
  /// Every class of this package that is named after a header.
  private static final Class<?>[] HEADERS = HeaderAudit.headersBeside(FcntlH.class);

  @Test
  void whatIsSaidOfCIsTrueOnThisMachine() throws InterruptedException {
    assertThat(HeaderAudit.check(HEADERS)).isGreaterThan(1000);
  }

  @Test
  void whatIsSaidOfCIsTrueOnAarch64() throws InterruptedException {
    assertThat(HeaderAudit.checkOn("aarch64", "aarch64-linux-gnu-gcc", HEADERS))
        .isGreaterThan(1000);
  }

  @Test
  void functionsAreLinkedOnlyWhereAHeaderIsNamed() {
    assertThat(HeaderAudit.linkingElsewhere(FcntlH.class, Libc.class, CFunction.class)).isEmpty();
  }
}
