package dev.rohrpost.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.libc.SysMmanH;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Row;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class MemfdTest {
  private static void fails(Errno errno, ThrowingCallable call) {
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.errno()).as(e.getMessage()).isEqualTo(errno));
  }

  @Test
  void twoMappingsAreTheSameMemory() throws Exception {
    try (var memfd = Memfd.create("shared", 10_000);
        var one = memfd.map(Access.READ_WRITE);
        var other = memfd.map(Access.READ_ONLY)) {
      assertThat(memfd.size()).isEqualTo(10_000);
      assertThat(one.size()).isEqualTo(10_000);
      one.bytes().set(ValueLayout.JAVA_INT, 9_996, 42);
      assertThat(other.bytes().get(ValueLayout.JAVA_INT, 9_996)).isEqualTo(42);
    }
  }

  @Test
  void aReadOnlyMappingRefusesToBeWritten() throws Exception {
    try (var memfd = Memfd.create("read", 100);
        var mapping = memfd.map(Access.READ_ONLY)) {
      assertThat(mapping.bytes().isReadOnly()).isTrue();
      assertThatThrownBy(() -> mapping.bytes().set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> mapping.futex(0).set(1)).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void afterCloseAnAccessIsAnExceptionAndClosingAgainIsNothing() throws Exception {
    try (var memfd = Memfd.create("closed", 100)) {
      var mapping = memfd.map(Access.READ_WRITE);
      var bytes = mapping.bytes();
      mapping.close();
      mapping.close();
      assertThat(mapping.isClosed()).isTrue();
      assertThatThrownBy(() -> bytes.get(ValueLayout.JAVA_BYTE, 0))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void itIsClosedInProgramsThatThisProcessStarts() throws Exception {
    try (var _ = Memfd.create("unseen", 100);
        var ls = Program.of("ls", "-l", "/proc/self/fd").withOutput(Redirect.PIPE).start()) {
      var text = new String(ls.stdout().inputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text).doesNotContain("unseen");
      assertThat(ls.await()).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  @Test
  @Row("MFD-01")
  void sealsForbidForGood() throws Exception {
    try (var memfd = Memfd.create("sealed", 8192)) {
      assertThat(memfd.seals()).isEmpty();
      memfd.seal(Seal.SHRINK, Seal.GROW);
      memfd.seal(Seal.SEAL);
      assertThat(memfd.seals()).containsExactlyInAnyOrder(Seal.SHRINK, Seal.GROW, Seal.SEAL);
      fails(Errno.EPERM, () -> memfd.resize(4096));
      fails(Errno.EPERM, () -> memfd.resize(16384));
      fails(Errno.EPERM, () -> memfd.seal(Seal.WRITE));
      assertThat(memfd.size()).isEqualTo(8192);
    }
  }

  @Test
  void withoutSealsItsSizeChanges() throws Exception {
    try (var memfd = Memfd.create("elastic", 8192)) {
      memfd.resize(100);
      assertThat(memfd.size()).isEqualTo(100);
      memfd.resize(100_000);
      assertThat(memfd.size()).isEqualTo(100_000);
    }
  }

  @Test
  void sealedAgainstWritingItCanOnlyBeRead() throws Exception {
    try (var memfd = Memfd.create("constant", 100)) {
      var mapping = memfd.map(Access.READ_WRITE);
      fails(Errno.EBUSY, () -> memfd.seal(Seal.WRITE));
      memfd.seal(Seal.FUTURE_WRITE);
      mapping.bytes().set(ValueLayout.JAVA_BYTE, 0, (byte) 7);
      mapping.close();
      memfd.seal(Seal.WRITE);
      fails(Errno.EPERM, () -> memfd.map(Access.READ_WRITE));
      try (var again = memfd.map(Access.READ_ONLY)) {
        assertThat(again.bytes().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 7);
      }
    }
  }

  @Test
  @Row("MFD-02")
  void aLongNameIsRefused() throws Exception {
    Memfd.create("n".repeat(Memfd.LONGEST_NAME), 1).close();
    fails(Errno.EINVAL, () -> Memfd.create("n".repeat(Memfd.LONGEST_NAME + 1), 1));
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocateFrom("flags");
      fails(Errno.EINVAL, () -> SysMmanH.memfd_create(name, 0x4000));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Memfd.create("empty", 0));
  }

  @Test
  void moreMemoryThanThereIsIsAnErrorAtCreation() {
    fails(Errno.ENOMEM, () -> Memfd.create("huge", 1L << 50));
  }

  @Test
  void aMappingLongerThanTheFileIsRefused() throws Exception {
    try (var memfd = Memfd.create("short", 4096)) {
      fails(Errno.NONE, () -> Mapping.of(memfd.fd(), 4097, Access.READ_ONLY));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Mapping.of(memfd.fd(), 0, Access.READ_ONLY));
      memfd.fd().close();
      fails(Errno.EBADF, () -> memfd.map(Access.READ_ONLY));
    }
  }

  @Test
  @Row("MFD-03")
  void aProgramDiesByBusErrorWhenTheFileUnderItIsTruncated() throws Exception {
    try (var memfd = Memfd.create("pulled", 4096);
        var peer =
            Program.of(CProgram.of(Peer.class, "peer.c").toString(), "touch", "3")
                .withDescriptor(3, new Redirect.To(memfd.fd()))
                .withInput(Redirect.PIPE)
                .withOutput(Redirect.PIPE)
                .start()) {
      assertThat(peer.stdout().inputStream().read()).isEqualTo('r');
      memfd.resize(0);
      peer.stdin().close();
      assertThat(peer.await(Deadline.after(Peer.PATIENCE)).orElseThrow())
          .isInstanceOfSatisfying(
              ExitStatus.Signalled.class,
              status -> assertThat(status.signal()).isEqualTo(Signal.BUS));
    }
  }

  /// Why rings live on sealed memfds.
  @Test
  @Row("MFD-05")
  void aJvmDiesWhenTheFileUnderACompareAndSetIsTruncated() throws Exception {
    var said = run("unsealed");
    assertThat(said.status()).isNotZero();
    assertThat(said.out()).contains("SIGBUS");
  }

  @Test
  @Row("MFD-06")
  void aSealKeepsTheJvmAlive() throws Exception {
    assertThat(run("sealed").orFail().out()).isEqualTo("alive\n");
  }

  private static Output run(String kind) throws InterruptedException {
    try (var jvm =
        Jvm.of(Truncated.class, kind)
            .with("-Xint", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null")
            .start()) {
      return jvm.await(Peer.PATIENCE);
    }
  }

  static final class Truncated {
    private Truncated() {}

    public static void main(String... arguments) throws UnixException {
      try (var memfd = Memfd.create("truncated", 8192);
          var mapping = memfd.map(Access.READ_WRITE)) {
        if (arguments[0].equals("sealed")) {
          memfd.seal(Seal.SHRINK);
        }
        try {
          memfd.resize(1);
        } catch (UnixException.Denied _) {
          // What the seal is for.
        }
        var _ = mapping.futex(4096).compareAndSet(0, 1);
        System.out.println("alive");
      }
    }
  }
}
