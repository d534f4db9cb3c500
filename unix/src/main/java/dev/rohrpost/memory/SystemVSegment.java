package dev.rohrpost.memory;

import dev.rohrpost.UnixException;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.ipc.Ownership;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.libc.SysIpcH;
import dev.rohrpost.libc.SysShmH;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A segment of memory of System V: a number leads to it.
///
/// It lives until somebody removes it and the last process has detached it, or the machine stops.
/// Nothing is open, so there is nothing to close; only attached memory is.
///
/// @param id by which the kernel knows it
/// @see <a href="https://man7.org/linux/man-pages/man7/sysvipc.7.html">sysvipc(7)</a>
public record SystemVSegment(int id) {
  private static final Path LIST = Path.of("/proc/sysvipc/shm");
  private static final int DESTROYED = 01000;
  private static final int FIELDS = 14;

  /// A segment, as it was when it was looked at.
  ///
  /// @param key its name, [SystemVKey#PRIVATE] if it has none
  /// @param id by which the kernel knows it
  /// @param size in bytes
  /// @param ownership whose it is
  /// @param creator the process that made it
  /// @param last the process that attached or detached it last, 0 for none
  /// @param attachments how often it is attached
  /// @param removed whether it goes when the last one detaches it
  /// @param attached when it was attached last
  /// @param detached when it was detached last
  /// @param changed when it was made, or its owner or mode changed
  public record Status(
      SystemVKey key,
      int id,
      long size,
      Ownership ownership,
      int creator,
      int last,
      long attachments,
      Removal removed,
      Optional<Instant> attached,
      Optional<Instant> detached,
      Instant changed) {}

  /// Whether somebody has removed it.
  public enum Removal {
    /// No.
    NONE,
    /// Yes: it goes when the last one detaches it, and no key leads to it.
    PENDING
  }

  /// Makes a segment that nobody else has prepared, for this user only.
  ///
  /// @param key its name; with [SystemVKey#PRIVATE] others find it by its [#id()]
  /// @param size in bytes
  /// @return the segment; somebody has to [#remove()] it
  /// @throws UnixException as [#create(SystemVKey, long, Creation, FileMode)]
  /// @see <a href="https://man7.org/linux/man-pages/man2/shmget.2.html">shmget(2)</a>
  public static SystemVSegment create(SystemVKey key, long size) throws UnixException {
    return create(key, size, Creation.MUST_BE_NEW, FileMode.OWNER_ONLY);
  }

  /// Makes a segment, or opens it.
  ///
  /// @param key its name; with [SystemVKey#PRIVATE] a new one each time
  /// @param size in bytes; what is there must be at least that long
  /// @param creation whether it may be there
  /// @param mode who may use a new one, as in `0620`; the umask does not count. One that is there
  ///   keeps its own, and must allow as much to this user
  /// @return the segment
  /// @throws UnixException with EEXIST, EINVAL if the size is 0 or above `kernel.shmmax` for a new
  ///   one or what is there is shorter, EACCES, ENOSPC if there are too many (`kernel.shmmni`,
  ///   `kernel.shmall`), or ENOMEM
  /// @see <a href="https://man7.org/linux/man-pages/man2/shmget.2.html">shmget(2)</a>
  public static SystemVSegment create(SystemVKey key, long size, Creation creation, FileMode mode)
      throws UnixException {
    return get(key, size, creation.ipcFlags() | mode.bits());
  }

  private static SystemVSegment get(SystemVKey key, long size, int flags) throws UnixException {
    try {
      return new SystemVSegment(SysShmH.shmget(key.number(), size, flags));
    } catch (UnixException e) {
      throw e.about("segment " + key + SegmentLimits.of(e, key, size));
    }
  }

  /// Opens a segment that is there, whatever its size.
  ///
  /// @param key its name
  /// @return the segment
  /// @throws UnixException with ENOENT or EACCES
  public static SystemVSegment open(SystemVKey key) throws UnixException {
    return get(key, 0, 0);
  }

