package dev.rohrpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Hints;
import dev.rohrpost.testkit.Row;
import org.junit.jupiter.api.Test;

class HintsTest {
  @Test
  @Row("BOX-01")
  void aFailureNamesCallObjectErrnoAndWhatToDo() {
    assertThat(Hints.withHint(UnixException.of("kill", "pid 77", Errno.EPERM)))
        .isEqualTo(
            "kill(pid 77): EPERM: operation not permitted;"
                + " it belongs to somebody else; try as its owner or as root");
  }

  @Test
  void whereNothingIsKnownNothingIsAdvised() {
    var failure = UnixException.of("read", new Errno(74));
    assertThat(Hints.withHint(failure)).isEqualTo(failure.getMessage());
  }

  @Test
  void aClosedStandardDescriptorIsToldFromOthers() {
    assertThat(Hints.withHint(UnixException.of("write", "standard output", Errno.EBADF)))
        .endsWith("; whoever started this command had closed it");
    assertThat(Hints.withHint(UnixException.of("fcntl", "descriptor 7", Errno.EBADF)))
        .endsWith("3<file");
  }
}
