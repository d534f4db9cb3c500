package dev.rohrpost.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Where there is no memory, one thing fails and the rest goes on.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@Row("F13")
class MemoryTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// Reads more than it has room for, then little.
  static final class SmallHeap {
    private SmallHeap() {}

    public static void main(String... arguments) throws Exception {
      for (var size : new String[] {"64M", "1M"}) {
        var zeros = Program.of("head", "-c", size, "/dev/zero");
        try (var child = zeros.withOutput(Redirect.PIPE).start()) {
          System.out.println(child.communicate(new byte[0], Deadline.NEVER).out().length);
        } catch (OutOfMemoryError e) {
          System.out.println("out of memory");
        }
      }
      System.out.println("children: " + Exhausted.children());
    }
  }

  @Test
  void outputThatDoesNotFitIntoTheHeapEndsThatConversationOnly() throws Exception {
    try (var jvm = Jvm.of(SmallHeap.class).with("-Xmx32m").start()) {
      assertThat(jvm.await(PATIENCE).orFail().out())
          .isEqualTo("out of memory\n1048576\nchildren: \n");
    }
  }

  /// Starts a program where the C library gets no stack for its child.
  static final class NoStack {
    private NoStack() {}

    public static void main(String... arguments) throws Exception {
      for (var program : new Program[] {Program.of("true"), Program.of("true").withNiceness(1)}) {
        try (var child = program.withInput(Redirect.PIPE).start()) {
          System.out.println(child);
        } catch (UnixException e) {
          System.out.println(e.getMessage());
        }
      }
      System.out.println("children: " + Exhausted.children());
    }
  }

  @Test
  void aStartWithoutMemoryIsToldAndLeavesNothing() throws Exception {
    var without = CProgram.of(MemoryTest.class, "no_stack.c").toString();
    try (var jvm = Jvm.of(NoStack.class).under(without).start()) {
      var refusal = "posix_spawn(true): ENOMEM: cannot allocate memory\n";
      assertThat(jvm.await(PATIENCE).orFail().out()).isEqualTo(refusal + refusal + "children: \n");
    }
  }
}
