package dev.rohrpost.queue;

import static dev.rohrpost.queue.Queues.is;
import static dev.rohrpost.queue.Queues.removing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.Sysctl;
import dev.rohrpost.libc.MqueueH;
import dev.rohrpost.libc.SysResourceH;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.FullTable;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.unix.Stranger;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the machine allows, and the clocks of the kernel.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@Tag("busy")
class PosixQueueLimitsTest {
  private static final long NANOS = 1_000_000_000;

  private static PosixQueue make(String name, PosixQueueSettings settings) throws UnixException {
    return PosixQueue.create(name, settings);
  }

  @Test
  @Row("MQ-09")
  void thoseWhoMayNotExceedLimitsAreToldThem() throws Exception {
    var name = Queues.name();
    var messages = (int) Sysctl.number("fs.mqueue.msg_max").orElseThrow() + 1;
    var bytes = (int) Sysctl.number("fs.mqueue.msgsize_max").orElseThrow() + 1;
    var many = PosixQueueSettings.DEFAULT.withMessages(messages);
    var large = PosixQueueSettings.DEFAULT.withMessageBytes(bytes);
    try (var _ = removing(name)) {
      assertThat(Stranger.start(() -> make(name, many)).failure())
          .hasMessage(
              "mq_open(%s, %d messages, sysctl fs.mqueue.msg_max is %d): EINVAL: invalid argument",
              name, messages, messages - 1);
      assertThat(Stranger.start(() -> make(name, large)).failure())
          .hasMessageContaining("sysctl fs.mqueue.msgsize_max is " + (bytes - 1));
      if (Queues.mayExceedLimits()) {
        make(name, many).close();
        PosixQueue.remove(name);
        make(name, large).close();
      }
    }
  }

  @Test
  @Row("MQ-07")
  void thereCanBeTooManyQueues() throws Exception {
    var prefix = Queues.name();
    var made = new ArrayList<String>();
    try {
      var failure = Stranger.start(() -> fill(prefix, made)).failure();
      assertThat(failure)
          .isInstanceOf(UnixException.LimitReached.class)
          .hasMessageContaining("sysctl fs.mqueue.queues_max is")
          .hasMessageContaining("ENOSPC");
    } finally {
      for (var name : made) {
        PosixQueue.remove(name);
      }
    }
  }

  private static String fill(String prefix, List<String> made) throws UnixException {
    for (var i = 0; i <= Sysctl.number("fs.mqueue.queues_max").orElseThrow(); i++) {
      make(prefix + "-" + i, new PosixQueueSettings(1, 1)).close();
      made.add(prefix + "-" + i);
    }
    return "no limit";
  }

  @Test
  @Row("MQ-10")
  void theMemoryOfAUserIsLimited() throws Exception {
    var name = Queues.name();
    var before = messageQueueLimit(1000);
    try (var _ = removing(name)) {
      assertThatThrownBy(() -> make(name, PosixQueueSettings.DEFAULT))
          .isInstanceOf(UnixException.LimitReached.class)
          .hasMessage(
              "mq_open(%s, RLIMIT_MSGQUEUE is 1000 bytes for all queues of this user): "
                  + "EMFILE: too many open files",
              name);
    } finally {
      var _ = messageQueueLimit(before);
    }
  }

