package dev.rohrpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.messaging.Traits.Delivery;
import dev.rohrpost.messaging.Traits.Order;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each proof by numbers can fail, that of a carrier which promises nothing, too.
class NumberedTest {
  @ParameterizedTest
  @CsvSource({
    "1 2 3, AS_SENT, HOLDS",
    "1 3 2, AS_SENT, WRONG",
    "1 2, AS_SENT, WRONG",
    "1 2 3, ANY, NOT_PROMISED",
    "3 1, ANY, NOT_PROMISED",
    "1 1 2, ANY, WRONG",
    "1 2 4, ANY, WRONG",
    "1 2 3, BY_NUMBER, WRONG",
    "1 2 3, BY_PRIORITY, WRONG",
  })
  void order(String came, Order claim, Proof.Verdict verdict) {
    var seen = numbered(came).order(claim);
    assertThat(seen.verdict()).isEqualTo(verdict);
    assertThat(seen.what()).contains(Arrays.toString(came.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "1 2 3, RELIABLE, HOLDS",
    "1 3, RELIABLE, WRONG",
    "1 2 2 3, RELIABLE, WRONG",
    "1 3, UNRELIABLE, HOLDS",
    "1 2 3, UNRELIABLE, WRONG",
    "1 1, UNRELIABLE, WRONG",
    "'', UNRELIABLE, WRONG",
    "1 7, UNRELIABLE, WRONG",
  })
  void delivery(String came, Delivery claim, Proof.Verdict verdict) {
    assertThat(numbered(came).delivery(claim).verdict()).isEqualTo(verdict);
  }

  private static Numbered numbered(String came) {
    return Numbered.of(3, came, "\\d");
  }
}
