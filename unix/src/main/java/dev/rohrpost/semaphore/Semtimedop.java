package dev.rohrpost.semaphore;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.SysIpcH;
import dev.rohrpost.libc.SysSemH;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A call of semtimedop(2). Its time-out is a span of time, not a moment, and the kernel takes it
/// from the monotonic clock.
final class Semtimedop implements Wait.BlockingCall {
  private static final long NUMBER = offset("sem_num");
  private static final long CHANGE = offset("sem_op");
  private static final long FLAGS = offset("sem_flg");
  private static final long SIZE = SysSemH.SEMBUF.byteSize();

  private final int set;
  private final int count;
  private final int highest;
  private final MemorySegment operations;
  private final MemorySegment timespec;
  private final Deadline deadline;

  Semtimedop(int set, List<Operation> list, Deadline deadline, SegmentAllocator allocator) {
    this.set = set;
    this.count = list.size();
    this.operations = allocator.allocate(SysSemH.SEMBUF, count);
    this.timespec = allocator.allocate(ValueLayout.JAVA_LONG, 2);
    this.deadline = deadline;
    this.highest = list.stream().mapToInt(Operation::index).max().orElse(0);
    var noWait = deadline == Deadline.NOW ? SysIpcH.IPC_NOWAIT : 0;
    for (var i = 0; i < count; i++) {
      put(i * SIZE, list.get(i), noWait);
    }
  }

  private void put(long at, Operation operation, int noWait) {
    var undo =
        switch (operation.undo()) {
          case NEVER -> 0;
          case AT_EXIT -> SysSemH.SEM_UNDO;
        };
    operations.set(ValueLayout.JAVA_SHORT, at + NUMBER, (short) operation.index());
    operations.set(ValueLayout.JAVA_SHORT, at + CHANGE, (short) operation.change());
    operations.set(ValueLayout.JAVA_SHORT, at + FLAGS, (short) (undo | noWait));
  }

  /// {@return the highest index among the operations}
  int highest() {
    return highest;
  }

  @Override
  public long run() {
    return SysSemH.semtimedop(set, operations, count, timeout());
  }

  private MemorySegment timeout() {
    if (deadline == Deadline.NEVER || deadline == Deadline.NOW) {
      return MemorySegment.NULL;
    }
    var nanos = deadline.remainingNanos();
    timespec.set(ValueLayout.JAVA_LONG, 0, nanos / TimeUnit.SECONDS.toNanos(1));
    timespec.set(ValueLayout.JAVA_LONG, 8, nanos % TimeUnit.SECONDS.toNanos(1));
    return timespec;
  }

  private static long offset(String member) {
    return SysSemH.SEMBUF.byteOffset(PathElement.groupElement(member));
  }
}
