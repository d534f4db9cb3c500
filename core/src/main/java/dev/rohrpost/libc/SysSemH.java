package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.rohrpost.Arch;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// What this library uses of `<sys/sem.h>`.
public final class SysSemH {
  /// Undo the operation when the process ends.
  public static final int SEM_UNDO = 0x1000;

  /// Who was last.
  public static final int GETPID = 11;

  /// The value of one semaphore.
  public static final int GETVAL = 12;

  /// All values.
  public static final int GETALL = 13;

  /// How many wait for more.
  public static final int GETNCNT = 14;

  /// How many wait for zero.
  public static final int GETZCNT = 15;

  /// Set the value of one semaphore.
  public static final int SETVAL = 16;

  /// Set all values.
  public static final int SETALL = 17;

  /// How much there is of everything; answers the highest index in use.
  public static final int SEM_INFO = 19;

  /// As `IPC_STAT`, but by index, for every user; answers the id.
  public static final int SEM_STAT_ANY = 20;

  /// All there is to know of a set. The two families have different gaps.
  public static final StructLayout SEMID_DS =
      Arch.pick(
              structLayout(
                  SysIpcH.IPC_PERM.withName("sem_perm"),
                  JAVA_LONG.withName("sem_otime"),
                  paddingLayout(8),
                  JAVA_LONG.withName("sem_ctime"),
                  paddingLayout(8),
                  JAVA_LONG.withName("sem_nsems"),
                  paddingLayout(16)),
              structLayout(
                  SysIpcH.IPC_PERM.withName("sem_perm"),
                  JAVA_LONG.withName("sem_otime"),
                  JAVA_LONG.withName("sem_ctime"),
                  JAVA_LONG.withName("sem_nsems"),
                  paddingLayout(16)))
          .withName("semid_ds");

  /// One operation on one semaphore.
  public static final StructLayout SEMBUF =
      structLayout(
              JAVA_SHORT.withName("sem_num"),
              JAVA_SHORT.withName("sem_op"),
              JAVA_SHORT.withName("sem_flg"))
          .withName("sembuf");

  private static final CFunction SEMGET = CFunction.of("int semget(key_t, int, int)");
  private static final CFunction SEMCTL = CFunction.of("int semctl(int, int, int, ...)");

  /// Of its own, for speed; those who only ask do not wait for its linking.
  private static final class Operating {
    static final MethodHandle SEMTIMEDOP =
        link(
            "int semtimedop(int, struct sembuf *, size_t, const struct timespec *)",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS));
  }

  private SysSemH() {}

  /// `int semget(key_t key, int nsems, int semflg)`
  ///
  /// Finds or makes a set.
  ///
  /// @param key its key, or `IPC_PRIVATE`
  /// @param nsems how many semaphores; 0 for what is there
  /// @param semflg `IPC_CREAT`, `IPC_EXCL` and the permissions
  /// @return its id, or the negated errno
  public static int semget(int key, int nsems, int semflg) {
    return SEMGET.call(key, nsems, semflg);
  }

  /// `int semctl(int semid, int semnum, int op, union semun arg)`
  ///
  /// Asks about a set, changes it or removes it.
  ///
  /// @param semid the set; an index for `SEM_STAT_ANY`
  /// @param semnum which semaphore of it
  /// @param op `IPC_*`, `GET*`, `SET*` or `SEM_*`
  /// @param arg a value
  /// @return what the operation answers, or the negated errno
  public static int semctl(int semid, int semnum, int op, int arg) {
    return SEMCTL.call(semid, semnum, op, arg);
  }

  /// As above, where the argument is memory.
  ///
  /// @param semid the set; an index for `SEM_STAT_ANY`
  /// @param op `IPC_*`, `GETALL`, `SETALL` or `SEM_*`
  /// @param arg a `semid_ds`, or an array of shorts
  /// @return what the operation answers, or the negated errno
  public static int semctl(int semid, int op, MemorySegment arg) {
    return SEMCTL.call(semid, 0, op, arg.address());
  }

  /// `int semtimedop(int semid, struct sembuf *sops, size_t nsops, const struct timespec *timeout)`
  ///
  /// Does all of some operations, or none.
  ///
  /// @param semid the set
  /// @param sops the operations
  /// @param nsops how many
  /// @param timeout how long at the most, or NULL
  /// @return 0, or the negated errno
  public static int semtimedop(int semid, MemorySegment sops, long nsops, MemorySegment timeout) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (int) Operating.SEMTIMEDOP.invokeExact(cell, semid, sops, nsops, timeout), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }
}
