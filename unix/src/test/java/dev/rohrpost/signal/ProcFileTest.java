package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.unix.Stranger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoFdLeaks.class)
class ProcFileTest {
  /// The real user of a process.
  static int userOf(String pid) throws UnixException {
    return ProcFile.read("/proc/" + pid + "/status")
        .lines()
        .filter(line -> line.startsWith("Uid:"))
        .map(line -> Integer.valueOf(line.split("\t", -1)[1]))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLongFileIsReadToItsEnd() throws Exception {
    assertThat(ProcFile.read("/proc/self/maps")).endsWith("\n").hasSizeGreaterThan(10_000);
    assertThat(ProcFile.read("/proc/self/smaps")).hasSizeGreaterThan(100_000);
  }

  @Test
  void errnoTellsWhatIsWrong() {
    assertErrno(Errno.ENOENT, () -> ProcFile.read("/proc/self/nothing"));
    assertErrno(Errno.EISDIR, () -> ProcFile.read("/proc/self/task"));
    assertErrno(Errno.ENOENT, () -> ProcFile.list("/proc/0/task"));
    assertErrno(Errno.ENOTDIR, () -> ProcFile.list("/proc/self/status"));
  }

  @Test
  void aFileThatIsHiddenFromThisUserIsDenied() throws Exception {
    var denied =
        Stranger.startUnprivileged(
                () -> {
                  try {
                    return ProcFile.read("/proc/1/syscall");
                  } catch (UnixException.Denied e) {
                    return e.errno();
                  }
                })
            .result();
    assertThat(denied).isIn(Errno.EACCES, Errno.EPERM);
  }

  private static void assertErrno(Errno errno, ThrowingCallable call) {
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
  }
}
