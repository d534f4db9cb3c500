package dev.rohrpost.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.queue.PosixQueue;
import dev.rohrpost.queue.PosixQueueSettings;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is in a queue, where the file system of queues is mounted.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Tag("busy")
class PosixQueuesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String MOUNT = "mount -t mqueue none /mnt && exec \"$@\"";

  @Test
  void howMuchIsInThemIsKnownWithoutOpeningThem() throws Exception {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root can mount");
    var unshare = Foreign.require("unshare").toString();
    try (var jvm =
        Jvm.of(Owner.class).under(unshare, "--ipc", "--mount", "sh", "-c", MOUNT, "sh").start()) {
      assertThat(jvm.await(PATIENCE).orFail().out()).isEqualTo("/jobs 10 bytes of 1 holder\n");
    }
  }

  /// Looks at its own queue.
  static final class Owner {
    private Owner() {}

    public static void main(String... arguments) throws Exception {
      var settings = PosixQueueSettings.DEFAULT.withinLimits();
      try (var queue = PosixQueue.create("/jobs", settings)) {
        for (var i = 0; i < 2; i++) {
          queue.send(new byte[5], 0, Deadline.NOW);
        }
        var picture = Inspector.look();
        var seen = (IpcObject.PosixQueue) picture.object("mq:/jobs").orElseThrow();
        System.out.println(
            seen.name()
                + " "
                + seen.bytes().orElse(-1)
                + " bytes of "
                + picture.holders(seen.id()).size()
                + " holder");
      } finally {
        PosixQueue.remove("/jobs");
      }
    }
  }
}
