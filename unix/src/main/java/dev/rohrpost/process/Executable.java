package dev.rohrpost.process;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SysStatH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Finds the file of a program by the rules of execvp(3), before anything is started: so a failure
/// can name what it was about.
///
/// @see <a href="https://man7.org/linux/man-pages/man3/exec.3.html">execvp(3)</a>
final class Executable {
  private static final long MODE = SysStatH.STAT.byteOffset(PathElement.groupElement("st_mode"));

  private final Arena arena;

  /// What relative paths begin with, because the child changes its directory first.
  private final String base;

  private Executable(Arena arena, String base) {
    this.arena = arena;
    this.base = base;
  }

  /// Finds the program of a description.
  ///
  /// @return its path, for execve(2) after the change of the working directory
  /// @throws UnixException with the errno of that change or of execve(2)
  static String find(Settings settings, Arena arena) throws UnixException {
    var directory = settings.directory;
    if (directory != null) {
      require(
          "chdir", directory, UnistdH.access(arena.allocateFrom(directory + "/."), UnistdH.X_OK));
    }
    var finder = new Executable(arena, directory == null ? "" : directory + '/');
    var name = settings.command.getFirst();
    return name.indexOf('/') >= 0
        ? finder.at(name)
        : finder.inPath(name, settings.environment.path());
  }

  private String at(String path) throws UnixException {
    require("execve", path, refusal(path));
    return path;
  }

  private String inPath(String name, String folders) throws UnixException {
    var errno = -Errno.ENOENT.number();
    for (var folder : name.isEmpty() ? new String[0] : folders.split(":", -1)) {
      var path = folder.isEmpty() ? name : folder + '/' + name;
      var refusal = refusal(path);
      if (refusal == 0) {
        return path;
      }
      if (refusal == -Errno.EACCES.number()) {
        errno = refusal; // told if there is no better one further on
      }
    }
    throw failure("execve", name, errno);
  }

  /// Tells why a file cannot be a program.
  ///
  /// @return 0 if it can, or the negated errno
  private int refusal(String path) {
    var file = arena.allocateFrom(path.startsWith("/") ? path : base + path);
    var refusal = UnistdH.access(file, UnistdH.X_OK);
    return refusal == 0 && !isRegular(file) ? -Errno.EACCES.number() : refusal;
  }

  private boolean isRegular(MemorySegment file) {
    var stat = arena.allocate(SysStatH.STAT);
    try {
      SysStatH.stat(file, stat);
    } catch (UnixException e) {
      return false; // replaced since access(2)
    }
    return (stat.get(ValueLayout.JAVA_INT, MODE) & SysStatH.S_IFMT) == SysStatH.S_IFREG;
  }

  private static void require(String call, String object, int result) throws UnixException {
    if (result < 0) {
      throw failure(call, object, result);
    }
  }

  private static UnixException failure(String call, String object, int negated) {
    return UnixException.of(call, object, new Errno(-negated));
  }
}
