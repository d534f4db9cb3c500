package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/// What this library uses of `<linux/inet_diag.h>`.
public final class LinuxInet_diagH {
  /// The numbers on the memory of a socket; bit 6 asks for them.
  public static final int INET_DIAG_SKMEMINFO = 7;

  /// Both addresses of a socket, in network order.
  public static final StructLayout INET_DIAG_SOCKID =
      structLayout(
              JAVA_SHORT.withName("idiag_sport"),
              JAVA_SHORT.withName("idiag_dport"),
              sequenceLayout(4, JAVA_INT).withName("idiag_src"),
              sequenceLayout(4, JAVA_INT).withName("idiag_dst"),
              JAVA_INT.withName("idiag_if"),
              sequenceLayout(2, JAVA_INT).withName("idiag_cookie"))
          .withName("inet_diag_sockid");

  /// Which sockets are asked about, and what.
  public static final StructLayout INET_DIAG_REQ_V2 =
      structLayout(
              JAVA_BYTE.withName("sdiag_family"),
              JAVA_BYTE.withName("sdiag_protocol"),
              JAVA_BYTE.withName("idiag_ext"),
              JAVA_BYTE.withName("pad"),
              JAVA_INT.withName("idiag_states"),
              INET_DIAG_SOCKID.withName("id"))
          .withName("inet_diag_req_v2");

  /// A socket; attributes follow.
  public static final StructLayout INET_DIAG_MSG =
      structLayout(
              JAVA_BYTE.withName("idiag_family"),
              JAVA_BYTE.withName("idiag_state"),
              JAVA_BYTE.withName("idiag_timer"),
              JAVA_BYTE.withName("idiag_retrans"),
              INET_DIAG_SOCKID.withName("id"),
              JAVA_INT.withName("idiag_expires"),
              JAVA_INT.withName("idiag_rqueue"),
              JAVA_INT.withName("idiag_wqueue"),
              JAVA_INT.withName("idiag_uid"),
              JAVA_INT.withName("idiag_inode"))
          .withName("inet_diag_msg");

  private LinuxInet_diagH() {}
}
