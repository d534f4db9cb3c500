package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Signal;
import dev.rohrpost.testkit.Foreign;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatusTest {
  private static final String STATUS =
      """
      Name:\tNAME
      Umask:\t0022
      State:\tS (sleeping)
      Groups:\t0 1
      Threads:\t3
      SigQ:\t1/96365
      SigPnd:\t0000000000000001
      ShdPnd:\t0000000000000002
      SigBlk:\t8000000000000000
      SigIgn:\t0000000000001000
      SigCgt:\t0000000000004000
      CapInh:\t0000000000000000
      """;

  @Test
  void itTellsTheMasksAndTheState() {
    var status = ProcStatus.parse(STATUS);

    assertThat(status.name()).isEqualTo("NAME");
    assertThat(status.state()).startsWith("S");
    assertThat(status.threads()).isEqualTo(3);
    assertThat(status.pending()).isEqualTo(SignalSet.of(Signal.HUP));
    assertThat(status.shared()).isEqualTo(SignalSet.of(Signal.INT));
    assertThat(status.blocked()).isEqualTo(SignalSet.of(Signal.RTMAX));
    assertThat(status.ignored()).isEqualTo(SignalSet.of(Signal.PIPE));
    assertThat(status.caught()).isEqualTo(SignalSet.of(Signal.TERM));
    assertThat(status.lives()).isTrue();
  }

  @Test
  void aZombieDoesNotLive() {
    assertThat(ProcStatus.parse(STATUS.replace("S (sl", "Z (zo")).lives()).isFalse();
    assertThat(ProcStatus.parse(STATUS.replace("S (sl", "X (de")).lives()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SigBlk:", "\\nSigBlk:\\tff", "Threads: 9", "a b) R (c", "%s%n", "ä"})
  void aNameDoesNotPassForAnythingElse(String name) {
    var status = ProcStatus.parse(STATUS.replace("NAME", name));

    assertThat(status.name()).isEqualTo(name);
    assertThat(status.threads()).isEqualTo(3);
    assertThat(status.blocked()).isEqualTo(SignalSet.of(Signal.RTMAX));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Name:", "State:", "Threads:", "SigPnd:", "ShdPnd:", "SigBlk:", "SigCgt:"})
  void aMissingLineIsToldByName(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProcStatus.parse(STATUS.replace(line, "Other:")))
        .withMessageContaining(line);
  }

  @Test
  void theKernelEscapesAHostileName() throws Exception {
    var rename = "printf 'a\\nSigBlk:\\tff\\\\' > /proc/$$/comm && echo renamed && read line";
    try (var shell = Foreign.start("sh", "-c", rename)) {
      assertThat(shell.line(Here.PATIENCE)).isEqualTo("renamed");

      var status = Objects.requireNonNull(ProcStatus.read("/proc/" + shell.pid()));

      assertThat(status.name()).isEqualTo("a\\nSigBlk:\tff\\\\");
      assertThat(status.blocked()).isEqualTo(SignalSet.EMPTY);
    }
  }

  @Test
  void aProcessThatIsGoneHasNoStatus() throws Exception {
    assertThat(ProcStatus.read("/proc/2147483647")).isNull();
  }
}
