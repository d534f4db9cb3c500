package dev.rohrpost.rpc.bind;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.rpc.bind.protocol.RpcbNode;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// The file in which a registry keeps its registrations: the result of DUMP of version 4, as in
/// rpcbind's `rpcbind.xdr`.
///
/// What is in it makes owners, the superuser too. So it is read only if nobody else can have
/// written it.
///
/// @param file where it is
record StateFile(Path file) {
  /// More than all registrations that a registry takes.
  private static final int LONGEST = 32 << 20;

  private static final FileAttribute<Set<PosixFilePermission>> MINE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final int REGULAR = 0100000;
  private static final int TYPE = 0170000;
  private static final int WRITTEN_BY_OTHERS = 022;

  /// {@return the registrations in it; none if it is not there, or empty}
  ///
  /// @throws UnixException if it cannot be read, or is something else
  List<Registration> read() throws UnixException {
    try {
      check();
      try (var in = Files.newInputStream(file)) {
        var bytes = in.readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
          throw foreign("it is longer than " + (LONGEST >> 20) + " MiB");
        }
        return bytes.length == 0
            ? List.of()
            : Rpcbind.registrations(Xdr.decode(bytes, RpcbNode.CHAIN));
      }
    } catch (NoSuchFileException e) {
      if (!Files.isDirectory(folder())) {
        throw UnixException.of("open", file.toString(), Errno.ENOENT);
      }
      return List.of();
    } catch (XdrException e) {
      throw foreign(e.getMessage());
    } catch (IOException e) {
      throw UnixException.of("read", file.toString(), e);
    }
  }

  private Path folder() {
    return file.resolveSibling(".");
  }

  private void check() throws IOException {
    var mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & TYPE) != REGULAR) {
      throw foreign("it is no regular file");
    }
    var uid = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    var own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if ((mode & WRITTEN_BY_OTHERS) != 0 || !(uid.equals(0) || uid.equals(own))) {
      throw UnixException.verdict(
          "read", file.toString(), "others can write it, and could register in any user's name");
    }
  }

  private UnixException foreign(String why) {
    return UnixException.verdict(
        "read",
        file.toString(),
        "this is no list of registrations: " + why + "; move it away to begin with none");
  }

  /// Writes the file as a whole, or leaves it as it was.
  ///
  /// @throws UnixException with ENOSPC, EDQUOT, EROFS, EACCES, ENOENT
  void write(List<Registration> all) throws UnixException {
    var bytes = ByteBuffer.wrap(Xdr.encode(RegistryService.nodes(all), RpcbNode.CHAIN));
    var draft = folder().resolve("." + file.getFileName() + ".new");
    try {
      Files.deleteIfExists(draft); // of one that was killed
      try (var out =
          FileChannel.open(
              draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), MINE)) {
        while (bytes.hasRemaining()) {
          var _ = out.write(bytes);
        }
        out.force(true);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
      try (var entries = FileChannel.open(folder())) {
        entries.force(true);
      }
    } catch (IOException e) {
      throw UnixException.of("write", file.toString(), e);
    }
  }
}
