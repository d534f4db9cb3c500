package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/// What this library uses of `<sys/ipc.h>`.
public final class SysIpcH {
  /// The key of what has no key.
  public static final int IPC_PRIVATE = 0;

  /// Create what is not there.
  public static final int IPC_CREAT = 0x200;

  /// Fail if it is there.
  public static final int IPC_EXCL = 0x400;

  /// Do not wait.
  public static final int IPC_NOWAIT = 0x800;

  /// Remove.
  public static final int IPC_RMID = 0;

  /// Set owner and permissions.
  public static final int IPC_SET = 1;

  /// Ask for all there is to know.
  public static final int IPC_STAT = 2;

  /// Whose it is and who may use it.
  public static final StructLayout IPC_PERM =
      structLayout(
              JAVA_INT.withName("__key"),
              JAVA_INT.withName("uid"),
              JAVA_INT.withName("gid"),
              JAVA_INT.withName("cuid"),
              JAVA_INT.withName("cgid"),
              JAVA_INT.withName("mode"),
              JAVA_SHORT.withName("__seq"),
              paddingLayout(22))
          .withName("ipc_perm");

  private SysIpcH() {}
}
