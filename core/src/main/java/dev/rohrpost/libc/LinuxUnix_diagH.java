package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/// What this library uses of `<linux/unix_diag.h>`.
public final class LinuxUnix_diagH {
  /// Asks for names.
  public static final int UDIAG_SHOW_NAME = 1;

  /// Asks for the files of sockets.
  public static final int UDIAG_SHOW_VFS = 2;

  /// Asks for peers.
  public static final int UDIAG_SHOW_PEER = 4;

  /// Asks who waits to be accepted.
  public static final int UDIAG_SHOW_ICONS = 8;

  /// Asks how much waits in the queues.
  public static final int UDIAG_SHOW_RQLEN = 0x10;

  /// The name: a path, or a zero byte and an abstract name.
  public static final int UNIX_DIAG_NAME = 0;

  /// The file, a [#UNIX_DIAG_VFS_FILE].
  public static final int UNIX_DIAG_VFS = 1;

  /// The inode of the peer.
  public static final int UNIX_DIAG_PEER = 2;

  /// The inodes of those who wait to be accepted.
  public static final int UNIX_DIAG_ICONS = 3;

  /// What waits, a [#UNIX_DIAG_QUEUES].
  public static final int UNIX_DIAG_RQLEN = 4;

  /// Which sockets are asked about, and what.
  public static final StructLayout UNIX_DIAG_REQ =
      structLayout(
              JAVA_BYTE.withName("sdiag_family"),
              JAVA_BYTE.withName("sdiag_protocol"),
              JAVA_SHORT.withName("pad"),
              JAVA_INT.withName("udiag_states"),
              JAVA_INT.withName("udiag_ino"),
              JAVA_INT.withName("udiag_show"),
              sequenceLayout(2, JAVA_INT).withName("udiag_cookie"))
          .withName("unix_diag_req");

  /// A socket; attributes follow.
  public static final StructLayout UNIX_DIAG_MSG =
      structLayout(
              JAVA_BYTE.withName("udiag_family"),
              JAVA_BYTE.withName("udiag_type"),
              JAVA_BYTE.withName("udiag_state"),
              JAVA_BYTE.withName("pad"),
              JAVA_INT.withName("udiag_ino"),
              sequenceLayout(2, JAVA_INT).withName("udiag_cookie"))
          .withName("unix_diag_msg");

  /// `struct unix_diag_vfs`: the file of a socket.
  public static final StructLayout UNIX_DIAG_VFS_FILE =
      structLayout(JAVA_INT.withName("udiag_vfs_ino"), JAVA_INT.withName("udiag_vfs_dev"))
          .withName("unix_diag_vfs");

  /// `struct unix_diag_rqlen`: what waits to be received, and what was sent and not received; of a
  /// listener, how many connections wait and how many may.
  public static final StructLayout UNIX_DIAG_QUEUES =
      structLayout(JAVA_INT.withName("udiag_rqueue"), JAVA_INT.withName("udiag_wqueue"))
          .withName("unix_diag_rqlen");

  private LinuxUnix_diagH() {}
}
