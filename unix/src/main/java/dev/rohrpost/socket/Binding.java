package dev.rohrpost.socket;

import dev.rohrpost.libc.SysSocketH;

/// How a socket is bound to an address.
///
/// @param mode the permissions of a socket file, from its first moment, without what the umask
///   takes away; who may write to it may connect. Search permission of the folders is needed too
/// @param stale what to do about a socket file without a socket
/// @param backlog how many connections may wait to be accepted
public record Binding(int mode, Stale stale, int backlog) {
  /// For this user only; what is there already is in the way; as many connections as the kernel
  /// lets wait.
  public static final Binding SAFE = new Binding(0600, Stale.REFUSE, SysSocketH.SOMAXCONN);

  private static final int ALL_MODES = 0777;

  /// What is done about a socket file that nobody is behind, as a killed server leaves it.
  public enum Stale {
    /// It is in the way: EADDRINUSE.
    REFUSE,
    /// It is replaced, if it is this user's, nobody is behind it, and it is in a folder in which no
    /// other user could replace it. Whoever else takes it over at the same time, one of the two
    /// gets it and the other EADDRINUSE.
    TAKE_OVER
  }

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if the mode is not 0 to 0777, or the backlog negative
  public Binding {
    if ((mode & ~ALL_MODES) != 0) {
      throw new IllegalArgumentException("no mode of a socket: 0" + Integer.toOctalString(mode));
    }
    if (backlog < 0) {
      throw new IllegalArgumentException("backlog " + backlog);
    }
  }

  /// {@return the same with other permissions of the file}
  ///
  /// @param permissions such as `0660`
  public Binding withMode(int permissions) {
    return new Binding(permissions, stale, backlog);
  }

  /// {@return the same, with another way to treat what is in the way}
  ///
  /// @param treatment what to do
  public Binding withStale(Stale treatment) {
    return new Binding(mode, treatment, backlog);
  }

  /// {@return the same with another length of the queue}
  ///
  /// @param connections how many may wait; the kernel lets one more in
  public Binding withBacklog(int connections) {
    return new Binding(mode, stale, connections);
  }
}
