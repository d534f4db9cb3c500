package dev.rohrpost.supervise;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.NetinetInH;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.libc.SysUnH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A `struct sockaddr_*`, as far as a supervisor needs them.
///
/// @param family `AF_*`
/// @param address the structure
/// @param size how much of it counts, in bytes
record SocketName(int family, MemorySegment address, int size) {
  private static final ValueLayout.OfShort PORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final long SIN_PORT = offset(NetinetInH.SOCKADDR_IN, "sin_port");
  private static final long SIN6_PORT = offset(NetinetInH.SOCKADDR_IN6, "sin6_port");
  private static final long SUN_PATH = offset(SysUnH.SOCKADDR_UN, "sun_path");

  /// One byte is for the zero at the end.
  private static final int LONGEST_PATH = 107;

  static SocketName internet(SegmentAllocator arena, InetAddress host, int port) {
    return host instanceof Inet6Address six
        ? internet6(arena.allocate(NetinetInH.SOCKADDR_IN6), six, port)
        : internet4(arena.allocate(NetinetInH.SOCKADDR_IN), host, port);
  }

  private static SocketName internet4(MemorySegment name, InetAddress host, int port) {
    name.set(ValueLayout.JAVA_SHORT, 0, (short) SysSocketH.AF_INET);
    name.set(PORT, SIN_PORT, (short) port);
    copy(host.getAddress(), name, offset(NetinetInH.SOCKADDR_IN, "sin_addr"));
    return new SocketName(SysSocketH.AF_INET, name, (int) name.byteSize());
  }

  private static SocketName internet6(MemorySegment name, Inet6Address host, int port) {
    name.set(ValueLayout.JAVA_SHORT, 0, (short) SysSocketH.AF_INET6);
    name.set(PORT, SIN6_PORT, (short) port);
    copy(host.getAddress(), name, offset(NetinetInH.SOCKADDR_IN6, "sin6_addr"));
    name.set(
        ValueLayout.JAVA_INT, offset(NetinetInH.SOCKADDR_IN6, "sin6_scope_id"), host.getScopeId());
    return new SocketName(SysSocketH.AF_INET6, name, (int) name.byteSize());
  }

  /// A path, or with `@` in front an abstract name.
  ///
  /// @throws UnixException with ENAMETOOLONG if it is longer than 107 bytes
  static SocketName unix(SegmentAllocator arena, String path) throws UnixException {
    var bytes = path.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST_PATH) {
      throw UnixException.of(
          "bind", path + ", longer than " + LONGEST_PATH + " bytes", Errno.ENAMETOOLONG);
    }
    var isAbstract = path.startsWith("@");
    if (isAbstract) {
      bytes[0] = 0;
    }
    var name = arena.allocate(SysUnH.SOCKADDR_UN);
    name.set(ValueLayout.JAVA_SHORT, 0, (short) SysSocketH.AF_UNIX);
    copy(bytes, name, SUN_PATH);
    var size = SUN_PATH + bytes.length + (isAbstract ? 0 : 1);
    return new SocketName(SysSocketH.AF_UNIX, name, (int) size);
  }

  static Fd socket(int family, int type) throws UnixException {
    return Fd.own(SysSocketH.socket(family, type | SysSocketH.SOCK_CLOEXEC, 0));
  }

  /// Room for any internet name.
  static MemorySegment room(Arena arena) {
    return arena.allocate(NetinetInH.SOCKADDR_IN6);
  }

  /// The port in a name that the kernel wrote; both families have it at the same place.
  static int port(MemorySegment name) {
    return Short.toUnsignedInt(name.get(PORT, SIN_PORT));
  }

  private static void copy(byte[] bytes, MemorySegment name, long at) {
    MemorySegment.copy(bytes, 0, name, ValueLayout.JAVA_BYTE, at, bytes.length);
  }

  private static long offset(StructLayout layout, String field) {
    return layout.byteOffset(PathElement.groupElement(field));
  }
}
