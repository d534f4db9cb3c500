package dev.rohrpost.queue;

import static dev.rohrpost.queue.Queues.posix;
import static dev.rohrpost.queue.Queues.removing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.Allocated;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Sending and receiving allocates nothing, once the compiler has seen it.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class AllocationTest {
  @Test
  void sendingAndReceivingAllocatesNothing() throws Exception {
    assertThat(Allocated.leastOf(Measure.class)).hasSize(2).containsOnly(0L);
  }

  static final class Measure {
    private static final int ROUNDS = 10;
    private static final int CALLS = 100_000;

    private Measure() {}

    public static void main(String... arguments) throws Exception {
      try (var arena = Arena.ofConfined()) {
        var buffer = MessageBuffer.allocate(arena, 128);
        systemV(buffer.setLength(128));
        posixQueue(buffer.setLength(128));
      }
    }

    private static void systemV(MessageBuffer buffer) throws Exception {
      var queue = Queues.systemV();
      var type = TypeSelection.ofType(7);
      try (var _ = removing(queue)) {
        System.out.println(
            Allocated.bytesPerCall(
                ROUNDS,
                CALLS,
                () -> {
                  if (!queue.send(buffer, 7, Deadline.NEVER)
                      || !queue.receive(buffer, type, Deadline.NEVER)) {
                    throw new AssertionError();
                  }
                }));
      }
    }

    private static void posixQueue(MessageBuffer buffer) throws Exception {
      var queue = posix(1, 128);
      try (var _ = removing(queue)) {
        System.out.println(
            Allocated.bytesPerCall(
                ROUNDS,
                CALLS,
                () -> {
                  if (!queue.send(buffer, 7, Deadline.NEVER)
                      || !queue.receive(buffer, Deadline.NEVER)) {
                    throw new AssertionError();
                  }
                }));
      }
    }
  }
}
