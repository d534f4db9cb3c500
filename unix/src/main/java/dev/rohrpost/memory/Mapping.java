package dev.rohrpost.memory;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.SysMmanH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Shared memory in the address space of this process.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/mmap.2.html">mmap(2)</a>
public final class Mapping implements AutoCloseable {
  /// Takes memory away from the address space.
  @FunctionalInterface
  interface Unmap {
    void from(long address) throws UnixException;
  }

  private final Arena arena = Arena.ofShared();
  private final Map<Long, Futex> futexes = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final String name;
  private final MemorySegment bytes;

  private Mapping(String name, long address, long size, Access access, Unmap unmap) {
    this.name = name;
    var writable = SysMmanH.memory(address, size, arena, memory -> quietly(unmap, memory));
    bytes = access == Access.READ_ONLY ? writable.asReadOnly() : writable;
  }

  /// Maps the beginning of a file, or all of it.
  ///
  /// @param fd a file, a memfd or shared memory; it may be closed afterwards
  /// @param size in bytes; the file must be at least that long
  /// @param access what for
  /// @return the mapping; the caller closes it
  /// @throws IllegalArgumentException if the size is below 1
  /// @throws UnixException.Verdict if the file is shorter
  /// @throws UnixException with EACCES if the descriptor is not open for that, EPERM if a seal
  ///   forbids it, ENODEV if it is nothing to map, ENOMEM, or EBADF
  public static Mapping of(Fd fd, long size, Access access) throws UnixException {
    FileSize.check(size);
    var there = FileSize.of(fd);
    if (there < size) {
      throw UnixException.verdict(
          "mmap", fd.toString(), "it has " + there + " bytes and not " + size);
    }
    var protection =
        access == Access.READ_ONLY ? SysMmanH.PROT_READ : SysMmanH.PROT_READ | SysMmanH.PROT_WRITE;
    try {
      long address =
          fd.borrow("mmap", n -> SysMmanH.mmap(0, size, protection, SysMmanH.MAP_SHARED, n, 0));
      return new Mapping(fd.toString(), address, size, access, a -> SysMmanH.munmap(a, size));
    } catch (UnixException e) {
      throw e.about(fd.toString());
    }
  }

  /// What is mapped already.
  static Mapping attached(String name, long address, long size, Access access, Unmap unmap) {
    return new Mapping(name, address, size, access, unmap);
  }

  /// {@return the memory} It ends with this mapping: an access afterwards is an
  /// [IllegalStateException]. Read-only mappings refuse to be written.
  public MemorySegment bytes() {
    return bytes;
  }

  /// {@return how many bytes are mapped}
  public long size() {
    return bytes.byteSize();
  }

  /// Returns a word of the memory as something to wait for.
  ///
  /// @param offset where the word of four bytes begins
  /// @return the futex; the same one for the same offset
  /// @throws IllegalArgumentException if the offset is not a multiple of 4
  /// @throws IndexOutOfBoundsException if the word is not within the mapping
  public Futex futex(long offset) {
    return futexes.computeIfAbsent(offset, at -> new Futex(this, at));
  }

  /// {@return whether [#close()] was called}
  public boolean isClosed() {
    return closed.get();
  }

  UnixException closedException() {
    return UnixException.of("futex", this + " (closed)", Errno.EBADF);
  }

  /// Wakes every thread of this process that waits in this memory, each with EBADF, and takes the
  /// memory out of the address space. Closing again does nothing.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      futexes.values().forEach(Futex::expel);
      arena.close();
    }
  }

  /// Nothing can be done about a failure, and nothing hangs on it.
  private static void quietly(Unmap unmap, MemorySegment memory) {
    try {
      unmap.from(memory.address());
    } catch (UnixException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    return "mapping of " + name + ", " + size() + " bytes";
  }
}
