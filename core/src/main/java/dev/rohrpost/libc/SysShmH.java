package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What this library uses of `<sys/shm.h>`.
public final class SysShmH {
  /// Attach for reading only.
  public static final int SHM_RDONLY = 0x1000;

  /// What the kernel tells about a segment.
  public static final StructLayout SHMID_DS =
      structLayout(
              SysIpcH.IPC_PERM.withName("shm_perm"),
              JAVA_LONG.withName("shm_segsz"),
              JAVA_LONG.withName("shm_atime"),
              JAVA_LONG.withName("shm_dtime"),
              JAVA_LONG.withName("shm_ctime"),
              JAVA_INT.withName("shm_cpid"),
              JAVA_INT.withName("shm_lpid"),
              JAVA_LONG.withName("shm_nattch"),
              paddingLayout(16))
          .withName("shmid_ds");

  private static final CFunction SHMGET = CFunction.of("int shmget(key_t, size_t, int)");
  private static final CFunction SHMAT = CFunction.of("void *shmat(int, const void *, int)");
  private static final CFunction SHMDT = CFunction.of("int shmdt(const void *)");
  private static final CFunction SHMCTL = CFunction.of("int shmctl(int, int, struct shmid_ds *)");

  private SysShmH() {}

  /// `int shmget(key_t key, size_t size, int shmflg)`
  ///
  /// Makes or finds a segment.
  ///
  /// @param key its key
  /// @param size in bytes
  /// @param shmflg `IPC_*` and the mode
  /// @return the identifier
  /// @throws UnixException with EEXIST, ENOENT, EINVAL, EACCES, ENOSPC, ENOMEM or ENFILE
  public static int shmget(int key, long size, int shmflg) throws UnixException {
    return SHMGET.checked(SHMGET.call(key, size, shmflg));
  }

  /// `void *shmat(int shmid, const void *shmaddr, int shmflg)`
  ///
  /// Attaches a segment.
  ///
  /// @param shmid its identifier
  /// @param shmaddr 0: the kernel chooses
  /// @param shmflg `SHM_*`
  /// @return the address
  /// @throws UnixException with EACCES, EIDRM, EINVAL or ENOMEM
  public static long shmat(int shmid, long shmaddr, int shmflg) throws UnixException {
    var result = SHMAT.callLong(shmid, shmaddr, shmflg);
    if (result < 0) {
      throw UnixException.of("shmat", new Errno((int) -result));
    }
    return result;
  }

  /// `int shmdt(const void *shmaddr)`
  ///
  /// Detaches a segment.
  ///
  /// @param shmaddr what [#shmat] answered
  /// @throws UnixException with EINVAL
  public static void shmdt(long shmaddr) throws UnixException {
    var _ = SHMDT.checked(SHMDT.call(shmaddr));
  }

  /// `int shmctl(int shmid, int op, struct shmid_ds *buf)`
  ///
  /// Asks about a segment, changes or removes it.
  ///
  /// @param shmid its identifier
  /// @param op `IPC_*`
  /// @param buf what the operation takes or gives
  /// @throws UnixException with EACCES, EIDRM, EINVAL or EPERM
  public static void shmctl(int shmid, int op, MemorySegment buf) throws UnixException {
    var _ = SHMCTL.checked(SHMCTL.call(shmid, op, buf.address()));
  }
}
