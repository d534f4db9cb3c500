package dev.rohrpost.socket;

import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.libc.SysSocketH;
import java.util.OptionalInt;

/// How a socket is bound to an address.
///
/// A socket file has its mode, owner and group, and somebody listens, from the first moment that it
/// can be seen. That of a datagram socket is seen a moment before it is given to its owner or
/// group: until then only root may send.
///
/// @param mode the permissions of a socket file, whatever the umask is; whoever may write to it may
///   connect. Search permission of the folders is needed too
/// @param stale what to do about a socket file without a socket
/// @param backlog how many connections may wait to be accepted
/// @param owner the user to whom a socket file is given; this process's if it is empty
/// @param group the group to which it is given; the one that the kernel gives new files if empty
public record Binding(
    FileMode mode, Stale stale, int backlog, OptionalInt owner, OptionalInt group) {
  /// For this user only; what is there already is in the way; as many connections as the kernel
  /// lets wait.
  public static final Binding SAFE =
      new Binding(
          FileMode.OWNER_ONLY,
          Stale.REFUSE,
          SysSocketH.SOMAXCONN,
          OptionalInt.empty(),
          OptionalInt.empty());

  private static final int NO_ID = -1;

  /// What is done about a socket file that nobody is behind, as a killed server leaves it.
  public enum Stale {
    /// It is in the way: EADDRINUSE.
    REFUSE,
    /// It is replaced, if it is this user's or the given owner's, nobody is behind it, and it is in
    /// a folder in which no other user could replace it. Whoever else takes it over at the same
    /// time, one of the two gets it and the other EADDRINUSE.
    TAKE_OVER
  }

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if the backlog is negative, or the owner or group -1, which
  ///   is nobody's number
  public Binding {
    if (backlog < 0) {
      throw new IllegalArgumentException("backlog " + backlog);
    }
    if (owner.orElse(0) == NO_ID || group.orElse(0) == NO_ID) {
      throw new IllegalArgumentException("-1 is no user and no group");
    }
  }

  /// {@return the same with other permissions of the file}
  ///
  /// @param permissions such as `0660`
  public Binding withMode(FileMode permissions) {
    return new Binding(permissions, stale, backlog, owner, group);
  }

  /// {@return the same, with another way to treat what is in the way}
  ///
  /// @param treatment what to do
  public Binding withStale(Stale treatment) {
    return new Binding(mode, treatment, backlog, owner, group);
  }

  /// {@return the same with another length of the queue}
  ///
  /// @param connections how many may wait; the kernel lets one more in
  public Binding withBacklog(int connections) {
    return new Binding(mode, stale, connections, owner, group);
  }

  /// {@return the same, with a socket file that is given to a user}
  ///
  /// Only root may, or the caller has CAP_CHOWN; others get EPERM when they bind.
  ///
  /// @param uid the number of the user
  public Binding withOwner(int uid) {
    return new Binding(mode, stale, backlog, OptionalInt.of(uid), group);
  }

  /// {@return the same, with a socket file that is given to a group}
  ///
  /// Whoever is in the group may; others get EPERM when they bind.
  ///
  /// @param gid the number of the group
  public Binding withGroup(int gid) {
    return new Binding(mode, stale, backlog, owner, OptionalInt.of(gid));
  }

  boolean isGivenAway() {
    return owner.isPresent() || group.isPresent();
  }
}
