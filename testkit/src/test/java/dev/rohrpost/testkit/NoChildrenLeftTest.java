package dev.rohrpost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoChildrenLeftTest {
  @Test
  void aRunningChildIsNamedUntilItIsGone() {
    var before = NoChildrenLeft.Children.now();
    try (Running sleeper = Foreign.start("sleep", "1000")) {
      assertThat(NoChildrenLeft.Children.now().since(before))
          .containsExactly(sleeper.pid() + " (sleep) S");
    }
    assertThat(Settling.whatRemains(() -> NoChildrenLeft.Children.now().since(before))).isEmpty();
  }
}
