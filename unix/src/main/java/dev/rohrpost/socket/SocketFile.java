package dev.rohrpost.socket;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SysFileH;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.libc.SysStatH;
import dev.rohrpost.libc.UnistdH;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The file of a bound UNIX socket: how it comes to be, and how it goes.
///
/// @param path where it is; absolute, because the working directory may change
/// @param identity which file it is, so that never another one is removed
record SocketFile(Path path, Identity identity) {
  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int STICKY = 01000;
  private static final long DEVICE = Sockaddr.offset(SysStatH.STAT, "st_dev");
  private static final long INODE = Sockaddr.offset(SysStatH.STAT, "st_ino");
  private static final long MODE = Sockaddr.offset(SysStatH.STAT, "st_mode");
  private static final long OWNER = Sockaddr.offset(SysStatH.STAT, "st_uid");

  /// What is at a path.
  private record Identity(long device, long inode, int mode, int owner) {
    /// Of a path itself, or of what a symbolic link leads to.
    private interface Looking {
      void at(MemorySegment path, MemorySegment stat) throws UnixException;
    }

    /// Empty if nothing is there, or it cannot be seen.
    static Optional<Identity> of(Path path, Looking looking) {
      try (var arena = Arena.ofConfined()) {
        var stat = arena.allocate(SysStatH.STAT);
        looking.at(CPath.of(path, arena), stat);
        return Optional.of(
            new Identity(
                stat.get(ValueLayout.JAVA_LONG, DEVICE),
                stat.get(ValueLayout.JAVA_LONG, INODE),
                stat.get(ValueLayout.JAVA_INT, MODE),
                stat.get(ValueLayout.JAVA_INT, OWNER)));
      } catch (UnixException e) {
        return Optional.empty();
      }
    }

    static Optional<Identity> of(Path path) {
      return of(path, SysStatH::lstat);
    }

    boolean isSocket() {
      return (mode & SysStatH.S_IFMT) == SysStatH.S_IFSOCK;
    }
  }

  /// Binds a socket, with the permissions in place before anybody can see the file: bind(2) takes
  /// them from the socket.
  static SocketFile bind(Socket socket, UnixAddress.File address, Binding binding)
      throws UnixException {
    socket
        .fd()
        .borrow(number -> {
          SysStatH.fchmod(number, binding.mode());
          return number;
        });
    try {
      socket.bind(address);
    } catch (UnixException e) {
      if (!e.is(Errno.EADDRINUSE) || binding.stale() == Binding.Stale.REFUSE) {
        throw e;
      }
      takeOver(socket, address, e);
    }
    var path = address.path().toAbsolutePath();
    var made = Identity.of(path);
    if (made.isEmpty()) {
      throw UnixException.of("bind", path + ", removed at once", Errno.ENOENT);
    }
    return new SocketFile(path, made.get());
  }

  /// The stale file is renamed, which only one can do, and only then the name is bound anew. The
  /// folder is locked, so that of several programs of this library one does this at a time.
  private static void takeOver(Socket socket, UnixAddress.File address, UnixException inUse)
      throws UnixException {
    var path = address.path().toAbsolutePath();
    var folder = path.getParent();
    if (folder == null || !isSafe(folder)) {
      throw inUse;
    }
    try (var _ = lock(folder)) {
      var stale = Identity.of(path);
      if (stale.isEmpty() || !stale.get().isSocket() || !isOurs(stale.get()) || isAlive(address)) {
        throw inUse;
      }
      var aside = folder.resolve(path.getFileName() + ".stale-" + ProcessHandle.current().pid());
      var _ = Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
      if (!Identity.of(aside).equals(stale)) { // somebody who does not lock was faster: undo
        var _ = Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
        throw inUse;
      }
      Files.delete(aside);
      socket.bind(address);
    } catch (UnixException e) {
      throw e;
    } catch (IOException e) {
      throw UnixException.of("rename", path.toString(), Errno.EACCES);
    }
  }

  /// Nobody else may replace files in the folder: it is this user's or root's, and not writable by
  /// others, or so that they can only remove what is theirs.
  private static boolean isSafe(Path folder) {
    return Identity.of(folder, SysStatH::stat).filter(SocketFile::isSafe).isPresent();
  }

  private static boolean isSafe(Identity folder) {
    return (isOurs(folder) || folder.owner == 0)
        && ((folder.mode & WRITABLE_BY_OTHERS) == 0 || (folder.mode & STICKY) != 0);
  }

  private static boolean isOurs(Identity file) {
    return file.owner == UnistdH.geteuid();
  }

  private static Fd lock(Path folder) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var flags = FcntlH.O_RDONLY | FcntlH.O_DIRECTORY | FcntlH.O_CLOEXEC;
      var number = FcntlH.open(CPath.of(folder, arena), flags, 0);
      if (number < 0) {
        throw UnixException.of("open", folder.toString(), new Errno(-number));
      }
      var fd = Fd.own(number);
      try {
        SysFileH.flock(number, SysFileH.LOCK_EX | SysFileH.LOCK_NB);
      } catch (UnixException e) {
        fd.close();
        throw UnixException.of("bind", folder.toString(), Errno.EADDRINUSE);
      }
      return fd;
    }
  }

  /// Asks with a datagram socket: a live stream socket answers that it is of another type, and does
  /// not notice.
  private static boolean isAlive(UnixAddress.File address) throws UnixException {
    try (var probe = Socket.open(Domain.UNIX, SocketType.DATAGRAM, 0);
        var arena = Arena.ofConfined()) {
      var name = Sockaddr.of(address, arena);
      var result = probe.fd().borrow(n -> SysSocketH.connect(n, name.memory(), name.size()));
      return result != -Errno.ECONNREFUSED.number();
    }
  }

  /// Removes the file, if it still is the one that was made.
  void remove() {
    try {
      if (Identity.of(path).equals(Optional.of(identity))) {
        Files.delete(path);
      }
    } catch (IOException e) {
      // somebody took it or its folder away: it is gone, as it should be
    }
  }
}
