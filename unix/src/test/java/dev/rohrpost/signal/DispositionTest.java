package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rohrpost.Signal;
import dev.rohrpost.testkit.NoFdLeaks;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoFdLeaks.class)
class DispositionTest {
  private static boolean ignored(Signal signal) {
    return Here.state(Here.PID).ignored().contains(signal);
  }

  private static boolean caught(Signal signal) {
    return Here.state(Here.PID).caught().contains(signal);
  }

  @Test
  void anIgnoredSignalDoesNothing() throws Exception {
    try (var _ = Disposition.ignore(Signal.TERM)) {
      assertThat(ignored(Signal.TERM)).isTrue();
      Here.SELF.send(Signal.TERM);
    }
    assertThat(ignored(Signal.TERM)).isFalse();
    assertThat(caught(Signal.TERM)).isTrue();
  }

  @Test
  void theDefaultComesBackAndGoesAgain() throws Exception {
    var disposition = Disposition.restoreDefault(Signal.TERM);
    assertThat(caught(Signal.TERM)).isFalse();
    assertThat(ignored(Signal.TERM)).isFalse();
    disposition.close();
    disposition.close();
    assertThat(caught(Signal.TERM)).isTrue();
  }

  @Test
  void aSubscribedSignalHasNoOtherDisposition() throws Exception {
    try (var _ = Signals.subscribe(Signal.TERM)) {
      assertThatIllegalStateException().isThrownBy(() -> Disposition.ignore(Signal.TERM));
    }
  }

  @Test
  void anIgnoredSignalCanBeSubscribedToAndIsIgnoredAgain() throws Exception {
    try (var _ = Disposition.ignore(Signal.USR1)) {
      try (var signals = Signals.subscribe(Signal.USR1)) {
        Here.SELF.send(Signal.USR1);
        assertThat(signals.take(Here.soon())).isPresent();
      }
      assertThat(ignored(Signal.USR1)).isTrue();
      Here.SELF.send(Signal.USR1);
    }
    assertThat(ignored(Signal.USR1)).isFalse();
  }

  @Test
  void closingItWhileSomebodySubscribesTakesNoSignalAway() throws Exception {
    var calls = new AtomicInteger();
    var before = JvmSignals.handle(Signal.WINCH, JvmSignals.handler(_ -> calls.incrementAndGet()));
    try {
      var disposition = Disposition.ignore(Signal.WINCH);
      try (var signals = Signals.subscribe(Signal.WINCH)) {
        disposition.close();
        for (var i = 0; i < 100; i++) {
          Here.SELF.send(Signal.WINCH);
          assertThat(signals.take(Here.soon())).isPresent();
        }
      }
      assertThat(ignored(Signal.WINCH)).isFalse();
      Here.SELF.send(Signal.WINCH);
      Here.until(() -> calls.get() > 0);
    } finally {
      JvmSignals.handle(Signal.WINCH, before);
    }
  }
}
