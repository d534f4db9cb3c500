package dev.rohrpost.socket;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SysSocketH;
import java.util.Map;

/// Between whom a socket communicates.
///
/// A record and not an enum: the kernel may know domains that this library does not.
///
/// @param number the value of C's `AF_*`
/// @see <a
///   href="https://man7.org/linux/man-pages/man7/address_families.7.html">address_families(7)</a>
public record Domain(int number) {
  /// Processes of this machine.
  public static final Domain UNIX = new Domain(SysSocketH.AF_UNIX);

  /// The internet, version 4.
  public static final Domain INTERNET = new Domain(SysSocketH.AF_INET);

  /// The internet, version 6.
  public static final Domain INTERNET_6 = new Domain(SysSocketH.AF_INET6);

  /// Virtual machines and their hosts.
  public static final Domain VSOCK = new Domain(SysSocketH.AF_VSOCK);

  /// Clusters: Transparent Interprocess Communication.
  public static final Domain TIPC = new Domain(30);

  /// AppleTalk.
  public static final Domain APPLETALK = new Domain(5);

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "UNIX (AF_UNIX)"),
          Map.entry(2, "IPv4 (AF_INET)"),
          Map.entry(3, "amateur radio (AF_AX25)"),
          Map.entry(4, "IPX (AF_IPX)"),
          Map.entry(5, "AppleTalk (AF_APPLETALK)"),
          Map.entry(9, "X.25 (AF_X25)"),
          Map.entry(10, "IPv6 (AF_INET6)"),
          Map.entry(16, "netlink (AF_NETLINK)"),
          Map.entry(17, "packet (AF_PACKET)"),
          Map.entry(21, "RDS (AF_RDS)"),
          Map.entry(29, "CAN (AF_CAN)"),
          Map.entry(30, "TIPC (AF_TIPC)"),
          Map.entry(31, "Bluetooth (AF_BLUETOOTH)"),
          Map.entry(38, "crypto (AF_ALG)"),
          Map.entry(40, "vsock (AF_VSOCK)"),
          Map.entry(44, "XDP (AF_XDP)"));

  /// Says what could not be opened, and why if that is clear.
  String lacking(SocketType type, int protocol, UnixException e) {
    if (e.is(Errno.EAFNOSUPPORT)) {
      return "this kernel has no " + this;
    }
    var what = this + " " + type + (protocol == 0 ? "" : " protocol " + protocol);
    return e instanceof UnixException.Unsupported ? "this kernel has no " + what : what;
  }

  @Override
  public String toString() {
    return NAMES.getOrDefault(number, "domain " + number);
  }
}