  private static long messageQueueLimit(long bytes) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var limit = arena.allocate(SysResourceH.RLIMIT);
      SysResourceH.prlimit(0, SysResourceH.RLIMIT_MSGQUEUE, MemorySegment.NULL, limit);
      var before = limit.get(ValueLayout.JAVA_LONG, 0);
      limit.set(ValueLayout.JAVA_LONG, 0, bytes);
      SysResourceH.prlimit(0, SysResourceH.RLIMIT_MSGQUEUE, limit, MemorySegment.NULL);
      return before;
    }
  }

  @Test
  @Row("MQ-06")
  void thereCanBeNoDescriptorLeft() throws Exception {
    Foreign.require("prlimit");
    try (var jvm = Jvm.of(NoneLeft.class, Queues.name()).under("prlimit", "--nofile=64").start()) {
      assertThat(jvm.await(Queues.PATIENCE).orFail().out())
          .contains("): EMFILE: too many open files")
          .doesNotContain("RLIMIT_MSGQUEUE");
    }
  }

  static final class NoneLeft {
    private NoneLeft() {}

    public static void main(String... arguments) throws Exception {
      var name = arguments[0];
      try (var _ = removing(name)) {
        make(name, PosixQueueSettings.DEFAULT).close();
        var said = "opened";
        try (var _ = FullTable.of(PosixQueue.class, UnixException.class)) {
          PosixQueue.open(name, PosixQueue.Access.BOTH).close();
        } catch (UnixException e) {
          said = e.getMessage();
        }
        System.out.println(said);
      }
    }
  }

  /// The kernel's own deadlines are moments of a clock that can be set. This library gives it none
  /// but the beginning of 1970: a message that is there is returned, and the clock is set to
  /// nothing earlier.
  @Test
  @Row({"MQ-18", "MQ-19", "MQ-21", "F48"})
  void theKernelsDeadlinesAreMomentsOfTheWallClock() throws Exception {
    var queue = Queues.posix(1, 10);
    try (var _ = removing(queue);
        var arena = Arena.ofConfined()) {
      var buffer = MessageBuffer.allocate(arena, 10);
      var time = arena.allocate(ValueLayout.JAVA_LONG, 2);
      for (var wrong : new long[][] {{0, -1}, {0, NANOS}, {-1, 0}}) {
        assertThat(receiveBy(queue, buffer, time, wrong[0], wrong[1]))
            .isEqualTo(-Errno.EINVAL.number());
      }
      var end = System.currentTimeMillis() + 200;
      assertThat(receiveBy(queue, buffer, time, end / 1000, end % 1000 * 1_000_000))
          .isEqualTo(-Errno.ETIMEDOUT.number());
      assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(end);
      assertThat(queue.send(new byte[5], 0, Deadline.NOW)).isTrue();
      assertThat(receiveBy(queue, buffer, time, 0, NANOS)).isEqualTo(-Errno.EINVAL.number());
      assertThat(receiveBy(queue, buffer, time, 1, 0)).isEqualTo(5);
      assertThat(buffer.longAgo.toArray(ValueLayout.JAVA_LONG)).containsExactly(0, 0);
    }
  }

  private static long receiveBy(
      PosixQueue queue, MessageBuffer into, MemorySegment time, long seconds, long nanos)
      throws UnixException {
    time.setAtIndex(ValueLayout.JAVA_LONG, 0, seconds);
    time.setAtIndex(ValueLayout.JAVA_LONG, 1, nanos);
    return queue.fd().borrow(n -> MqueueH.mq_timedreceive(n, into.body(), 10, into.head, time));
  }

  @Test
  @Row("MQ-33")
  void anotherNamespaceHasOtherQueues() throws Exception {
    Foreign.require("unshare");
    var queue = Queues.posix(1, 10);
    try (var _ = removing(queue);
        var jvm = Jvm.of(Elsewhere.class, queue.name()).under("unshare", "--ipc").start()) {
      assertThat(jvm.await(Queues.PATIENCE).orFail().out())
          .isEqualTo("mq_open(" + queue.name() + "): ENOENT: no such file or directory\n");
    }
  }

  static final class Elsewhere {
    private Elsewhere() {}

    public static void main(String... arguments) throws Exception {
      try {
        PosixQueue.open(arguments[0], PosixQueue.Access.BOTH).close();
      } catch (UnixException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /// Only a mount shows the names; so one is made, for the JVM that looks.
  @Test
  void aMountListsTheNames() throws Exception {
    Foreign.require("unshare");
    var queue = Queues.posix(1, 10);
    try (var _ = removing(queue);
        var jvm =
            Jvm.of(Names.class)
                .under(
                    "unshare",
                    "--mount",
                    "sh",
                    "-c",
                    "mount -t mqueue none /mnt && exec \"$0\" \"$@\"")
                .start()) {
      assertThat(jvm.await(Queues.PATIENCE).orFail().out().lines()).contains(queue.name());
    }
  }

  static final class Names {
    private Names() {}

    public static void main(String... arguments) throws Exception {
      PosixQueue.names().orElseThrow().forEach(System.out::println);
    }
  }

  @Test
  void aSmallLimitIsNotTheFaultOfTheName() throws Exception {
    var name = Queues.name();
    assertThatThrownBy(() -> make(name, PosixQueueSettings.DEFAULT.withMessages(1 << 20)))
        .satisfies(e -> is(e, Errno.EINVAL))
        .hasMessageContaining("1048576 messages");
  }
}
