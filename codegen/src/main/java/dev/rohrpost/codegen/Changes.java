package dev.rohrpost.codegen;

import java.util.List;

/// What writing has changed. Each file is named by its path below the folder, such as
/// `org/example/Pair.java`.
///
/// @param written those that are new, or have another content now
/// @param removed those that an earlier generation made, and this one does not
/// @param unchanged those that were as they should be, and were not touched
public record Changes(List<String> written, List<String> removed, List<String> unchanged) {
  /// {@return whether there was nothing to do}
  public boolean isNothing() {
    return written.isEmpty() && removed.isEmpty();
  }
}
