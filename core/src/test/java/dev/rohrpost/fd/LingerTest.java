package dev.rohrpost.fd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoFdLeaks.class)
class LingerTest {
  private static final int ROUNDS = 10_000;

  /// A pipe with something to read, and what decides whether it is looked at.
  private record Looked(Ends ends, Poller poller, Linger linger) implements AutoCloseable {
    static Looked withBytes() throws Exception {
      var ends = Ends.pipe();
      ends.send("x");
      var poller = Poller.of(ends.in().fd()).poller();
      return new Looked(ends, poller, new Linger(poller));
    }

    Looked after(long... waits) {
      for (var wait : waits) {
        linger.waited(wait);
      }
      return this;
    }

    boolean sees(Deadline deadline) throws Exception {
      var number = ends.in().fd().enter();
      try {
        return linger.sees(number, deadline);
      } finally {
        ends.in().fd().leave();
      }
    }

    @Override
    public void close() {
      ends.close();
    }
  }

  @Test
  void itLooksAfterShortWaitsOnly() throws Exception {
    try (var looked = Looked.withBytes()) {
      assertThat(looked.sees(Deadline.NEVER)).isFalse();
      assertThat(looked.after(1).sees(Deadline.NEVER)).isFalse();
      assertThat(looked.after(1).sees(Deadline.NEVER)).isTrue();
      assertThat(looked.sees(Deadline.NOW)).isFalse();
      assertThat(looked.after(Linger.SOON).sees(Deadline.NEVER)).isFalse();
      assertThat(looked.after(1, 1).sees(Deadline.NEVER)).isTrue();
    }
  }

  @Test
  void oneThatSawNothingIsTheLast() throws Exception {
    try (var looked = Looked.withBytes()) {
      looked.ends.receive();
      assertThat(looked.after(1, 1).sees(Deadline.NEVER)).isFalse();
      looked.ends.send("y");
      assertThat(looked.sees(Deadline.NEVER)).isFalse();
    }
  }

  @Test
  void itDoesNotLookWhileOthersGetReady() throws Exception {
    try (var looked = Looked.withBytes();
        var other = Ends.pipe()) {
      looked.after(1, 1);
      var ready = new CompletableFuture<Boolean>();
      Wait.whenReadable(other.in().fd(), () -> ready.complete(true));
      other.send("x");
      assertThat(ready.get(Task.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(looked.sees(Deadline.NEVER)).isFalse();
      assertThat(looked.sees(Deadline.NEVER)).isTrue();
    }
  }

  /// A platform thread answers a virtual one soon, so that the latter need not park each time.
  @Test
  void questionsAndAnswers() throws Exception {
    try (var questions = Ends.pipe();
        var answers = Ends.pipe()) {
      var poller = Poller.of(answers.in().fd()).poller();
      var before = poller.events();
      var echo =
          ThreadKind.PLATFORM.start(() -> {
            for (var i = 0; i < ROUNDS; i++) {
              answers.send(questions.receive());
            }
            return true;
          });
      var asking =
          ThreadKind.VIRTUAL.start(() -> {
            for (var i = 0; i < ROUNDS; i++) {
              questions.send("question " + i);
              assertThat(answers.receive()).isEqualTo("question " + i);
            }
            return true;
          });
      assertThat(asking.result()).isTrue();
      assertThat(echo.result()).isTrue();
      assertThat(poller.events() - before).isLessThan(ROUNDS);
    }
  }

  @Test
  void whoHasLingeredInVainCanBeInterrupted() throws Exception {
    try (var silent = Looked.withBytes()) {
      silent.ends.receive();
      var fd = silent.ends.in().fd();
      Poller.of(fd).linger().waited(1);
      Poller.of(fd).linger().waited(1);
      var reader = ThreadKind.VIRTUAL.start(silent.ends::receive).awaitBlocked();
      reader.interrupt();
      assertThat(reader.failure()).isInstanceOf(InterruptedException.class);
    }
  }
}
