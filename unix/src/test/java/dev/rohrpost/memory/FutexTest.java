package dev.rohrpost.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.libc.LinuxFutexH;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class FutexTest {
  private static Mapping map() throws UnixException {
    try (var memfd = Memfd.create("futex", 4096)) {
      return memfd.map(Access.READ_WRITE);
    }
  }

  @Test
  @Row("FTX-01")
  void whatIsNoWaitIsAResult() throws Exception {
    try (var mapping = map()) {
      var futex = mapping.futex(8);
      assertThat(futex.await(1, Deadline.NEVER)).isEqualTo(Futex.Ending.CHANGED);
      assertThat(futex.await(0, Deadline.NOW)).isEqualTo(Futex.Ending.TIMED_OUT);
      var deadline = Deadline.after(Duration.ofMillis(20));
      assertThat(futex.await(0, deadline)).isEqualTo(Futex.Ending.TIMED_OUT);
      assertThat(deadline.hasPassed()).isTrue();
      assertThat(futex.wakeAll()).isZero();
    }
  }

  @Test
  @Row("FTX-01")
  void theKernelRefusesNonsense() throws Exception {
    try (var mapping = map();
        var arena = Arena.ofConfined()) {
      var word = mapping.bytes().address();
      var time = arena.allocate(ValueLayout.JAVA_LONG, 2);
      time.setAtIndex(ValueLayout.JAVA_LONG, 1, 2_000_000_000);
      assertThat(LinuxFutexH.futex(word, LinuxFutexH.FUTEX_WAIT, 0, time.address()))
          .isEqualTo(-Errno.EINVAL.number());
      assertThat(LinuxFutexH.futex(4096, LinuxFutexH.FUTEX_WAIT, 0, 0))
          .isEqualTo(-Errno.EFAULT.number());
    }
  }

  @Test
  @Row("FTX-02")
  void aWordLiesOnAMultipleOfFour() throws Exception {
    try (var mapping = map()) {
      assertThatIllegalArgumentException().isThrownBy(() -> mapping.futex(2));
      var word = mapping.bytes().address() + 2;
      assertThat(LinuxFutexH.futex(word, LinuxFutexH.FUTEX_WAIT, 0, 0))
          .isEqualTo(-Errno.EINVAL.number());
      assertThatThrownBy(() -> mapping.futex(4096)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  @Row("FTX-03")
  void anotherProcessIsWoken() throws Exception {
    var name = Peer.newName();
    try (var memory = SharedMemory.create(name, 4096);
        var mapping = memory.map(Access.READ_WRITE);
        var peer = Peer.start("wait", name, "64")) {
      var futex = mapping.futex(64);
      assertThat(peer.line(Peer.PATIENCE)).isEqualTo("ready 0");
      futex.set(5);
      var _ = futex.wakeAll();
      assertThat(peer.line(Peer.PATIENCE)).isEqualTo("value 5");
    } finally {
      SharedMemory.remove(name);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("FTX-03")
  void anotherProcessWakes(ThreadKind kind) throws Exception {
    var name = Peer.newName();
    try (var memory = SharedMemory.create(name, 4096);
        var mapping = memory.map(Access.READ_WRITE)) {
      var futex = mapping.futex(64);
      var waiter = kind.start(() -> futex.await(0, Deadline.NEVER));
      Peer.awaitSleeperOn(mapping, 64);
      try (var peer = Peer.start("wake", name, "64")) {
        assertThat(peer.line(Peer.PATIENCE)).isEqualTo("woken 1");
      }
      assertThat(waiter.result()).isEqualTo(Futex.Ending.WOKEN);
      assertThat(futex.value()).isEqualTo(7);
    } finally {
      SharedMemory.remove(name);
    }
  }

  @Test
  @Row("FTX-05")
  void theDeathOfTheOwnerOfARobustLockWakesAWaiter() throws Exception {
    var name = Peer.newName();
    try (var memory = SharedMemory.create(name, 4096);
        var mapping = memory.map(Access.READ_WRITE)) {
      var futex = mapping.futex(0);
      try (var owner = Peer.start("robust", name, "0")) {
        var number = Integer.parseInt(owner.line(Peer.PATIENCE).replace("ready ", ""));
        var locked = number | LinuxFutexH.FUTEX_WAITERS;
        assertThat(futex.value()).isEqualTo(locked);
        var waiter = ThreadKind.PLATFORM.start(() -> futex.await(locked, Deadline.NEVER));
        Peer.awaitSleeperOn(mapping, 0);
        owner.handle().destroyForcibly();
        assertThat(waiter.result()).isEqualTo(Futex.Ending.WOKEN);
        assertThat(futex.value() & LinuxFutexH.FUTEX_OWNER_DIED).isNotZero();
      }
    } finally {
      SharedMemory.remove(name);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsTheWaitAndNothingElse(ThreadKind kind) throws Exception {
    try (var mapping = map()) {
      var futex = mapping.futex(0);
      for (var i = 0; i < 50; i++) {
        var waiter = kind.start(() -> futex.await(0, Deadline.NEVER));
        Peer.awaitSleeperOn(mapping, 0);
        waiter.interrupt();
        assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
      }
      assertThat(futex.value()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingTheMappingEndsTheWait(ThreadKind kind) throws Exception {
    for (var i = 0; i < 50; i++) {
      var mapping = map();
      var futex = mapping.futex(0);
      var waiter = kind.start(() -> futex.await(0, Deadline.after(Duration.ofMinutes(1))));
      Peer.awaitSleeperOn(mapping, 0);
      mapping.close();
      assertThat(waiter.failure())
          .isInstanceOfSatisfying(UnixException.class, e -> assertThat(e.is(Errno.EBADF)).isTrue());
      assertThatThrownBy(() -> futex.await(0, Deadline.NOW)).isInstanceOf(UnixException.class);
      assertThatThrownBy(futex::wakeAll).isInstanceOf(UnixException.class);
    }
  }

  @Test
  void threadsTakeTurns() throws Exception {
    try (var mapping = map()) {
      var futex = mapping.futex(0);
      assertThat(mapping.futex(0)).isSameAs(futex);
      var other =
          ThreadKind.PLATFORM.start(() -> {
            for (var turn = 1; turn < 2_000; turn += 2) {
              take(futex, turn);
            }
            return true;
          });
      for (var turn = 0; turn < 2_000; turn += 2) {
        take(futex, turn);
      }
      assertThat(other.result()).isTrue();
      assertThat(futex.value()).isEqualTo(2_000);
    }
  }

  private static void take(Futex futex, int turn) throws UnixException, InterruptedException {
    for (var now = futex.value(); now != turn; now = futex.value()) {
      var _ = futex.await(now, Deadline.NEVER);
    }
    assertThat(futex.compareAndSet(turn, turn + 1)).isTrue();
    var _ = futex.wakeAll();
  }
}
