package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoFdLeaks.class)
class CallbackTest {
  private static Runnable completing(CompletableFuture<String> future, String with) {
    return () -> future.complete(with);
  }

  @Test
  void itRunsOnceWhenThereIsSomethingToRead() throws Exception {
    try (var ends = Ends.pipe()) {
      var runs = new ArrayBlockingQueue<String>(10);
      Wait.whenReadable(ends.in().fd(), () -> runs.add(Thread.currentThread().getName()));
      assertThat(runs).isEmpty();
      ends.send("x");
      assertThat(runs.poll(Task.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("rohrpost-poller");
      ends.receive();
      ends.send("y");
      // A second callback is served after anything that the first might still get.
      var second = new CompletableFuture<String>();
      Wait.whenReadable(ends.in().fd(), completing(second, "second"));
      assertThat(second.get(Task.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("second");
      assertThat(runs).isEmpty();
    }
  }

  @Test
  void itRunsWhenTheDescriptorIsClosed() throws Exception {
    try (var ends = Ends.pipe()) {
      var closed = new CompletableFuture<String>();
      Wait.whenReadable(ends.in().fd(), completing(closed, "closed"));
      ends.in().close();
      assertThat(closed.get(Task.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("closed");
      assertThatThrownBy(() -> Wait.whenReadable(ends.in().fd(), () -> {}))
          .satisfies(FdTest::isEbadf);
    }
  }

  @Test
  void severalWaitSideBySideWithReaders() throws Exception {
    try (var ends = Ends.pipe()) {
      var first = new CompletableFuture<String>();
      var second = new CompletableFuture<String>();
      Wait.whenReadable(ends.in().fd(), completing(first, "first"));
      var reader = ThreadKind.VIRTUAL.start(ends::receive).awaitBlocked();
      Wait.whenReadable(ends.in().fd(), completing(second, "second"));
      ends.send("x");
      assertThat(reader.result()).isEqualTo("x");
      assertThat(first.get(Task.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("first");
      ends.send("y");
      assertThat(second.get(Task.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("second");
    }
  }

  /// Everybody else waits on the same thread.
  @Test
  void anExceptionDoesNotStopTheOthers() throws Exception {
    try (var ends = Ends.pipe();
        var others = Ends.pipe()) {
      var before = Thread.getDefaultUncaughtExceptionHandler();
      var reported = new CompletableFuture<String>();
      try {
        Thread.setDefaultUncaughtExceptionHandler((_, e) -> reported.complete(e.getMessage()));
        Wait.whenReadable(
            ends.in().fd(),
            () -> {
              throw new IllegalStateException("mine");
            });
        ends.send("x");
        assertThat(reported.get(Task.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("mine");
      } finally {
        Thread.setDefaultUncaughtExceptionHandler(before);
      }
      var reader = ThreadKind.VIRTUAL.start(others::receive).awaitBlocked();
      others.send("still served");
      assertThat(reader.result()).isEqualTo("still served");
    }
  }

  /// Two owners of one number, as two users of standard input are.
  @Test
  void twoOwnersOfOneNumberWaitSideBySide() throws Exception {
    try (var ends = Ends.pipe()) {
      var number = ends.in().fd().borrow(n -> n);
      var other = Fd.own(number);
      var first = ThreadKind.VIRTUAL.start(ends::receive).awaitBlocked();
      var second =
          ThreadKind.VIRTUAL.start(() -> Wait.readable(other, Deadline.NEVER)).awaitBlocked();
      ends.send("x");
      assertThat(first.result()).isEqualTo("x");
      ends.send("y");
      assertThat(second.result()).isTrue();
      ends.in().close();
      other.close();
    }
  }
}
