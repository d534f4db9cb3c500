package dev.rohrpost.libc;

/// What this library uses of `<linux/sock_diag.h>`.
public final class LinuxSock_diagH {
  /// The type of a question about sockets.
  public static final int SOCK_DIAG_BY_FAMILY = 20;

  /// The place of the count of what a socket had to throw away, among the numbers on its memory.
  public static final int SK_MEMINFO_DROPS = 8;

  private LinuxSock_diagH() {}
}
