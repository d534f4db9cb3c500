package dev.rohrpost.inspect.doctor;

import dev.rohrpost.Arch;
import dev.rohrpost.libc.SysSyscallH;
import dev.rohrpost.testkit.ThreadKind;
import java.util.concurrent.Callable;
import org.assertj.core.api.Assertions;

/// The user who may nothing.
final class Nobody {
  private static final int NOBODY = 65_534;

  private Nobody() {}

  /// Has work done as this user. To the kernel, a user is a property of a thread; this one ends
  /// with its work.
  static <T> T does(Callable<T> work) throws Exception {
    return ThreadKind.PLATFORM
        .start(() -> {
          become(Arch.pick(119, 149)); // setresgid
          become(Arch.pick(117, 147)); // setresuid
          return work.call();
        })
        .result();
  }

  private static void become(int call) {
    Assertions.assertThat(SysSyscallH.syscall(call, NOBODY, NOBODY, NOBODY, 0, 0)).isZero();
  }
}
