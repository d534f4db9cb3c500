package dev.rohrpost.libc;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/// What this library uses of `<sys/mman.h>`.
public final class SysMmanH {
  /// May be read.
  public static final int PROT_READ = 1;

  /// May be written.
  public static final int PROT_WRITE = 2;

  /// May be executed.
  public static final int PROT_EXEC = 4;

  /// Changes are seen by all who map the same.
  public static final int MAP_SHARED = 1;

  /// Changes are seen by this process only.
  public static final int MAP_PRIVATE = 2;

  /// No file behind it.
  public static final int MAP_ANONYMOUS = 0x20;

  /// Of [#memfd_create]: closed when a program is executed.
  public static final int MFD_CLOEXEC = 1;

  /// Of [#memfd_create]: seals may be added.
  public static final int MFD_ALLOW_SEALING = 2;

  private static final CFunction MEMFD_CREATE =
      CFunction.of("int memfd_create(const char *, unsigned int)");
  private static final CFunction MMAP =
      CFunction.of("void *mmap(void *, size_t, int, int, int, off_t)");
  private static final CFunction MPROTECT = CFunction.of("int mprotect(void *, size_t, int)");
  private static final CFunction MUNMAP = CFunction.of("int munmap(void *, size_t)");

  private SysMmanH() {}

  /// Returns mapped memory as a segment that nothing guards: it is the caller's to know that the
  /// mapping exists.
  ///
  /// @param addr what [#mmap] answered
  /// @param length in bytes
  /// @return the memory
  @SuppressWarnings("restricted") // this is the module that may
  public static MemorySegment memory(long addr, long length) {
    return MemorySegment.ofAddress(addr).reinterpret(length);
  }

  /// Returns mapped memory as a segment that lives as long as an arena.
  ///
  /// @param addr where it is mapped
  /// @param length in bytes
  /// @param arena whose end ends the segment
  /// @param unmap runs then
  /// @return the memory
  @SuppressWarnings("restricted") // this is the module that may
  public static MemorySegment memory(
      long addr, long length, Arena arena, Consumer<MemorySegment> unmap) {
    return MemorySegment.ofAddress(addr).reinterpret(length, arena, unmap);
  }

  /// `int memfd_create(const char *name, unsigned flags)`
  ///
  /// Makes a file of memory that no folder knows.
  ///
  /// @param name for people who look at `/proc/PID/fd`
  /// @param flags `MFD_*`
  /// @return the descriptor
  /// @throws UnixException with EINVAL, EMFILE, ENFILE or ENOMEM
  public static int memfd_create(MemorySegment name, int flags) throws UnixException {
    return MEMFD_CREATE.checked(MEMFD_CREATE.call(name.address(), flags));
  }

  /// `void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset)`
  ///
  /// Maps memory.
  ///
  /// @param addr 0: the kernel chooses
  /// @param length in bytes
  /// @param prot `PROT_*`
  /// @param flags `MAP_*`
  /// @param fd the file, -1 for none
  /// @param offset where in the file
  /// @return the address
  /// @throws UnixException with EACCES, EAGAIN, EBADF, EINVAL, ENODEV, ENOMEM or EPERM
  public static long mmap(long addr, long length, int prot, int flags, int fd, long offset)
      throws UnixException {
    var address = MMAP.callLong(addr, length, prot, flags, fd, offset);
    if (address < 0) { // no address of a program is negative
      throw UnixException.of("mmap", new Errno((int) -address));
    }
    return address;
  }

  /// `int mprotect(void *addr, size_t length, int prot)`
  ///
  /// Changes what may be done with memory.
  ///
  /// @param addr the first page
  /// @param length in bytes
  /// @param prot `PROT_*`
  /// @throws UnixException with EACCES, EINVAL or ENOMEM
  public static void mprotect(long addr, long length, int prot) throws UnixException {
    var _ = MPROTECT.checked(MPROTECT.call(addr, length, prot));
  }

  /// `int munmap(void *addr, size_t length)`
  ///
  /// Unmaps memory.
  ///
  /// @param addr the first page
  /// @param length in bytes
  /// @throws UnixException with EINVAL
  public static void munmap(long addr, long length) throws UnixException {
    var _ = MUNMAP.checked(MUNMAP.call(addr, length));
  }
}
