package dev.rohrpost.socket;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;

/// The one way to write an address of version 6, which RFC 5952 has chosen among many.
final class HostText {
  private static final int GROUPS = 8;
  private static final int MAPPED = 0xffff;

  private HostText() {}

  static String of(Inet6Address host) {
    var groups = groups(host.getAddress());
    return (isMapped(groups) ? "::ffff:" + dotted(host.getAddress()) : compressed(groups))
        + scope(host);
  }

  private static int[] groups(byte[] bytes) {
    var groups = new int[GROUPS];
    for (var i = 0; i < GROUPS; i++) {
      groups[i] = Byte.toUnsignedInt(bytes[2 * i]) << 8 | Byte.toUnsignedInt(bytes[2 * i + 1]);
    }
    return groups;
  }

  /// An address of version 4 inside one of version 6.
  private static boolean isMapped(int[] groups) {
    return zeros(groups, 0) == 5 && groups[5] == MAPPED;
  }

  private static String dotted(byte[] bytes) {
    var text = new StringBuilder();
    for (var i = bytes.length - 4; i < bytes.length; i++) {
      text.append(text.isEmpty() ? "" : ".").append(Byte.toUnsignedInt(bytes[i]));
    }
    return text.toString();
  }

  /// The longest row of two or more zeros is left out, of several as long the first.
  private static String compressed(int[] groups) {
    var from = 0;
    for (var at = 1; at < GROUPS; at++) {
      from = zeros(groups, at) > zeros(groups, from) ? at : from;
    }
    var count = zeros(groups, from);
    return count < 2
        ? hex(groups, 0, GROUPS)
        : hex(groups, 0, from) + "::" + hex(groups, from + count, GROUPS);
  }

  private static int zeros(int[] groups, int from) {
    var at = from;
    while (at < GROUPS && groups[at] == 0) {
      at++;
    }
    return at - from;
  }

  private static String hex(int[] groups, int from, int to) {
    var text = new StringBuilder();
    for (var at = from; at < to; at++) {
      text.append(at == from ? "" : ":").append(Integer.toHexString(groups[at]));
    }
    return text.toString();
  }

  private static String scope(Inet6Address host) {
    return host.getScopeId() == 0 ? "" : "%" + card(host.getScopeId());
  }

  private static String card(int index) {
    try {
      var card = NetworkInterface.getByIndex(index);
      if (card != null) {
        return card.getName();
      }
    } catch (SocketException e) {
      // it has no name any more
    }
    return Integer.toString(index);
  }
}
