package dev.rohrpost.ipc;

import java.util.Locale;

/// Whose an object of System V is, and who may use it.
///
/// The owner and the creator may both change and remove it, and so may root.
///
/// @param uid the user who owns it
/// @param gid the group that owns it
/// @param creatorUid the user who made it; it never changes
/// @param creatorGid the group of who made it; it never changes
/// @param mode who may read (receive) and write (send), as in `0620`; the bits for execution mean
///   nothing
public record Ownership(int uid, int gid, int creatorUid, int creatorGid, FileMode mode) {
  /// {@return user, group and mode, as in `uid 0, gid 0, mode 0600`}
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "uid %d, gid %d, mode %s", uid, gid, mode);
  }
}
