package dev.rohrpost.socket;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.FileStat;
import dev.rohrpost.libc.SysStatH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/// The file of a bound UNIX socket: how it comes to be, and how it goes.
///
/// A file that can be seen means that somebody listens. bind(2) makes the file, and before it
/// nobody can listen; so a socket that is to listen is bound under a [TemporaryName] beside the
/// path, listens, and then the file gets its name by link(2). A datagram socket receives from the
/// moment it is bound, and is bound to the path itself: others answer to that name. See
/// docs/design/0007-socket-files.md.
///
/// @param path where it is; absolute, because the working directory may change
/// @param identity which file it is, so that never another one is removed
record SocketFile(Path path, FileStat identity) {
  private static final int NOBODY = 0;
  private static final int UNCHANGED = -1;

  /// Binds a socket and lets it listen, and only then shows the file.
  static SocketFile listen(Socket socket, UnixAddress.File address, Binding binding)
      throws UnixException {
    var path = address.path().toAbsolutePath();
    try (var temporary = TemporaryName.beside(address)) {
      FileStat made;
      try {
        made = bindAs(socket, temporary.address(), temporary.path(), binding);
      } catch (UnixException e) { // people do not know of the temporary name
        throw e.about(address.toString());
      }
      temporary.is(made);
      socket.listen(binding.backlog());
      show(temporary, address, binding);
      return new SocketFile(path, made);
    }
  }

  /// As bind(2) does, link(2) replaces nothing.
  private static void show(TemporaryName temporary, UnixAddress.File address, Binding binding)
      throws UnixException {
    var path = address.path().toAbsolutePath();
    try {
      temporary.link(path);
    } catch (UnixException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e.about(address.toString());
      }
      var inUse = inUse(address, e);
      if (binding.stale() == Binding.Stale.REFUSE) {
        throw inUse;
      }
      new TakeOver(path, binding, inUse).run(address, () -> temporary.link(path));
    }
  }

  /// What bind(2) makes of EEXIST.
  private static UnixException inUse(UnixAddress.File address, UnixException cause) {
    var inUse = UnixException.of("bind", address.toString(), Errno.EADDRINUSE);
    inUse.initCause(cause);
    return inUse;
  }

  /// Binds a socket that needs no listening.
  static SocketFile bind(Socket socket, UnixAddress.File address, Binding binding)
      throws UnixException {
    var path = address.path().toAbsolutePath();
    try {
      return new SocketFile(path, bindAs(socket, address, path, binding));
    } catch (UnixException e) {
      if (!e.is(Errno.EADDRINUSE) || binding.stale() == Binding.Stale.REFUSE) {
        throw e;
      }
      var made = new AtomicReference<FileStat>();
      new TakeOver(path, binding, e)
          .run(address, () -> made.set(bindAs(socket, address, path, binding)));
      return new SocketFile(path, made.get());
    }
  }

  /// bind(2) takes the permissions from the socket. Until the file has its owner it is nobody's.
  private static FileStat bindAs(Socket socket, UnixAddress.File name, Path path, Binding binding)
      throws UnixException {
    var permissions = binding.isGivenAway() ? NOBODY : binding.mode().bits();
    socket
        .fd()
        .borrow(
            "fchmod",
            number -> {
              SysStatH.fchmod(number, permissions);
              return number;
            });
    socket.bind(name);
    var made = FileStat.ifSeen(path).filter(SocketFile::isOurNewSocket);
    if (made.isEmpty()) {
      throw UnixException.of("bind", path + ", removed at once", Errno.ENOENT);
    }
    try {
      dress(path, made.get(), binding);
    } catch (UnixException e) {
      new SocketFile(path, made.get()).remove();
      throw e.about(path.toString());
    }
    return made.get();
  }

  /// A file that bind(2) has just made here, and no other one that somebody has linked to its name.
  private static boolean isOurNewSocket(FileStat file) {
    return file.kind() == SysStatH.S_IFSOCK && file.isOurs() && file.links() == 1;
  }

  /// Owner and mode are set through a descriptor of the file: the name could lead to another one by
  /// now.
  private static void dress(Path path, FileStat made, Binding binding) throws UnixException {
    if (!binding.isGivenAway() && made.permissions() == binding.mode().bits()) {
      return;
    }
    try (var place = place(path);
        var arena = Arena.ofConfined()) {
      if (!place.borrow(FileStat::of).is(made)) {
        throw UnixException.of("bind", path.toString(), Errno.ENOENT);
      }
      var owner = binding.owner().orElse(UNCHANGED);
      var group = binding.group().orElse(UNCHANGED);
      place.borrow(n -> {
        UnistdH.fchownat(n, arena.allocateFrom(""), owner, group, FcntlH.AT_EMPTY_PATH);
        SysStatH.chmod(arena.allocateFrom("/proc/self/fd/" + n), binding.mode().bits());
        return n;
      });
    }
  }

  /// Takes hold of a file without opening it.
  static Fd place(Path path) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var flags = FcntlH.O_PATH | FcntlH.O_NOFOLLOW | FcntlH.O_CLOEXEC;
      var number = FcntlH.open(CPath.of(path, arena), flags, 0);
      if (number < 0) {
        throw UnixException.of("open", path.toString(), new Errno(-number));
      }
      return Fd.own(number);
    }
  }

  /// Removes the file, if it still is the one that was made. The socket has to be open, so that no
  /// other file can have got its number.
  void remove() {
    if (FileStat.ifSeen(path).filter(identity::is).isPresent()) {
      try (var arena = Arena.ofConfined()) {
        UnistdH.unlink(CPath.of(path, arena));
      } catch (UnixException e) {
        // somebody took it or its folder away: it is gone, as it should be
      }
    }
  }
}
