package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Data, deadline, interrupt, close: the four ends of each kind of wait on each kind of thread.
@ExtendWith(NoFdLeaks.class)
@Row("F50")
class FourEndsTest {
  private static final Deadline LONG = Deadline.after(Duration.ofMinutes(5));

  private static Transfer read(Ends ends, Deadline deadline)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      return ends.in().read(arena.allocate(100), deadline);
    }
  }

  private static Transfer write(Ends ends, Deadline deadline)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      return ends.out().write(arena.allocate(100), deadline);
    }
  }

  private static Boolean interrupted(Callable<?> call) throws Exception {
    assertThatThrownBy(call::call).isInstanceOf(InterruptedException.class);
    return Thread.currentThread().isInterrupted();
  }

  private static Boolean interruptedBefore(Callable<?> call) throws Exception {
    Thread.currentThread().interrupt();
    return interrupted(call);
  }

  @ParameterizedTest
  @EnumSource
  void dataEndsARead(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      var reader = kind.start(ends::receive).awaitBlocked();
      ends.send("hello");
      assertThat(reader.result()).isEqualTo("hello");
      var patient = kind.start(() -> read(ends, LONG)).awaitBlocked();
      ends.send("again");
      assertThat(patient.result()).isEqualTo(new Transfer.Bytes(5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfTheStreamEndsARead(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      var reader = kind.start(ends::receive).awaitBlocked();
      var patient = kind.start(() -> read(ends, LONG)).awaitBlocked();
      ends.out().close();
      assertThat(reader.result()).isEqualTo("end");
      assertThat(patient.result()).isEqualTo(Transfer.END);
    }
  }

  @ParameterizedTest
  @EnumSource
  void roomEndsAWrite(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      ends.fill();
      var writer = kind.start(() -> write(ends, Deadline.NEVER)).awaitBlocked();
      ends.receive();
      assertThat(writer.result()).isEqualTo(new Transfer.Bytes(100));
      ends.fill();
      var patient = kind.start(() -> write(ends, LONG)).awaitBlocked();
      ends.receive();
      assertThat(patient.result()).isEqualTo(new Transfer.Bytes(100));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineIsAResultAndIsKept(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      ends.fill();
      ends.in().read(Arena.ofAuto().allocate(100)); // neither empty nor writable
      var before = System.nanoTime();
      var span = Duration.ofMillis(50);
      assertThat(kind.start(() -> write(ends, Deadline.after(span))).result())
          .isEqualTo(Transfer.TIMED_OUT);
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(span.toNanos());
    }
    try (var ends = Ends.pipe()) {
      var before = System.nanoTime();
      var span = Duration.ofMillis(50);
      assertThat(kind.start(() -> read(ends, Deadline.after(span))).result())
          .isEqualTo(Transfer.TIMED_OUT);
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(span.toNanos());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row({"PIPE-05", "PIPE-06"})
  void nowDoesNotWaitAndTakesWhatIsThere(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      assertThat(kind.start(() -> read(ends, Deadline.NOW)).result()).isEqualTo(Transfer.TIMED_OUT);
      assertThat(kind.start(ends::fill).result()).isEqualTo(65_536);
      assertThat(kind.start(() -> write(ends, Deadline.NOW)).result())
          .isEqualTo(Transfer.TIMED_OUT);
      assertThat(kind.start(() -> read(ends, Deadline.NOW)).result())
          .isEqualTo(new Transfer.Bytes(100));
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptEndsTheCallAndNotTheDescriptor(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      for (var deadline : new Deadline[] {Deadline.NEVER, LONG}) {
        var reader = kind.start(() -> interrupted(() -> read(ends, deadline))).awaitBlocked();
        reader.interrupt();
        assertThat(reader.result()).as("the exception has taken the interrupt").isFalse();
      }
      ends.send("still open");
      assertThat(ends.receive()).isEqualTo("still open");
      ends.fill();
      for (var deadline : new Deadline[] {Deadline.NEVER, LONG}) {
        var writer = kind.start(() -> interrupted(() -> write(ends, deadline))).awaitBlocked();
        writer.interrupt();
        assertThat(writer.result()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsInterruptedBeforeDoesNotBegin(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      ends.send("untouched");
      assertThat(kind.start(() -> interruptedBefore(() -> read(ends, Deadline.NEVER))).result())
          .isFalse();
      assertThat(kind.start(() -> interruptedBefore(() -> read(ends, LONG))).result()).isFalse();
      assertThat(
              kind.start(() -> interruptedBefore(() -> Wait.readable(ends.in().fd(), LONG)))
                  .result())
          .isFalse();
      assertThat(ends.receive()).isEqualTo("untouched");
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeWakesAllWithEbadf(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      var reader = kind.start(ends::receive).awaitBlocked();
      var patient = kind.start(() -> read(ends, LONG)).awaitBlocked();
      var waiter = kind.start(() -> Wait.readable(ends.in().fd(), LONG)).awaitBlocked();
      ends.in().close();
      assertThat(reader.failure()).satisfies(FdTest::isEbadf);
      assertThat(patient.failure()).satisfies(FdTest::isEbadf);
      assertThat(waiter.failure()).satisfies(FdTest::isEbadf);
    }
    try (var ends = Ends.pipe()) {
      ends.fill();
      var writer = kind.start(() -> write(ends, Deadline.NEVER)).awaitBlocked();
      var patient = kind.start(() -> write(ends, LONG)).awaitBlocked();
      var waiter = kind.start(() -> Wait.writable(ends.out().fd(), LONG)).awaitBlocked();
      ends.out().close();
      assertThat(writer.failure()).satisfies(FdTest::isEbadf);
      assertThat(patient.failure()).satisfies(FdTest::isEbadf);
      assertThat(waiter.failure()).satisfies(FdTest::isEbadf);
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeByTheOtherKindOfThreadWakesToo(ThreadKind kind) throws Exception {
    var other = kind == ThreadKind.PLATFORM ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM;
    try (var ends = Ends.pipe()) {
      var reader = kind.start(ends::receive).awaitBlocked();
      other
          .start(() -> {
            ends.in().close();
            return true;
          })
          .result();
      assertThat(reader.failure()).satisfies(FdTest::isEbadf);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWaitTellsWhatIsReady(ThreadKind kind) throws Exception {
    try (var ends = Ends.pipe()) {
      var in = ends.in().fd();
      var out = ends.out().fd();
      assertThat(kind.start(() -> Wait.readable(in, Deadline.NOW)).result()).isFalse();
      assertThat(kind.start(() -> Wait.writable(out, Deadline.NOW)).result()).isTrue();
      assertThat(
              kind.start(() -> Wait.readable(in, Deadline.after(Duration.ofMillis(20)))).result())
          .isFalse();
      var waiter = kind.start(() -> Wait.readable(in, Deadline.NEVER)).awaitBlocked();
      ends.send("x");
      assertThat(waiter.result()).isTrue();
      assertThat(kind.start(() -> Wait.readable(in, Deadline.NOW)).result()).isTrue();
      ends.fill();
      assertThat(kind.start(() -> Wait.writable(out, Deadline.NOW)).result()).isFalse();
      ends.in().close();
      assertThat(kind.start(() -> Wait.writable(out, Deadline.NEVER)).result())
          .as("nobody reads: a write would not wait")
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void readersAndWritersOfOneDescriptorWaitSideBySide(ThreadKind kind) throws Exception {
    try (var counter = EventFd.open(0)) {
      counter.add(-2); // its maximum: readable, not writable
      var adder = kind.start(() -> counter.add(1, LONG)).awaitBlocked();
      var taken = kind.start(() -> counter.take());
      assertThat(taken.result()).isEqualTo(-2);
      assertThat(adder.result()).isTrue();
      assertThat(counter.take()).isEqualTo(1);
    }
    try (var semaphore = EventFd.openSemaphore(0)) {
      var first = kind.start(() -> semaphore.take()).awaitBlocked();
      var second = kind.start(() -> semaphore.take(LONG).orElseThrow()).awaitBlocked();
      semaphore.add(2);
      assertThat(first.result() + second.result()).isEqualTo(2);
    }
  }
}
