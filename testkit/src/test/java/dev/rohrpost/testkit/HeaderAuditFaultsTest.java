package dev.rohrpost.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class HeaderAuditFaultsTest {
  static final class FcntlH {
    public static final int O_NONBLOCK = 0x4;

    private FcntlH() {}
  }

  static final class SysUioH {
    public static final StructLayout IOVEC =
        MemoryLayout.structLayout(
                ValueLayout.ADDRESS.withName("iov_base"),
                ValueLayout.JAVA_INT.withName("iov_len"),
                MemoryLayout.paddingLayout(4))
            .withName("iovec");

    private SysUioH() {}
  }

  @Test
  void aWrongConstantIsNamed() {
    assertThatThrownBy(() -> HeaderAudit.check(FcntlH.class)).hasMessageContaining("O_NONBLOCK");
  }

  @Test
  void aWrongWidthIsNamedThoughTheSizeIsRight() {
    assertThatThrownBy(() -> HeaderAudit.check(SysUioH.class))
        .hasMessageContaining("sizeof(((struct iovec *)0)->iov_len) == 4")
        .hasMessageNotContaining("static assertion failed: \"sizeof(struct iovec)");
  }
}
