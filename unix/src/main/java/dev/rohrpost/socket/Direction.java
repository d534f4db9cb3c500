package dev.rohrpost.socket;

import dev.rohrpost.libc.SysSocketH;

/// Which way bytes go, seen from a socket.
public enum Direction {
  /// From the peer.
  RECEIVING(SysSocketH.SHUT_RD),
  /// To the peer.
  SENDING(SysSocketH.SHUT_WR),
  /// Both.
  BOTH(SysSocketH.SHUT_RDWR);

  final int how;

  Direction(int how) {
    this.how = how;
  }
}
