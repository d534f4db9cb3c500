package dev.rohrpost.libc;

/// What this library uses of `<netinet/tcp.h>`.
public final class NetinetTcpH {
  /// Send small parts at once.
  public static final int TCP_NODELAY = 1;

  /// Send full packets only.
  public static final int TCP_CORK = 3;

  /// After how many silent seconds to ask the peer.
  public static final int TCP_KEEPIDLE = 4;

  /// How many seconds from question to question.
  public static final int TCP_KEEPINTVL = 5;

  /// How many questions without an answer end the connection.
  public static final int TCP_KEEPCNT = 6;

  /// Confirm at once.
  public static final int TCP_QUICKACK = 12;

  /// After how many milliseconds without confirmation to give up.
  public static final int TCP_USER_TIMEOUT = 18;

  /// The state of a connection.
  public static final int TCP_ESTABLISHED = 1;

  /// Asked for a connection, not answered yet.
  public static final int TCP_SYN_SENT = 2;

  /// Was asked for a connection, and has answered.
  public static final int TCP_SYN_RECV = 3;

  /// Not connected, or not any longer.
  public static final int TCP_CLOSE = 7;

  /// Its peer has closed, it has not.
  public static final int TCP_CLOSE_WAIT = 8;

  /// Listening.
  public static final int TCP_LISTEN = 10;

  private NetinetTcpH() {}
}
