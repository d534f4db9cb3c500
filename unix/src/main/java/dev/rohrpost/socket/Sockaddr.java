package dev.rohrpost.socket;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.LinuxVm_socketsH;
import dev.rohrpost.libc.NetinetInH;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.libc.SysUnH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// An [Address] as the kernel takes and gives it: a `struct sockaddr_*`.
///
/// @param memory the structure
/// @param size how much of it counts, in bytes
record Sockaddr(MemorySegment memory, int size) {
  /// Of a `struct sockaddr_storage`, which holds any address.
  static final int ROOM = 128;

  private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private static final long SIN_PORT = offset(NetinetInH.SOCKADDR_IN, "sin_port");
  private static final long SIN_ADDR = offset(NetinetInH.SOCKADDR_IN, "sin_addr");
  private static final long SIN6_PORT = offset(NetinetInH.SOCKADDR_IN6, "sin6_port");
  private static final long SIN6_ADDR = offset(NetinetInH.SOCKADDR_IN6, "sin6_addr");
  private static final long SIN6_SCOPE = offset(NetinetInH.SOCKADDR_IN6, "sin6_scope_id");
  private static final long SVM_PORT = offset(LinuxVm_socketsH.SOCKADDR_VM, "svm_port");
  private static final long SVM_CID = offset(LinuxVm_socketsH.SOCKADDR_VM, "svm_cid");
  private static final long SUN_PATH = offset(SysUnH.SOCKADDR_UN, "sun_path");

  /// Writes an address.
  static Sockaddr of(Address address, SegmentAllocator allocator) {
    var memory = allocator.allocate(ROOM, Long.BYTES).fill((byte) 0);
    memory.set(JAVA_SHORT, 0, (short) address.domain().number());
    var size =
        switch (address) {
          case UnixAddress.File(var path) -> {
            try (var arena = Arena.ofConfined()) {
              yield put(CPath.of(path, arena).toArray(JAVA_BYTE), memory, SUN_PATH);
            }
          }
          case UnixAddress.Abstract(var name) -> put(Names.bytes(name), memory, SUN_PATH + 1);
          case UnixAddress.Unnamed() -> SUN_PATH;
          case InternetAddress(Inet6Address host, int port) -> internet6(memory, host, port);
          case InternetAddress(InetAddress host, int port) -> internet4(memory, host, port);
          case VsockAddress(int cid, int port) -> {
            memory.set(JAVA_INT, SVM_CID, cid);
            memory.set(JAVA_INT, SVM_PORT, port);
            yield LinuxVm_socketsH.SOCKADDR_VM.byteSize();
          }
          case Address.Other(_, var hex) -> put(HexFormat.of().parseHex(hex), memory, Short.BYTES);
        };
    return new Sockaddr(memory, (int) size);
  }

  private static long internet4(MemorySegment memory, InetAddress host, int port) {
    memory.set(PORT, SIN_PORT, (short) port);
    var _ = put(host.getAddress(), memory, SIN_ADDR);
    return NetinetInH.SOCKADDR_IN.byteSize();
  }

  private static long internet6(MemorySegment memory, Inet6Address host, int port) {
    memory.set(PORT, SIN6_PORT, (short) port);
    var _ = put(host.getAddress(), memory, SIN6_ADDR);
    memory.set(JAVA_INT, SIN6_SCOPE, host.getScopeId());
    return NetinetInH.SOCKADDR_IN6.byteSize();
  }

  /// Answers where the bytes end.
  private static long put(byte[] bytes, MemorySegment memory, long at) {
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, at, bytes.length);
    return at + bytes.length;
  }

  /// A call such as getsockname(2).
  interface Naming {
    void fill(MemorySegment memory, MemorySegment length) throws UnixException;
  }

  /// Reads the address that a call writes.
  static Address answered(Naming naming) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocate(ROOM, Long.BYTES);
      var length = arena.allocateFrom(JAVA_INT, ROOM);
      naming.fill(memory, length);
      return read(memory, length.get(JAVA_INT, 0));
    }
  }

  /// Reads an address.
  ///
  /// @param memory at least [#ROOM] bytes
  /// @param length how many of them count, as the kernel says
  static Address read(MemorySegment memory, int length) {
    if (length < Short.BYTES) { // of a socket that has none
      return new UnixAddress.Unnamed();
    }
    return switch (Short.toUnsignedInt(memory.get(JAVA_SHORT, 0))) {
      case SysSocketH.AF_UNIX -> unix(memory.asSlice(SUN_PATH, Math.min(length, ROOM) - SUN_PATH));
      case SysSocketH.AF_INET ->
          new InternetAddress(
              host(memory.asSlice(SIN_ADDR, 4), 0),
              Short.toUnsignedInt(memory.get(PORT, SIN_PORT)));
      case SysSocketH.AF_INET6 ->
          new InternetAddress(
              host(memory.asSlice(SIN6_ADDR, 16), memory.get(JAVA_INT, SIN6_SCOPE)),
              Short.toUnsignedInt(memory.get(PORT, SIN6_PORT)));
      case SysSocketH.AF_VSOCK ->
          new VsockAddress(memory.get(JAVA_INT, SVM_CID), memory.get(JAVA_INT, SVM_PORT));
      default -> {
        var rest = memory.asSlice(Short.BYTES, Math.min(length, ROOM) - Short.BYTES);
        yield new Address.Other(
            new Domain(Short.toUnsignedInt(memory.get(JAVA_SHORT, 0))),
            HexFormat.of().formatHex(rest.toArray(JAVA_BYTE)));
      }
    };
  }

  private static UnixAddress unix(MemorySegment path) {
    if (path.byteSize() == 0) {
      return new UnixAddress.Unnamed();
    }
    if (path.get(JAVA_BYTE, 0) == 0) {
      var name = path.asSlice(1).toArray(JAVA_BYTE);
      return name.length == 0
          ? new UnixAddress.Unnamed()
          : new UnixAddress.Abstract(Names.text(name));
    }
    var end = 0;
    while (end < path.byteSize() && path.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    return new UnixAddress.File(
        CPath.from(path.asSlice(0, Math.min(end, UnixAddress.LONGEST_PATH)).toArray(JAVA_BYTE)));
  }

  /// By the number of the card, as the JDK takes only some cards for some addresses.
  private static InetAddress host(MemorySegment bytes, int scope) {
    try {
      var number = bytes.toArray(JAVA_BYTE);
      return scope == 0
          ? InetAddress.getByAddress(number)
          : Inet6Address.getByAddress(null, number, scope);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes", e);
    }
  }

  static long offset(StructLayout layout, String member) {
    return layout.byteOffset(groupElement(member));
  }
}
