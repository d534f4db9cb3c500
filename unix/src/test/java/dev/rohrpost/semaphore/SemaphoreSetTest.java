package dev.rohrpost.semaphore;

import static dev.rohrpost.semaphore.Sets.is;
import static dev.rohrpost.semaphore.Sets.removing;
import static dev.rohrpost.semaphore.Sets.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.libc.SysSemH;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.unix.Stranger;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoFdLeaks.class)
@Timeout(120)
class SemaphoreSetTest {
  private static boolean now(SemaphoreSet set, Operation... operations) throws Exception {
    return set.operate(Deadline.NOW, operations);
  }

  @Test
  @Row("SEM-01")
  void aKeyNamesOneSet() throws Exception {
    var key = Sets.key();
    assertThatThrownBy(() -> SemaphoreSet.open(key))
        .isInstanceOf(UnixException.NotFound.class)
        .hasMessage("semget(semaphores " + key + "): ENOENT: no such file or directory");
    var set = SemaphoreSet.create(key, 2);
    try (var _ = removing(set)) {
      assertThatThrownBy(() -> SemaphoreSet.create(key, 2))
          .isInstanceOf(UnixException.AlreadyExists.class);
      assertThat(SemaphoreSet.open(key).id()).isEqualTo(set.id());
      assertThat(SemaphoreSet.create(key, 1, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY).id())
          .isEqualTo(set.id());
      assertThatThrownBy(
              () -> SemaphoreSet.create(key, 3, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY))
          .satisfies(e -> is(e, Errno.EINVAL))
          .hasMessageContaining("of which there are fewer than 3");
      var strangers =
          Stranger.start(
              () -> SemaphoreSet.create(key, 1, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY));
      assertThat(strangers.failure()).isInstanceOf(UnixException.Denied.class);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> SemaphoreSet.create(key, 0));
    assertThat(SysSemH.semget(key.number(), -1, 01600)).isEqualTo(-Errno.EINVAL.number());
    assertThatThrownBy(() -> SemaphoreSet.create(SystemVKey.PRIVATE, 1_000_000))
        .hasMessage(
            "semget(private semaphores, 1000000 of them, sysctl kernel.sem allows %s): "
                + "EINVAL: invalid argument",
            Limits.value(0));
    assertThatIllegalArgumentException().isThrownBy(() -> SemaphoreSet.open(SystemVKey.PRIVATE));
    assertThatThrownBy(() -> SemaphoreSet.ofId(-1)).satisfies(e -> is(e, Errno.EINVAL));
  }