  /// Lists the segments of this IPC namespace, also those that this user may not use.
  ///
  /// @return as `/proc/sysvipc/shm` has them
  /// @throws IOException if that cannot be read
  public static List<Status> list() throws IOException {
    return Files.readAllLines(LIST, StandardCharsets.US_ASCII).stream()
        .skip(1)
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields.length >= FIELDS)
        .map(SystemVSegment::listed)
        .toList();
  }

  private static Status listed(String[] fields) {
    var mode = Integer.parseInt(fields[2], 8);
    return new Status(
        new SystemVKey((int) Long.parseLong(fields[0])),
        Integer.parseInt(fields[1]),
        Long.parseLong(fields[3]),
        new Ownership(
            (int) Long.parseLong(fields[7]),
            (int) Long.parseLong(fields[8]),
            (int) Long.parseLong(fields[9]),
            (int) Long.parseLong(fields[10]),
            FileMode.permissionsIn(mode)),
        Integer.parseInt(fields[4]),
        Integer.parseInt(fields[5]),
        Long.parseLong(fields[6]),
        removal(mode),
        moment(Long.parseLong(fields[11])),
        moment(Long.parseLong(fields[12])),
        Instant.ofEpochSecond(Long.parseLong(fields[13])));
  }

  /// Attaches it: maps it into this process.
  ///
  /// @param access what for
  /// @return the memory; the caller closes it, which detaches
  /// @throws UnixException with EACCES if its mode does not allow it, EINVAL if the id is nobody's
  ///   any more, EIDRM or ENOMEM
  /// @see <a href="https://man7.org/linux/man-pages/man2/shmat.2.html">shmat(2)</a>
  public Mapping attach(Access access) throws UnixException {
    try {
      var flags = access == Access.READ_ONLY ? SysShmH.SHM_RDONLY : 0;
      var address = SysShmH.shmat(id, 0, flags);
      // While it is attached, the id is not given to another one.
      return Mapping.attached(toString(), address, sizeOr(address), access, SysShmH::shmdt);
    } catch (UnixException e) {
      throw e.about(toString());
    }
  }

  private long sizeOr(long address) throws UnixException {
    try {
      return status().size();
    } catch (UnixException e) {
      SysShmH.shmdt(address);
      throw e;
    }
  }

  /// Asks the kernel about it.
  ///
  /// @return as it is now
  /// @throws UnixException with EACCES if this user may not read it, EINVAL or EIDRM if it is gone
  public Status status() throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var all = arena.allocate(SysShmH.SHMID_DS);
      SysShmH.shmctl(id, SysIpcH.IPC_STAT, all);
      var mode = number(all, "shm_perm", "mode");
      return new Status(
          new SystemVKey(number(all, "shm_perm", "__key")),
          id,
          longNumber(all, "shm_segsz"),
          new Ownership(
              number(all, "shm_perm", "uid"),
              number(all, "shm_perm", "gid"),
              number(all, "shm_perm", "cuid"),
              number(all, "shm_perm", "cgid"),
              FileMode.permissionsIn(mode)),
          number(all, "shm_cpid"),
          number(all, "shm_lpid"),
          longNumber(all, "shm_nattch"),
          removal(mode),
          moment(longNumber(all, "shm_atime")),
          moment(longNumber(all, "shm_dtime")),
          Instant.ofEpochSecond(longNumber(all, "shm_ctime")));
    } catch (UnixException e) {
      throw e.about(toString());
    }
  }

  /// Removes it: no key leads to it any more, and it goes when the last one has detached it.
  ///
  /// @throws UnixException with EPERM if it is neither this user's nor made by it, EINVAL or EIDRM
  ///   if it is gone
  public void remove() throws UnixException {
    try {
      SysShmH.shmctl(id, SysIpcH.IPC_RMID, MemorySegment.NULL);
    } catch (UnixException e) {
      throw e.about(toString());
    }
  }

  private static Removal removal(int mode) {
    return (mode & DESTROYED) == 0 ? Removal.NONE : Removal.PENDING;
  }

  private static Optional<Instant> moment(long seconds) {
    return seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
  }

  private static int number(MemorySegment all, String... path) {
    return all.get(ValueLayout.JAVA_INT, offset(path));
  }

  private static long longNumber(MemorySegment all, String... path) {
    return all.get(ValueLayout.JAVA_LONG, offset(path));
  }

  private static long offset(String... path) {
    var elements = new PathElement[path.length];
    for (var i = 0; i < path.length; i++) {
      elements[i] = PathElement.groupElement(path[i]);
    }
    return SysShmH.SHMID_DS.byteOffset(elements);
  }

  @Override
  public String toString() {
    return "System V segment " + id;
  }
}
