package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoFdLeaks.class)
class EventFdTest {
  private static void isEinval(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            UnixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
  }

  @ParameterizedTest
  @EnumSource
  @Row("EVT-01")
  void emptyIsAResultAndNonsenseIsEinval(ThreadKind kind) throws Exception {
    try (var counter = EventFd.open(0);
        var arena = Arena.ofShared()) {
      assertThat(kind.start(() -> counter.take(Deadline.NOW)).result()).isEmpty();
      assertThat(kind.start(() -> counter.add(-1, Deadline.NOW)).failure())
          .satisfies(EventFdTest::isEinval);
      assertThat(kind.start(() -> counter.add(-1, Deadline.NEVER)).failure())
          .satisfies(EventFdTest::isEinval);
      var four = arena.allocate(4);
      var reader = new ReadEnd(counter.fd());
      assertThat(kind.start(() -> reader.read(four)).failure()).satisfies(EventFdTest::isEinval);
      assertThat(kind.start(() -> reader.read(four, Deadline.NOW)).failure())
          .satisfies(EventFdTest::isEinval);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("EVT-02")
  void additionsAddUpAndTheMaximumIsFull(ThreadKind kind) throws Exception {
    try (var counter = EventFd.open(0)) {
      counter.add(3);
      counter.add(4);
      assertThat(kind.start(counter::take).result()).isEqualTo(7);
      counter.add(-2);
      assertThat(kind.start(() -> counter.add(1, Deadline.NOW)).result()).isFalse();
      assertThat(counter.take()).isEqualTo(-2);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("EVT-02")
  void aSemaphoreGivesOneAtATime(ThreadKind kind) throws Exception {
    try (var semaphore = EventFd.openSemaphore(2)) {
      assertThat(kind.start(semaphore::take).result()).isEqualTo(1);
      assertThat(kind.start(semaphore::take).result()).isEqualTo(1);
      assertThat(kind.start(() -> semaphore.take(Deadline.NOW)).result()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClosedCounterAnswersEbadf(ThreadKind kind) throws Exception {
    var counter = EventFd.open(0);
    var taker = kind.start(counter::take).awaitBlocked();
    counter.close();
    assertThat(taker.failure()).satisfies(FdTest::isEbadf);
    assertThatThrownBy(() -> counter.add(1)).satisfies(FdTest::isEbadf);
    assertThat(counter).hasToString("eventfd " + counter.fd());
  }

  @ParameterizedTest
  @EnumSource
  void theDescriptorMayComeFromElsewhere(ThreadKind kind) throws Exception {
    try (var mine = EventFd.open(5);
        var theirs = EventFd.adopt(mine.fd().duplicate())) {
      assertThat(kind.start(theirs::take).result()).isEqualTo(5);
    }
  }
}
