package dev.rohrpost.memory;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A segment of memory with a name, as shm_open(3) makes it: a file in `/dev/shm`.
///
/// It lives until somebody removes the name and the last user is gone, or the machine stops. A new
/// one appears with its size and all of its space at once, or not at all: nobody ever opens a
/// half-made one of this library.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/shm_overview.7.html">shm_overview(7)</a>
public final class SharedMemory implements AutoCloseable {
  /// The length of a name behind its slash, in bytes, is at most this.
  public static final int LONGEST_NAME = 255;

  private static final String SEMAPHORES = "sem.";

  private final ShmPlace place;
  private final Fd fd;

  private SharedMemory(ShmPlace place, Fd fd) {
    this.place = place;
    this.fd = fd;
  }

  /// A segment, as it was when it was looked at.
  ///
  /// @param name as in `/jobs`
  /// @param size in bytes
  /// @param uid the user who owns it
  /// @param gid the group that owns it
  /// @param mode who may read and write it, as in `0600`
  public record Status(String name, long size, int uid, int gid, FileMode mode) {}

  /// Makes a segment that only this user may open.
  ///
  /// @param name a slash, and what is no slash: `/jobs`
  /// @param size in bytes, 1 or more
  /// @return the segment; the caller closes it, and removes the name some day
  /// @throws IllegalArgumentException if the size is below 1
  /// @throws UnixException with EEXIST if the name is taken, ENOSPC if `/dev/shm` is full, EINVAL
  ///   if it is no name, ENAMETOOLONG, EACCES, EFBIG or EMFILE
  public static SharedMemory create(String name, long size) throws UnixException {
    return create(name, size, Creation.MUST_BE_NEW, FileMode.OWNER_ONLY);
  }

  /// Makes a segment, or opens what is there for reading and writing.
  ///
  /// @param name a slash, and what is no slash: `/jobs`
  /// @param size in bytes, 1 or more; what is there must be at least that long
  /// @param creation whether it may be there
  /// @param mode who may open a new one, as in `0620`, without what the umask of this process takes
  ///   away
  /// @return the segment; the caller closes it
  /// @throws IllegalArgumentException if the size is below 1
  /// @throws UnixException as [#create(String, long)] and [#open(String, Access)]; a
  ///   [UnixException.Verdict] if what is there is shorter
  public static SharedMemory create(String name, long size, Creation creation, FileMode mode)
      throws UnixException {
    FileSize.check(size);
    var place = ShmPlace.of(name);
    while (true) {
      if (creation != Creation.MUST_BE_NEW) {
        try {
          return open(name, Access.READ_WRITE).atLeast(size);
        } catch (UnixException e) {
          if (!e.is(Errno.ENOENT)) {
            throw e;
          }
        }
      }
      var made = new SharedMemory(place, place.make(size, mode));
      if (made.isPublished()) {
        return made;
      }
      made.close();
      if (creation == Creation.MUST_BE_NEW) {
        throw place.taken();
      }
    }
  }

  private boolean isPublished() throws UnixException {
    try {
      return place.publish(fd);
    } catch (UnixException e) {
      close();
      throw e;
    }
  }

  private SharedMemory atLeast(long size) throws UnixException {
    var there = size();
    if (there < size) {
      close();
      throw UnixException.verdict(
          "shm_open", place.name(), "it has " + there + " bytes and not " + size);
    }
    return this;
  }

  /// Opens a segment of this user or of root.
  ///
  /// @param name as in `/jobs`
  /// @param access what for
  /// @return the segment; the caller closes it
  /// @throws UnixException.Verdict if it is somebody else's, or no file
  /// @throws UnixException with ENOENT if there is none, EACCES if its mode does not allow it,
  ///   EINVAL if it is no name, ENAMETOOLONG, ELOOP if it is a symbolic link, or EMFILE
  public static SharedMemory open(String name, Access access) throws UnixException {
    return open(name, access, Trust.OWN);
  }

  /// Opens a segment.
  ///
  /// @param name as in `/jobs`
  /// @param access what for
  /// @param trust whose it may be
  /// @return the segment; the caller closes it
  /// @throws UnixException as [#open(String, Access)]
  public static SharedMemory open(String name, Access access, Trust trust) throws UnixException {
    var place = ShmPlace.of(name);
    return new SharedMemory(place, place.open(access, trust));
  }

