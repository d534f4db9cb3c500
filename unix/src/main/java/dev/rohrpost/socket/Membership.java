package dev.rohrpost.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.NetinetInH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;

/// That a socket gets what is sent to a multicast group.
///
/// @param group the address of the group, such as `239.1.2.3` or `ff02::1234`
/// @param source of whom only; empty for everybody
/// @param card through which it comes; empty lets the group's own `%card` or else the kernel choose
public record Membership(
    InetAddress group, Optional<InetAddress> source, Optional<NetworkInterface> card) {
  private static final long GROUP = Sockaddr.offset(NetinetInH.GROUP_REQ, "gr_group");
  private static final long SOURCE = Sockaddr.offset(NetinetInH.GROUP_SOURCE_REQ, "gsr_source");
  private static final long INDEX = Sockaddr.offset(NetinetInH.IP_MREQN, "imr_ifindex");

  /// Checks the address.
  ///
  /// @throws IllegalArgumentException if it is not that of a group
  public Membership {
    if (!group.isMulticastAddress()) {
      throw new IllegalArgumentException(
          InternetAddress.text(group)
              + " is no group: these are 224.0.0.0 to 239.255.255.255 and ff00::/8");
    }
  }

  /// Everything that is sent to a group.
  ///
  /// @param group its address
  /// @return the membership
  /// @throws IllegalArgumentException if it is no group
  public static Membership of(InetAddress group) {
    return new Membership(group, Optional.empty(), Optional.empty());
  }

  /// {@return the same, for what one host sends}
  ///
  /// @param host which
  public Membership from(InetAddress host) {
    return new Membership(group, Optional.of(host), card);
  }

  /// {@return the same, through one card}
  ///
  /// @param through which
  public Membership through(NetworkInterface through) {
    return new Membership(group, source, Optional.of(through));
  }

  void join(Socket socket) throws UnixException {
    if (source.isPresent()) {
      set(socket, "MCAST_JOIN_SOURCE_GROUP", NetinetInH.MCAST_JOIN_SOURCE_GROUP);
    } else if (group instanceof Inet6Address) {
      set(socket, "MCAST_JOIN_GROUP", NetinetInH.MCAST_JOIN_GROUP);
    } else {
      set(socket, "IP_ADD_MEMBERSHIP", NetinetInH.IP_ADD_MEMBERSHIP);
    }
  }

  void leave(Socket socket) throws UnixException {
    if (source.isPresent()) {
      set(socket, "MCAST_LEAVE_SOURCE_GROUP", NetinetInH.MCAST_LEAVE_SOURCE_GROUP);
    } else if (group instanceof Inet6Address) {
      set(socket, "MCAST_LEAVE_GROUP", NetinetInH.MCAST_LEAVE_GROUP);
    } else {
      set(socket, "IP_DROP_MEMBERSHIP", NetinetInH.IP_DROP_MEMBERSHIP);
    }
  }

  private void set(Socket socket, String name, int option) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      set(socket, level(socket), option, request(arena));
    } catch (UnixException e) {
      throw e.about(InternetAddress.text(group) + ", " + name);
    }
  }

  /// ip(7) has an option of its own for the plain case, and that is the one people know.
  private MemorySegment request(SegmentAllocator allocator) {
    var index = card.map(NetworkInterface::getIndex).orElse(scope());
    if (source.isEmpty() && !(group instanceof Inet6Address)) {
      var request = allocator.allocate(NetinetInH.IP_MREQN);
      MemorySegment.copy(group.getAddress(), 0, request, JAVA_BYTE, 0, Integer.BYTES);
      request.set(JAVA_INT, INDEX, index);
      return request;
    }
    var request =
        allocator.allocate(source.isEmpty() ? NetinetInH.GROUP_REQ : NetinetInH.GROUP_SOURCE_REQ);
    request.set(JAVA_INT, 0, index);
    put(group, request, GROUP, allocator);
    source.ifPresent(host -> put(host, request, SOURCE, allocator));
    return request;
  }

  /// An address of version 6 may name its card itself.
  private int scope() {
    return group instanceof Inet6Address six ? six.getScopeId() : 0;
  }

  private static void put(
      InetAddress host, MemorySegment request, long at, SegmentAllocator allocator) {
    var name = Sockaddr.of(new InternetAddress(host, 0), allocator).memory();
    MemorySegment.copy(name, 0, request, at, Sockaddr.ROOM);
  }

  private static int level(Socket socket) {
    return socket.domain().equals(Domain.INTERNET_6)
        ? NetinetInH.IPPROTO_IPV6
        : NetinetInH.IPPROTO_IP;
  }

  private static void set(Socket socket, int level, int option, MemorySegment value)
      throws UnixException {
    socket
        .fd()
        .borrow(
            "setsockopt",
            n -> {
              SysSocketH.setsockopt(n, level, option, value, (int) value.byteSize());
              return n;
            });
  }

  static void sendThrough(Socket socket, NetworkInterface card) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var request = arena.allocate(NetinetInH.IP_MREQN);
      if (level(socket) == NetinetInH.IPPROTO_IPV6) {
        request.set(JAVA_INT, 0, card.getIndex());
        set(
            socket,
            NetinetInH.IPPROTO_IPV6,
            NetinetInH.IPV6_MULTICAST_IF,
            request.asSlice(0, Integer.BYTES));
      } else {
        request.set(JAVA_INT, INDEX, card.getIndex());
        set(socket, NetinetInH.IPPROTO_IP, NetinetInH.IP_MULTICAST_IF, request);
      }
    } catch (UnixException e) {
      throw e.about(
          card.getName()
              + (level(socket) == NetinetInH.IPPROTO_IPV6
                  ? ", IPV6_MULTICAST_IF"
                  : ", IP_MULTICAST_IF"));
    }
  }
}
