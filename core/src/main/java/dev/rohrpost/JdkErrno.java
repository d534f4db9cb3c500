package dev.rohrpost;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Optional;
import java.util.regex.Pattern;

/// The errno behind an exception of the JDK, which has a class for some and only the text of
/// strerror(3) for most.
final class JdkErrno {
  /// `FileNotFoundException` and the exceptions of sockets put it at the end.
  private static final Pattern AT_THE_END = Pattern.compile("\\(([^()]+(?:\\([^()]*\\))?)\\)$");

  private JdkErrno() {}

  static Optional<Errno> of(IOException thrown) {
    return switch (thrown) {
      case NoSuchFileException _ -> Optional.of(Errno.ENOENT);
      case AccessDeniedException _ -> Optional.of(Errno.EACCES);
      case FileAlreadyExistsException _ -> Optional.of(Errno.EEXIST);
      case DirectoryNotEmptyException _ -> Optional.of(Errno.ENOTEMPTY);
      case NotDirectoryException _ -> Optional.of(Errno.ENOTDIR);
      case NotLinkException _ -> Optional.of(Errno.EINVAL);
      case FileSystemLoopException _ -> Optional.of(Errno.ELOOP);
      case FileSystemException e -> Errno.ofText(String.valueOf(e.getReason()));
      default -> ofMessage(String.valueOf(thrown.getMessage()));
    };
  }

  private static Optional<Errno> ofMessage(String message) {
    var errno = Errno.ofText(message);
    var end = AT_THE_END.matcher(message);
    return errno.isEmpty() && end.find() ? Errno.ofText(end.group(1)) : errno;
  }

  /// Returns what the JDK says, without the name of the file.
  static String words(IOException thrown) {
    var words =
        thrown instanceof FileSystemException e && e.getReason() != null
            ? e.getReason()
            : thrown.getMessage();
    return words == null ? thrown.getClass().getSimpleName() : words;
  }
}