  @Test
  @Row("SEM-02")
  void whatIsImpossibleIsAResultAndWhatIsWrongAFailure() throws Exception {
    var set = Sets.of(0, 1);
    try (var _ = removing(set)) {
      assertThat(now(set, Operation.take(0))).isFalse();
      assertThat(now(set, Operation.awaitZero(1))).isFalse();
      assertThat(now(set, Operation.awaitZero(0))).isTrue();
      assertThatThrownBy(() -> now(set, Operation.give(5))).satisfies(e -> is(e, Errno.EFBIG));
      set.setValue(0, SemaphoreSet.HIGHEST_VALUE);
      assertThatThrownBy(() -> now(set, Operation.give(0))).satisfies(e -> is(e, Errno.ERANGE));
      var many = new Operation[Integer.parseInt(Limits.value(2)) + 1];
      Arrays.fill(many, Operation.awaitZero(1));
      assertThatThrownBy(() -> now(set, many))
          .hasMessage(
              "semop(private semaphores, %d operations, sysctl kernel.sem allows %d): "
                  + "E2BIG: argument list too long",
              many.length, many.length - 1);
      assertThatIllegalArgumentException().isThrownBy(() -> now(set));
      for (var change : new int[] {-32_768, 32_768}) {
        assertThatIllegalArgumentException().isThrownBy(() -> Operation.of(0, change));
      }
      for (var index : new int[] {-1, 65_536}) {
        assertThatIllegalArgumentException().isThrownBy(() -> Operation.take(index));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("SEM-03")
  void aDeadlineAndAnInterruptEndAWait(ThreadKind kind) throws Exception {
    var set = Sets.of(0);
    try (var _ = removing(set)) {
      var start = System.nanoTime();
      var deadline = Deadline.after(Duration.ofMillis(200));
      var late = kind.start(() -> set.operate(deadline, Operation.take(0)));
      assertThat(late.result()).isFalse();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(199_000_000);
      for (var waiting : new Deadline[] {soon(), Deadline.NEVER}) {
        var taker = kind.start(() -> set.operate(waiting, Operation.take(0))).awaitBlocked();
        taker.interrupt();
        assertThat(taker.failure()).isInstanceOf(InterruptedException.class);
      }
      var interrupted =
          kind.start(() -> {
            Thread.currentThread().interrupt();
            return now(set, Operation.give(0));
          });
      assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
      assertThat(set.values()).containsExactly(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsGoesOnAndIsCounted(ThreadKind kind) throws Exception {
    var set = Sets.of(0, 1);
    try (var _ = removing(set)) {
      var taker = kind.start(() -> set.operate(Deadline.NEVER, Operation.of(0, -2)));
      var zero = kind.start(() -> set.operate(soon(), Operation.awaitZero(1)));
      while (set.status(0).waitingForMore() < 1 || set.status(1).waitingForZero() < 1) {
        Thread.onSpinWait();
      }
      assertThat(now(set, Operation.give(0))).isTrue();
      assertThat(set.status(0).waitingForMore()).isEqualTo(1);
      assertThat(now(set, Operation.give(0), Operation.take(1))).isTrue();
      assertThat(taker.result()).isTrue();
      assertThat(zero.result()).isTrue();
      var self = (int) ProcessHandle.current().pid();
      assertThat(set.status(0)).isEqualTo(new SemaphoreStatus(0, 0, 0, self));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("SEM-05")
  void removalEndsAllWaits(ThreadKind kind) throws Exception {
    var set = Sets.of(0);
    try (var _ = removing(set)) {
      var taker = kind.start(() -> set.operate(Deadline.NEVER, Operation.take(0)));
      while (set.status(0).waitingForMore() < 1) {
        Thread.onSpinWait();
      }
      set.remove();
      assertThat(taker.failure()).isInstanceOf(UnixException.Disconnected.class);
      is(taker.failure(), Errno.EIDRM);
      assertThatThrownBy(() -> now(set, Operation.give(0))).satisfies(e -> is(e, Errno.EINVAL));
      assertThatThrownBy(set::values).satisfies(e -> is(e, Errno.EINVAL));
      assertThatThrownBy(set::remove).satisfies(e -> is(e, Errno.EINVAL));
    }
  }

  @Test
  @Row("SEM-06")
  void allIsDoneOrNothing() throws Exception {
    var set = Sets.of(3, 0, 5);
    try (var _ = removing(set)) {
      assertThat(now(set, Operation.take(0), Operation.take(1))).isFalse();
      assertThat(set.values()).containsExactly(3, 0, 5);
      assertThat(now(set, Operation.of(0, -3), Operation.give(1), Operation.of(2, -5))).isTrue();
      assertThat(set.values()).containsExactly(0, 1, 0);
    }
  }

  @Test
  @Row("SEM-07")
  void valuesHaveARangeAndSetsAnOwner() throws Exception {
    var set = SemaphoreSet.create(SystemVKey.PRIVATE, 1, Creation.MUST_BE_NEW, FileMode.EVERYBODY);
    try (var _ = removing(set)) {
      for (var wrong : new int[] {-1, 32_768}) {
        assertThatThrownBy(() -> set.setValue(0, wrong)).satisfies(e -> is(e, Errno.ERANGE));
        assertThatThrownBy(() -> set.setValues(wrong)).satisfies(e -> is(e, Errno.ERANGE));
      }
      assertThatIllegalArgumentException().isThrownBy(() -> set.setValues(1, 2));
      assertThatThrownBy(() -> set.setValue(1, 0)).satisfies(e -> is(e, Errno.EINVAL));
      set.setValue(0, 32_767);
      assertThat(set.values()).containsExactly(32_767);
      assertThat(Stranger.start(() -> change(set)).failure()).hasMessageContaining("EPERM");
      assertThat(Stranger.start(() -> remove(set)).failure()).hasMessageContaining("EPERM");
      set.setOwner(Stranger.UID, Stranger.UID);
      assertThat(Stranger.start(() -> change(set)).result()).isTrue();
      assertThat(set.status().ownership()).hasToString("uid 65534, gid 65534, mode 0640");
      assertThat(Stranger.start(() -> remove(set)).result()).isTrue();
    }
  }

  private static boolean change(SemaphoreSet set) throws UnixException {
    set.setMode(FileMode.of(0640));
    return true;
  }

  private static boolean remove(SemaphoreSet set) throws UnixException {
    set.remove();
    return true;
  }

  @Test
  void aSetThatWasMadeAnewIsNotTheOneThatWasSeen() throws Exception {
    var set = SemaphoreSet.create(Sets.key(), 1);
    try (var _ = removing(set)) {
      var seen = set.status();
      assertThat(SemaphoreSet.list()).contains(seen);
      assertThat(SemaphoreSet.of(seen).id()).isEqualTo(set.id());
      set.setMode(FileMode.EVERYBODY);
      assertThatThrownBy(() -> SemaphoreSet.of(seen)).satisfies(e -> is(e, Errno.EIDRM));
      set.remove();
      assertThatThrownBy(() -> SemaphoreSet.of(seen)).satisfies(e -> is(e, Errno.EINVAL));
    }
  }
}
