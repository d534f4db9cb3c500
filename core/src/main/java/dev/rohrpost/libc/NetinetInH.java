package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/// What this library uses of `<netinet/in.h>`.
public final class NetinetInH {
  /// Options of IPv6.
  public static final int IPPROTO_IPV6 = 41;

  /// No IPv4 through this socket.
  public static final int IPV6_V6ONLY = 26;

  /// An address and port of IPv4, both in network order.
  public static final StructLayout SOCKADDR_IN =
      structLayout(
              JAVA_SHORT.withName("sin_family"),
              JAVA_SHORT.withName("sin_port"),
              JAVA_INT.withName("sin_addr"),
              paddingLayout(8))
          .withName("sockaddr_in");

  /// An address and port of IPv6, both in network order.
  public static final StructLayout SOCKADDR_IN6 =
      structLayout(
              JAVA_SHORT.withName("sin6_family"),
              JAVA_SHORT.withName("sin6_port"),
              JAVA_INT.withName("sin6_flowinfo"),
              sequenceLayout(16, JAVA_BYTE).withName("sin6_addr"),
              JAVA_INT.withName("sin6_scope_id"))
          .withName("sockaddr_in6");

  private NetinetInH() {}
}
