package dev.rohrpost.unix;

import dev.rohrpost.Arch;
import dev.rohrpost.libc.SysSyscallH;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.io.IOException;
import java.util.concurrent.Callable;

/// Another user, to whom nothing here belongs and who has no capability.
///
/// To the kernel, a user is a property of a thread, although C libraries pretend otherwise. The
/// thread ends with its work.
public final class Stranger {
  /// Its number: nobody.
  public static final int UID = 65_534;

  private static final int SETRESUID = Arch.pick(117, 147);
  private static final int SETRESGID = Arch.pick(119, 149);

  private Stranger() {}

  /// Lets the stranger do something, or skips the test where that is impossible.
  ///
  /// @param <T> what it answers
  /// @param work what the stranger does
  /// @return the thread that does it
  /// @throws IOException if /proc cannot be read
  public static <T> Task<T> start(Callable<T> work) throws IOException {
    Nobody.assumeRoot();
    return startUnprivileged(work);
  }

  /// Does something without the rights of root. To this user, if it is not root, a stranger is
  /// whose process or file it asks for.
  ///
  /// @param <T> what it answers
  /// @param work what is done
  /// @return the thread that does it
  /// @throws IOException if /proc cannot be read
  public static <T> Task<T> startUnprivileged(Callable<T> work) throws IOException {
    var isRoot = Nobody.isRoot();
    return ThreadKind.PLATFORM.start(() -> {
      if (isRoot) {
        change(SETRESGID);
        change(SETRESUID);
      }
      return work.call();
    });
  }

  private static void change(int call) {
    var result = SysSyscallH.syscall(call, UID, UID, UID, 0, 0);
    if (result != 0) {
      throw new AssertionError("cannot become nobody: " + result);
    }
  }
}
