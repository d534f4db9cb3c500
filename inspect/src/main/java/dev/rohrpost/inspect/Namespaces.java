package dev.rohrpost.inspect;

/// The namespaces of a process, by the numbers of the kernel; 0 is one that could not be read.
///
/// @param pid of process numbers
/// @param net of networks: also that of abstract UNIX sockets
/// @param ipc of System V objects and POSIX queues
/// @param mount of file systems
/// @see <a href="https://man7.org/linux/man-pages/man7/namespaces.7.html">namespaces(7)</a>
public record Namespaces(long pid, long net, long ipc, long mount) {
  /// Of a process that may not be looked at.
  static final Namespaces UNKNOWN = new Namespaces(0, 0, 0, 0);
}
