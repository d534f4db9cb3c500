package dev.rohrpost.inspect;

/// What a socket is ready for.
public enum SocketState {
  /// It takes connections.
  LISTENING,
  /// It has a peer.
  CONNECTED,
  /// It has asked for a peer, who has not answered.
  CONNECTING,
  /// It has no peer: a socket of datagrams, or one that is not used yet or not any longer.
  UNCONNECTED
}
