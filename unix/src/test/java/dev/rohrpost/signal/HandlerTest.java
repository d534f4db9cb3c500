package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.testkit.NoFdLeaks;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoFdLeaks.class)
class HandlerTest {
  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    var next = queue.poll(Here.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }

  @Test
  void aHandlerIsCalledForEachSignalInTurn() throws Exception {
    var values = new LinkedBlockingQueue<Integer>();
    try (var _ = Signals.handle(i -> values.add(i.value().orElseThrow()), Signal.RTMIN)) {
      for (var i = 0; i < 1000; i++) {
        Here.SELF.queue(Signal.RTMIN, i);
      }
      for (var i = 0; i < 1000; i++) {
        assertThat(next(values)).isEqualTo(i);
      }
    }
  }

  @Test
  void aHandlerThatThrowsIsCalledForTheNextSignalToo() throws Exception {
    var values = new LinkedBlockingQueue<Integer>();
    var thrown = new LinkedBlockingQueue<Throwable>();
    var defaultHandler = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
      assertThat(thread.getName()).isEqualTo("rohrpost-SIGRTMIN");
      thrown.add(e);
      throw new IllegalStateException("a faulty handler of exceptions");
    });
    try (var _ =
        Signals.handle(
            info -> {
              var value = info.value().orElseThrow();
              values.add(value);
              switch (value) {
                case 0 -> throw new IllegalStateException("a faulty handler");
                case 1 -> throw new AssertionError("a worse one");
                case 2 -> Thread.currentThread().interrupt();
                default -> {}
              }
            },
            Signal.RTMIN)) {
      for (var i = 0; i < 4; i++) {
        Here.SELF.queue(Signal.RTMIN, i);
        assertThat(next(values)).isEqualTo(i);
      }
      assertThat(next(thrown)).hasMessage("a faulty handler");
      assertThat(next(thrown)).hasMessage("a worse one");
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(defaultHandler);
    }
  }

  @Test
  void closingEndsTheThreadEvenFromWithin() throws Exception {
    var thread = new LinkedBlockingQueue<Thread>();
    var subscription = new AtomicReference<Signals>();
    var signals =
        Signals.handle(
            _ -> {
              Here.until(() -> subscription.get() != null);
              subscription.get().close();
              thread.add(Thread.currentThread());
            },
            Signal.RTMIN);
    subscription.set(signals);
    Here.SELF.queue(Signal.RTMIN, 0);
    assertThat(next(thread).join(Here.PATIENCE)).isTrue();

    var other = new LinkedBlockingQueue<Thread>();
    var second = Signals.handle(_ -> other.add(Thread.currentThread()), Signal.RTMIN);
    Here.SELF.queue(Signal.RTMIN, 0);
    var waiting = next(other);
    second.close();
    assertThat(waiting.join(Here.PATIENCE)).isTrue();
  }
}
