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
  /// Options of IPv4.
  public static final int IPPROTO_IP = 0;

  /// Options of TCP.
  public static final int IPPROTO_TCP = 6;

  /// Datagrams.
  public static final int IPPROTO_UDP = 17;

  /// Options of IPv6.
  public static final int IPPROTO_IPV6 = 41;

  /// Streams of messages.
  public static final int IPPROTO_SCTP = 132;

  /// What kind of service packets want.
  public static final int IP_TOS = 1;

  /// How many hops packets live.
  public static final int IP_TTL = 2;

  /// Through which card to a group.
  public static final int IP_MULTICAST_IF = 32;

  /// How many hops packets to a group live.
  public static final int IP_MULTICAST_TTL = 33;

  /// Whether members on this machine get them.
  public static final int IP_MULTICAST_LOOP = 34;

  /// Join a group of IPv4.
  public static final int IP_ADD_MEMBERSHIP = 35;

  /// Leave one.
  public static final int IP_DROP_MEMBERSHIP = 36;

  /// How many hops packets live.
  public static final int IPV6_UNICAST_HOPS = 16;

  /// Through which card to a group.
  public static final int IPV6_MULTICAST_IF = 17;

  /// How many hops packets to a group live.
  public static final int IPV6_MULTICAST_HOPS = 18;

  /// Whether members on this machine get them.
  public static final int IPV6_MULTICAST_LOOP = 19;

  /// No IPv4 through this socket.
  public static final int IPV6_V6ONLY = 26;

  /// What kind of service packets want.
  public static final int IPV6_TCLASS = 67;

  /// Become a member of a group.
  public static final int MCAST_JOIN_GROUP = 42;

  /// Leave a group.
  public static final int MCAST_LEAVE_GROUP = 45;

  /// Become a member of a group, for what one host sends.
  public static final int MCAST_JOIN_SOURCE_GROUP = 46;

  /// No longer get what one host sends.
  public static final int MCAST_LEAVE_SOURCE_GROUP = 47;

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

  /// A card, for IPv4.
  public static final StructLayout IP_MREQN =
      structLayout(
              JAVA_INT.withName("imr_multiaddr"),
              JAVA_INT.withName("imr_address"),
              JAVA_INT.withName("imr_ifindex"))
          .withName("ip_mreqn");

  /// A group, and the card through which it is reached.
  public static final StructLayout GROUP_REQ =
      structLayout(
              JAVA_INT.withName("gr_interface"),
              paddingLayout(4),
              sequenceLayout(128, JAVA_BYTE).withName("gr_group"))
          .withName("group_req");

  /// As above, with the host that sends.
  public static final StructLayout GROUP_SOURCE_REQ =
      structLayout(
              JAVA_INT.withName("gsr_interface"),
              paddingLayout(4),
              sequenceLayout(128, JAVA_BYTE).withName("gsr_group"),
              sequenceLayout(128, JAVA_BYTE).withName("gsr_source"))
          .withName("group_source_req");

  private NetinetInH() {}
}
