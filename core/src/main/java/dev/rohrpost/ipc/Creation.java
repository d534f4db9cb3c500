package dev.rohrpost.ipc;

/// Whether what has a name is there already, or is made when it is opened.
public enum Creation {
  /// It must not be there yet: otherwise EEXIST. Whoever opens it so knows that nobody else has
  /// prepared it.
  MUST_BE_NEW,
  /// It is made if it is not there. Who made it, and with which settings, is to be looked up where
  /// that matters.
  OPEN_OR_CREATE,
  /// It must be there: otherwise ENOENT.
  MUST_EXIST
}
