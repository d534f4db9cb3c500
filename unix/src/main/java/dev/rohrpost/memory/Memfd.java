package dev.rohrpost.memory;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SysMmanH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Set;

/// A file of memory that has no name in any folder: who is to use it gets the descriptor.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/memfd_create.2.html">memfd_create(2)</a>
public final class Memfd implements AutoCloseable {
  /// The length of a name, in bytes of UTF-8, is at most this.
  public static final int LONGEST_NAME = 249;

  private final Fd fd;

  private Memfd(Fd fd) {
    this.fd = fd;
  }

  /// Makes a memfd and allocates its space.
  ///
  /// @param name for people who look at `/proc/PID/fd`; several may have the same
  /// @param size in bytes, 1 or more
  /// @return the memfd; the caller closes it
  /// @throws IllegalArgumentException if the size is below 1
  /// @throws UnixException with EINVAL if the name is longer than [#LONGEST_NAME], ENOSPC or ENOMEM
  ///   if there is not that much memory, EFBIG if `RLIMIT_FSIZE` is less, or EMFILE
  public static Memfd create(String name, long size) throws UnixException {
    FileSize.check(size);
    Memfd made;
    try (var arena = Arena.ofConfined()) {
      var flags = SysMmanH.MFD_CLOEXEC | SysMmanH.MFD_ALLOW_SEALING;
      made = new Memfd(Fd.own(SysMmanH.memfd_create(arena.allocateFrom(name), flags)));
    } catch (UnixException e) {
      throw e.about(name);
    }
    try {
      FileSize.allocate(made.fd, size);
      return made;
    } catch (UnixException e) {
      made.close();
      throw e.about("memfd " + name + " of " + size + " bytes");
    }
  }

  /// Takes over a memfd that was inherited or received. Look at [#seals()] and [#size()] before you
  /// map it.
  ///
  /// @param fd the descriptor; closing the memfd closes it. If this fails, the descriptor stays the
  ///   caller's, open as it was
  /// @return the memfd
  /// @throws UnixException with EINVAL if it is no memfd and no file on a tmpfs, or EBADF if it is
  ///   closed
  public static Memfd adopt(Fd fd) throws UnixException {
    var memfd = new Memfd(fd);
    var _ = memfd.seals(); // which nothing else has
    return memfd;
  }

  /// Forbids something to everybody, for good.
  ///
  /// @param seals what to forbid; those that are there stay
  /// @throws UnixException with EPERM if it is sealed against seals, EBUSY if [Seal#WRITE] is asked
  ///   for while somebody has it mapped for writing, or EINVAL if the descriptor is no memfd
  public void seal(Seal... seals) throws UnixException {
    var bits = Seal.bits(List.of(seals));
    var _ = fd.borrow("fcntl", n -> FcntlH.fcntl(n, FcntlH.F_ADD_SEALS, bits));
  }

  /// Asks what is forbidden.
  ///
  /// @return the seals that this library knows
  /// @throws UnixException with EINVAL if the descriptor is no memfd, or EBADF if it is closed
  public Set<Seal> seals() throws UnixException {
    return Seal.of(fd.borrow("fcntl", n -> FcntlH.fcntl(n, FcntlH.F_GET_SEALS, 0)));
  }

  /// Asks how long it is now.
  ///
  /// @return bytes
  /// @throws UnixException with EBADF if it is closed
  public long size() throws UnixException {
    return FileSize.of(fd);
  }

  /// Makes it shorter or longer.
  ///
  /// @param size in bytes
  /// @throws UnixException with EPERM if a seal forbids it, EINVAL if it is negative, ENOSPC,
  ///   ENOMEM or EFBIG
  public void resize(long size) throws UnixException {
    if (size > size()) {
      FileSize.allocate(fd, size);
    } else {
      var _ =
          fd.borrow(
              "ftruncate",
              n -> {
                UnistdH.ftruncate(n, size);
                return n;
              });
    }
  }

  /// Maps all of it.
  ///
  /// @param access what for
  /// @return the mapping, which outlives this object; the caller closes it
  /// @throws UnixException with EPERM if a seal forbids writing, ENOMEM, or EBADF if it is closed
  public Mapping map(Access access) throws UnixException {
    return Mapping.of(fd, size(), access);
  }

  /// {@return the descriptor, which this object keeps} For passing on.
  public Fd fd() {
    return fd;
  }

  /// Closes the descriptor. The memory lives on in mappings, and where else it was passed to.
  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return "memfd " + fd;
  }
}
