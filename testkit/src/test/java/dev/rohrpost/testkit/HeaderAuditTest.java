package dev.rohrpost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.UnionLayout;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class HeaderAuditTest {
  static final class FcntlH {
    public static final int O_NONBLOCK = 0x800;
    public static final int O_DIRECTORY =
        System.getProperty("os.arch", "").equals("aarch64") ? 0x4000 : 0x10000;

    private FcntlH() {}
  }

  static final class SysEpollH {
    public static final int EPOLLET = 1 << 31; // unsigned in C
    public static final UnionLayout EPOLL_DATA_T =
        MemoryLayout.unionLayout(
                ValueLayout.ADDRESS.withName("ptr"), ValueLayout.JAVA_INT.withName("fd"))
            .withName("epoll_data_t");

    private SysEpollH() {}
  }

  static final class SysUioH {
    public static final StructLayout IOVEC =
        MemoryLayout.structLayout(
                ValueLayout.ADDRESS.withName("iov_base"), ValueLayout.JAVA_LONG.withName("iov_len"))
            .withName("iovec");

    private SysUioH() {}
  }

  @Test
  void trueClaimsAreCounted() throws InterruptedException {
    assertThat(HeaderAudit.check(FcntlH.class, SysEpollH.class, SysUioH.class)).isEqualTo(13);
  }

  @Test
  void theSameClassesAreCheckedOnAnotherProcessor() throws InterruptedException {
    assertThat(HeaderAudit.checkOn("aarch64", "aarch64-linux-gnu-gcc", FcntlH.class)).isEqualTo(2);
  }

  @Test
  void theHeaderIsNamedByTheClass() {
    assertThat(new CHeader(SysUioH.class).file()).isEqualTo("<sys/uio.h>");
    assertThat(new CHeader(FcntlH.class).file()).isEqualTo("<fcntl.h>");
  }
}
