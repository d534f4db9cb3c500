package dev.rohrpost.process;

import dev.rohrpost.fd.Fd;
import java.nio.file.Path;

/// What a program finds behind one of its descriptors.
public sealed interface Redirect {
  /// What this process has under the same number: also nothing, if it has nothing there.
  Redirect INHERIT = new Inherit();

  /// Nothing to read, and what is written is lost: `/dev/null`.
  Redirect DISCARD = new Discard();

  /// A pipe whose other end [Child#stdin()], [Child#stdout()] or [Child#stderr()] returns.
  Redirect PIPE = new Pipe();

  /// The same as in this process.
  record Inherit() implements Redirect {}

  /// The null device.
  record Discard() implements Redirect {}

  /// A new pipe between this process and the child; for the numbers 0, 1 and 2 only. For any other
  /// number open a pipe and pass an end of it with [To].
  record Pipe() implements Redirect {}

  /// A descriptor of this process, which stays open here and is shared: both use the same offset.
  ///
  /// @param fd the descriptor
  record To(Fd fd) implements Redirect {}

  /// A file, opened for reading. A FIFO makes the start wait until somebody opens it for writing.
  ///
  /// @param path the file, relative to the working directory of this process
  record From(Path path) implements Redirect {}

  /// A file, opened for writing, made if it is not there and emptied if it is. A FIFO makes the
  /// start wait until somebody opens it for reading.
  ///
  /// @param path the file, relative to the working directory of this process; a new one gets mode
  ///   0666 without what the umask forbids
  record Into(Path path) implements Redirect {}

  /// A file, made if it is not there, to which all writing is appended.
  ///
  /// @param path the file, relative to the working directory of this process; a new one gets mode
  ///   0666 without what the umask forbids
  record Append(Path path) implements Redirect {}

  /// Whatever the program has under another number: `new SameAs(1)` for number 2 is `2>&1`.
  ///
  /// The order does not matter, unlike in a shell.
  ///
  /// @param number the other number
  record SameAs(int number) implements Redirect {}
}
