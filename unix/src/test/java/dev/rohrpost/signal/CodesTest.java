package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodesTest {
  @ParameterizedTest
  @CsvSource({
    "TERM, 0, SI_USER",
    "TERM, 128, SI_KERNEL",
    "RTMIN, -1, SI_QUEUE",
    "ALRM, -2, SI_TIMER",
    "RTMIN, -3, SI_MESGQ",
    "RTMIN, -4, SI_ASYNCIO",
    "IO, -5, SI_SIGIO",
    "TERM, -6, SI_TKILL",
    "CHLD, 1, CLD_EXITED",
    "CHLD, 2, CLD_KILLED",
    "CHLD, 3, CLD_DUMPED",
    "CHLD, 4, CLD_TRAPPED",
    "CHLD, 5, CLD_STOPPED",
    "CHLD, 6, CLD_CONTINUED",
    "CHLD, 0, SI_USER",
    "CHLD, 128, SI_KERNEL",
    "TERM, 1, 1",
    "CHLD, 7, 7",
    "TERM, -77, -77"
  })
  void codesHaveTheNamesOfTheHeader(String signal, int code, String name) {
    assertThat(Codes.name(Signal.parse(signal), code)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "0, false",
    "-1, true",
    "-2, true",
    "-3, true",
    "-6, false",
    "128, false",
    "1, false"
  })
  void onlySomeCodesComeWithAValue(int code, boolean carries) {
    assertThat(Codes.carriesValue(code)).isEqualTo(carries);
  }
}
