package dev.rohrpost.inspect.kernel;

/// A descriptor of a process, and what is known of the open file behind it.
///
/// @param pid the process
/// @param fd the number
/// @param table the table that the number belongs to, which processes may share; a number that only
///   tells it from others
/// @param sharers how many threads use the table
/// @param type what it leads to
/// @param inode of the file
/// @param reads whether it can be read from
/// @param writes whether it can be written to
/// @param locked whether the file is locked, or was
/// @param description the open file description, which descriptors may share; a number that only
///   tells it from others
/// @param references how many descriptors, calls that are going on, messages on their way and parts
///   of the kernel have the description
/// @param pipe what is known of a pipe, else of nothing
public record Descriptor(
    int pid,
    int fd,
    long table,
    int sharers,
    Type type,
    long inode,
    boolean reads,
    boolean writes,
    boolean locked,
    long description,
    long references,
    PipeState pipe) {
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
