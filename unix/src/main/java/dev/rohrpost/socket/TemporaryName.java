package dev.rohrpost.socket;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.FileStat;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A name beside that of a socket file, for as long as nobody should see the file.
///
/// It is `NAME.rohrpost-` and eight digits. Where that is too long for an address, it is without
/// NAME, and the address goes through a descriptor of the folder.
final class TemporaryName implements AutoCloseable {
  private static final String MARK = ".rohrpost-";
  private static final Pattern MARKED = Pattern.compile(Pattern.quote(MARK) + "[0-9a-f]{8}");

  private final Path path;
  private final UnixAddress.File address;
  private final @Nullable Fd folder;
  private @Nullable FileStat file;

  private TemporaryName(Path path, UnixAddress.File address, @Nullable Fd folder) {
    this.path = path;
    this.address = address;
    this.folder = folder;
  }

  /// Makes up a name.
  ///
  /// @throws UnixException with ENOENT, EACCES, ENOTDIR or EMFILE if the folder cannot be reached
  static TemporaryName beside(UnixAddress.File wanted) throws UnixException {
    var mark = MARK + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    var asked = wanted.path();
    var name = name(asked) + mark;
    var close = asked.resolveSibling(name);
    if (bytes(close) <= UnixAddress.LONGEST_PATH) {
      return new TemporaryName(close.toAbsolutePath(), new UnixAddress.File(close), null);
    }
    var parent = parent(asked);
    var folder = open(parent, wanted);
    var through = Path.of("/proc/self/fd/" + folder.borrow(n -> n)).resolve(mark);
    return new TemporaryName(parent.resolve(mark), new UnixAddress.File(through), folder);
  }

  private static Fd open(Path folder, UnixAddress.File wanted) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var flags = FcntlH.O_PATH | FcntlH.O_DIRECTORY | FcntlH.O_CLOEXEC;
      var number = FcntlH.open(CPath.of(folder, arena), flags, 0);
      if (number < 0) {
        throw UnixException.of("bind", wanted.toString(), new Errno(-number));
      }
      return Fd.own(number);
    }
  }

  private static long bytes(Path path) {
    try (var arena = Arena.ofConfined()) {
      return CPath.of(path, arena).byteSize() - 1;
    }
  }

  private static String name(Path path) {
    return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
  }

  private static Path parent(Path path) {
    return Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(Path.of("/"));
  }

  /// Whether a process that was killed may have left this beside a socket file.
  static boolean isLeftOf(Path wanted, Path found) {
    var name = name(found);
    var mark = Math.max(0, name.length() - MARK.length() - Integer.BYTES * 2);
    var before = name.substring(0, mark);
    return MARKED.matcher(name.substring(mark)).matches()
        && (before.isEmpty() || before.equals(name(wanted)));
  }

  Path path() {
    return path;
  }

  UnixAddress.File address() {
    return address;
  }

  /// The file was made, and will lose this name.
  void is(FileStat made) {
    file = made;
  }

  /// Gives the file another name.
  ///
  /// @throws UnixException with EEXIST if something has it
  void link(Path name) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var result =
          UnistdH.linkat(
              FcntlH.AT_FDCWD, CPath.of(path, arena), FcntlH.AT_FDCWD, CPath.of(name, arena), 0);
      if (result < 0) {
        throw UnixException.of("link", name.toString(), new Errno(-result));
      }
    }
  }

  /// Takes the name away from the file.
  @Override
  public void close() {
    if (file != null) {
      new SocketFile(path, file).remove();
    }
    if (folder != null) {
      folder.close();
    }
  }
}
