package dev.rohrpost.supervise;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.FileStat;
import dev.rohrpost.libc.SysStatH;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A folder for the notification sockets of workers, which only this user may enter, locked while
/// this process runs. One without a lock was left by a supervisor that was killed.
final class NotifyFolder implements AutoCloseable {
  private static final String PREFIX = "rohrpost-supervise.";
  private static final int MODE = 0700;

  /// What a path of a socket has room for, less the name of the folder and ten digits.
  private static final int LONGEST_PARENT = 107 - PREFIX.length() - 16 - 2 - 10;

  private final LockedFile folder;
  private int sockets;

  private NotifyFolder(LockedFile folder) {
    this.folder = folder;
  }

  /// Makes a folder, and removes those that killed supervisors of this user have left.
  ///
  /// @throws UnixException with what mkdir(2) says: ENOENT, EACCES, EROFS, ENOSPC; without an errno
  ///   if the name of a socket in it would be too long
  static NotifyFolder open() throws UnixException {
    return open(Path.of(System.getProperty("java.io.tmpdir")));
  }

  static NotifyFolder open(Path parent) throws UnixException {
    if (parent.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PARENT) {
      throw UnixException.verdict(
          "bind",
          parent.toString(),
          "too long for a socket in it; set java.io.tmpdir to a shorter");
    }
    removeAbandoned(parent);
    while (true) {
      var path = parent.resolve(PREFIX + Long.toHexString(System.nanoTime()));
      if (make(path)) {
        var folder = lock(path);
        if (folder.isPresent()) {
          return new NotifyFolder(folder.get());
        }
      }
    }
  }

  /// Locks a new folder.
  ///
  /// @return nothing if another supervisor has taken it for abandoned before it was locked
  private static Optional<LockedFile> lock(Path path) throws UnixException {
    try {
      var locked = LockedFile.lock(path, LockedFile.open(path, FcntlH.O_DIRECTORY, 0));
      if (locked.isPresent() && !locked.get().isAt(path)) {
        locked.get().close();
        return Optional.empty();
      }
      return locked;
    } catch (UnixException.NotFound e) {
      return Optional.empty();
    }
  }

  private static boolean make(Path path) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var result = SysStatH.mkdir(CPath.of(path, arena), MODE);
      if (result < 0 && result != -Errno.EEXIST.number()) {
        throw UnixException.of("mkdir", path.toString(), new Errno(-result));
      }
      return result == 0;
    }
  }

  private static void removeAbandoned(Path parent) {
    try (var found = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (var path : found) {
        removeIfAbandoned(path);
      }
    } catch (IOException e) {
      // what cannot be looked through cannot be tidied up
    }
  }

  private static void removeIfAbandoned(Path path) {
    try {
      var fd = LockedFile.open(path, FcntlH.O_DIRECTORY, 0);
      var locked = LockedFile.lock(path, fd);
      if (locked.isPresent()) {
        try (var abandoned = locked.get()) {
          if (abandoned.what().isOurs() && abandoned.isAt(path)) {
            remove(path);
          }
        }
      }
    } catch (IOException e) {
      // another user's, or another supervisor was faster
    }
  }

  /// Removes a folder with the sockets in it, if there is nothing else.
  private static void remove(Path path) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (var entry : entries) {
        if (FileStat.at(entry).kind() == SysStatH.S_IFSOCK) {
          Files.deleteIfExists(entry);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  /// A path for the notifications of one more worker.
  Path nextPath() {
    return folder.path().resolve(Integer.toString(++sockets));
  }

  @Override
  public void close() {
    try (folder) {
      remove(folder.path());
    } catch (IOException e) {
      // a program of the user's has put something there; it is not ours to remove
    }
  }
}
