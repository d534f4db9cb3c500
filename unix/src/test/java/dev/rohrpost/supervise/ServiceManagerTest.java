package dev.rohrpost.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceManagerTest {
  private static final long SELF = 4711;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "",
        " 5",
        "5s",
        "soon",
        "0x10",
        "18446744073709551615",
        "9223372036854775807"
      })
  void aPeriodThatIsNoneIsNoWatchdog(String micros) {
    assertThat(ServiceManager.watchdog(Map.of("WATCHDOG_USEC", micros), SELF)).isEmpty();
  }

  @Test
  void aPeriodIsInMicroseconds() {
    assertThat(ServiceManager.watchdog(Map.of("WATCHDOG_USEC", "20000"), SELF))
        .contains(Duration.ofMillis(20));
    assertThat(ServiceManager.watchdog(Map.of(), SELF)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4712", "", "me"})
  void aWatchdogOfAnotherProcessIsNotOurs(String pid) {
    var environment = Map.of("WATCHDOG_USEC", "20000", "WATCHDOG_PID", pid);
    assertThat(ServiceManager.watchdog(environment, SELF)).isEmpty();
  }

  @Test
  void oneThatNamesThisProcessIs() {
    var environment = Map.of("WATCHDOG_USEC", "20000", "WATCHDOG_PID", "4711");
    assertThat(ServiceManager.watchdog(environment, SELF)).contains(Duration.ofMillis(20));
  }
}
