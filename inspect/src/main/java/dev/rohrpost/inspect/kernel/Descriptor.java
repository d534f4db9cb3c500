package dev.rohrpost.inspect.kernel;

/// A descriptor of a process, and what is known of the open file behind it.
///
/// @param pid the process
/// @param fd the number
/// @param type what it leads to
/// @param inode of the file
/// @param reads whether it can be read from
/// @param writes whether it can be written to
/// @param locked whether the file is locked, or was
public record Descriptor(
    int pid, int fd, Type type, long inode, boolean reads, boolean writes, boolean locked) {
  /// What a descriptor leads to.
  public enum Type {
    /// A pipe without a name.
    PIPE,
    /// A socket.
    SOCKET,
    /// A file that others may lock.
    FILE,
    /// Something else through which processes may talk.
    OTHER
  }
}
