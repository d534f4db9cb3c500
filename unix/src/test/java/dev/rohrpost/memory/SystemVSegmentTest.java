package dev.rohrpost.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.libc.SysShmH;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@Tag("busy")
class SystemVSegmentTest {
  private static final SystemVKey KEY =
      new SystemVKey(0x52_00_00_00 | (int) ProcessHandle.current().pid());

  private static void fails(Errno errno, ThrowingCallable call) {
    assertThatExceptionOfType(UnixException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.errno()).as(e.getMessage()).isEqualTo(errno));
  }

  private static SystemVSegment create(long size) throws UnixException {
    return SystemVSegment.create(KEY, size);
  }

  @Test
  @Row("SHM-01")
  void makingAndOpeningFailAsTheKernelSays() throws Exception {
    fails(Errno.ENOENT, () -> SystemVSegment.open(KEY));
    fails(Errno.EINVAL, () -> create(0));
    var segment = create(100);
    try {
      fails(Errno.EEXIST, () -> create(100));
      fails(
          Errno.EINVAL,
          () -> SystemVSegment.create(KEY, 5000, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY));
      assertThat(SystemVSegment.create(KEY, 100, Creation.OPEN_OR_CREATE, FileMode.OWNER_ONLY))
          .isEqualTo(segment);
      assertThat(SystemVSegment.open(KEY)).isEqualTo(segment);
    } finally {
      segment.remove();
    }
  }

  @Test
  @Row("SHM-02")
  void attachingWhatIsNotThereFails() throws Exception {
    fails(Errno.EINVAL, () -> new SystemVSegment(-1).attach(Access.READ_ONLY));
    var segment = create(100);
    try {
      fails(Errno.EINVAL, () -> SysShmH.shmat(segment.id(), 0x10_0001, 0));
    } finally {
      segment.remove();
    }
    fails(Errno.EINVAL, segment::status);
    fails(Errno.EINVAL, segment::remove);
  }

  @Test
  @Row("SHM-03")
  void detachingWhatIsNotAttachedFails() {
    fails(Errno.EINVAL, () -> SysShmH.shmdt(4096));
  }

  @Test
  @Row("SHM-05")
  void aReadOnlyAttachmentRefusesToBeWritten() throws Exception {
    var segment = create(100);
    try (var writable = segment.attach(Access.READ_WRITE);
        var readable = segment.attach(Access.READ_ONLY)) {
      writable.bytes().setString(0, "seen");
      assertThat(readable.bytes().getString(0)).isEqualTo("seen");
      assertThatIllegalArgumentException().isThrownBy(() -> readable.bytes().setString(0, "no"));
    } finally {
      segment.remove();
    }
  }

  @Test
  @Row("SHM-06")
  void theKernelCountsAttachments() throws Exception {
    var segment = create(100);
    try {
      var one = segment.attach(Access.READ_WRITE);
      var two = segment.attach(Access.READ_ONLY);
      assertThat(segment.status().attachments()).isEqualTo(2);
      try (var peer = Peer.start("attach", Integer.toString(segment.id()))) {
        assertThat(peer.line(Peer.PATIENCE)).isEqualTo("ready 0");
        assertThat(segment.status().attachments()).isEqualTo(4);
        assertThat(segment.status().last()).isEqualTo((int) peer.pid());
        peer.endInput();
        var _ = peer.await(Peer.PATIENCE);
      }
      one.close();
      one.close();
      two.close();
      var end = System.nanoTime() + Peer.PATIENCE.toNanos();
      while (segment.status().attachments() > 0 && System.nanoTime() < end) {
        Thread.onSpinWait(); // the child of the peer is nobody's to wait for
      }
      assertThat(segment.status().attachments()).isZero();
    } finally {
      segment.remove();
    }
  }

  @Test
  void theListSaysWhatTheKernelSays() throws Exception {
    var before = Instant.now().minusSeconds(5);
    var segment = create(12_345);
    try (var mapping = segment.attach(Access.READ_WRITE)) {
      assertThat(mapping.size()).isEqualTo(12_345);
      var status = segment.status();
      assertThat(SystemVSegment.list()).contains(status);
      assertThat(status.key()).isEqualTo(KEY);
      assertThat(status.size()).isEqualTo(12_345);
      assertThat(status.creator()).isEqualTo((int) ProcessHandle.current().pid());
      assertThat(status.ownership().mode()).isEqualTo(FileMode.OWNER_ONLY);
      assertThat(status.attached().orElseThrow()).isAfter(before);
      assertThat(status.detached()).isEmpty();
      assertThat(status.removed()).isEqualTo(SystemVSegment.Removal.NONE);
      segment.remove();
      assertThat(segment.status().removed()).isEqualTo(SystemVSegment.Removal.PENDING);
      assertThat(segment.status().key().isPrivate()).isTrue();
    }
    fails(Errno.EINVAL, segment::status);
  }

  @Test
  void aProgramInCReadsAndWritesIt() throws Exception {
    var segment = create(4096);
    try (var mapping = segment.attach(Access.READ_WRITE)) {
      mapping.bytes().setString(0, "from Java");
      var peer = CProgram.of(Peer.class, "peer.c").toString();
      var said = Foreign.run(Peer.PATIENCE, peer, "put", KEY.toString()).orFail();
      assertThat(said.out()).isEqualTo("from Java 0\n");
      assertThat(mapping.bytes().getString(0)).isEqualTo("from C");
    } finally {
      segment.remove();
    }
  }

  @Test
  void ipcmkAndIpcrmAndWeUnderstandEachOther() throws Exception {
    var made = Foreign.run(Duration.ofSeconds(20), "ipcmk", "-M", "5000", "-p", "0640").orFail();
    var segment = new SystemVSegment(Integer.parseInt(made.out().strip().replaceAll(".*: ", "")));
    try {
      assertThat(segment.status().size()).isEqualTo(5000);
      assertThat(segment.status().ownership().mode()).isEqualTo(FileMode.of(0640));
      try (var mapping = segment.attach(Access.READ_WRITE)) {
        mapping.bytes().setString(0, "there");
      }
      var id = Integer.toString(segment.id());
      Foreign.run(Duration.ofSeconds(20), "ipcrm", "-m", id).orFail();
      fails(Errno.EINVAL, () -> segment.attach(Access.READ_ONLY));
    } catch (AssertionError e) {
      segment.remove();
      throw e;
    }
  }
}
