package dev.rohrpost.ipc;

import dev.rohrpost.libc.SysIpcH;

/// Whether an object that is created may be there already. An object that must be there is opened
/// instead.
public enum Creation {
  /// It must not be there yet: otherwise EEXIST. Whoever creates it so knows that nobody else has
  /// prepared it.
  MUST_BE_NEW,
  /// It is made if it is not there. Who made it, and with which settings, is to be looked up where
  /// that matters.
  OPEN_OR_CREATE;

  /// {@return the same as System V says it: what msgget(2), semget(2) and shmget(2) take beside the
  /// mode, as in `IPC_CREAT | IPC_EXCL`}
  public int ipcFlags() {
    return switch (this) {
      case MUST_BE_NEW -> SysIpcH.IPC_CREAT | SysIpcH.IPC_EXCL;
      case OPEN_OR_CREATE -> SysIpcH.IPC_CREAT;
    };
  }
}
