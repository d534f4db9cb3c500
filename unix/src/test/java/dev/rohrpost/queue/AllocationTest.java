package dev.rohrpost.queue;

import static dev.rohrpost.queue.Queues.posix;
import static dev.rohrpost.queue.Queues.removing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.Allocated;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Sending and receiving allocates nothing, once the compiler has seen it.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class AllocationTest {
  private static final int JVMS = 4;

  /// In a JVM of its own, because agents that measure other things allocate. When the compiler
  /// comes to a call is a matter of luck, and in one JVM of five it does not see through that of a
  /// POSIX queue for good: the memory segment that it then makes is 40 bytes.
  @Test
  void sendingAndReceivingAllocatesNothing() throws Exception {
    var perCall = measured();
    for (var i = 1; i < JVMS && !isNothing(perCall); i++) {
      perCall = measured();
    }
    assertThat(perCall).hasSize(2).allMatch(bytes -> bytes == 0);
  }

  private static List<Long> measured() throws InterruptedException {
    try (var jvm = Jvm.of(Measure.class).with("--add-modules", "jdk.management").start()) {
      var output = jvm.await(Queues.PATIENCE.multipliedBy(2)).orFail().out();
      return output.lines().map(Long::valueOf).toList();
    }
  }

  private static boolean isNothing(List<Long> perCall) {
    return perCall.stream().allMatch(bytes -> bytes == 0);
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