  /// Removes the name. Who has the segment open goes on.
  ///
  /// @param name as in `/jobs`
  /// @throws UnixException.Verdict if it is a directory, a link or another file that is no segment;
  ///   it stays
  /// @throws UnixException with ENOENT, EACCES, EPERM, EINVAL or ENAMETOOLONG
  public static void remove(String name) throws UnixException {
    ShmPlace.of(name).remove();
  }

  /// Asks the kernel whether any process has a file of `/dev/shm` open or mapped, also one that is
  /// hidden from this user. It gives a lease for writing only if nobody has; who opens the file in
  /// that moment waits until this call is over.
  ///
  /// @param file a regular file
  /// @return whether somebody has, apart from this call
  /// @throws UnixException with EACCES if it is not this user's, ENOENT, or ELOOP if it is a link
  /// @see <a
  ///   href="https://man7.org/linux/man-pages/man2/F_GETLEASE.2const.html">F_SETLEASE(2const)</a>
  public static boolean isInUse(Path file) throws UnixException {
    var flags = FcntlH.O_RDONLY | FcntlH.O_NOFOLLOW | FcntlH.O_NONBLOCK | FcntlH.O_CLOEXEC;
    try (var arena = Arena.ofConfined()) {
      var number = FcntlH.open(CPath.of(file, arena), flags, 0);
      if (number < 0) {
        throw UnixException.of("open", file.toString(), new Errno(-number));
      }
      try (var fd = Fd.own(number)) {
        var _ =
            fd.borrow(
                "fcntl",
                n -> {
                  FcntlH.fcntl(n, FcntlH.F_SETSIG, Signal.URG.number()); // which is ignored
                  return FcntlH.fcntl(n, FcntlH.F_SETLEASE, FcntlH.F_WRLCK);
                });
        return false;
      }
    } catch (UnixException e) {
      if (e.is(Errno.EAGAIN)) {
        return true;
      }
      throw e.about(file.toString());
    }
  }

  /// Looks at a segment without opening it.
  ///
  /// @param name as in `/jobs`
  /// @return as it is now
  /// @throws UnixException with ENOENT if there is none, EINVAL or ENAMETOOLONG if it is no name
  public static Status status(String name) throws UnixException {
    return ShmPlace.of(name)
        .look()
        .orElseThrow(() -> UnixException.of("shm_open", name, Errno.ENOENT));
  }

  /// Lists what has a name in `/dev/shm`, but for the semaphores of POSIX, which live there too.
  ///
  /// @return the segments by name
  /// @throws IOException if the folder cannot be read
  public static List<Status> list() throws IOException {
    var all = new ArrayList<Status>();
    try (var files = Files.newDirectoryStream(ShmPlace.FOLDER, Files::isRegularFile)) {
      for (Path file : files) {
        if (!file.getFileName().toString().startsWith(SEMAPHORES)) {
          new ShmPlace("/" + file.getFileName(), file).look().ifPresent(all::add);
        }
      }
    }
    all.sort(Comparator.comparing(Status::name));
    return all;
  }

  /// {@return the name, as in `/jobs`}
  public String name() {
    return place.name();
  }

  /// Asks for size, owner and mode.
  ///
  /// @return as it is now
  /// @throws UnixException with EBADF if this is closed
  public Status status() throws UnixException {
    return place.status(fd);
  }

  /// Asks how long it is now.
  ///
  /// @return bytes; 0 if a foreign program has made it and not given it a size yet
  /// @throws UnixException with EBADF if this is closed
  public long size() throws UnixException {
    return FileSize.of(fd);
  }

  /// Maps all of it.
  ///
  /// @param access what for
  /// @return the mapping, which outlives this object; the caller closes it
  /// @throws UnixException.Verdict if it is empty
  /// @throws UnixException with EACCES if it is open for reading only, ENOMEM, or EBADF if this is
  ///   closed
  public Mapping map(Access access) throws UnixException {
    var size = size();
    if (size == 0) {
      throw UnixException.verdict("mmap", name(), "it is empty");
    }
    return Mapping.of(fd, size, access);
  }

  /// {@return the descriptor, which this object keeps} For passing on.
  public Fd fd() {
    return fd;
  }

  /// Closes the descriptor. The memory stays, in mappings and under its name.
  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return "shared memory " + name();
  }
}
