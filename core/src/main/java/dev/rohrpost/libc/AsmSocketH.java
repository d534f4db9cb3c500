package dev.rohrpost.libc;

/// What this library uses of `<asm/socket.h>`: the options of every socket.
public final class AsmSocketH {
  /// Options of every socket.
  public static final int SOL_SOCKET = 1;

  /// Bind although old connections of this address linger.
  public static final int SO_REUSEADDR = 2;

  /// Ask for the type.
  public static final int SO_TYPE = 3;

  /// Ask for the error that is pending, and forget it.
  public static final int SO_ERROR = 4;

  /// How long receiving waits, as a `timeval`; 0 for ever.
  public static final int SO_RCVTIMEO = 20;

  /// How long sending waits, as a `timeval`; 0 for ever.
  public static final int SO_SNDTIMEO = 21;

  /// To directly connected hosts only.
  public static final int SO_DONTROUTE = 5;

  /// May send to broadcast addresses.
  public static final int SO_BROADCAST = 6;

  /// Room for what was sent and not received.
  public static final int SO_SNDBUF = 7;

  /// Room for what has arrived and was not taken.
  public static final int SO_RCVBUF = 8;

  /// Ask a silent peer whether it is there.
  public static final int SO_KEEPALIVE = 9;

  /// Out-of-band data is among the rest.
  public static final int SO_OOBINLINE = 10;

  /// The priority of packets.
  public static final int SO_PRIORITY = 12;

  /// Whether closing waits for what was sent.
  public static final int SO_LINGER = 13;

  /// Several sockets at one port.
  public static final int SO_REUSEPORT = 15;

  /// Messages come with the credentials of who sent them.
  public static final int SO_PASSCRED = 16;

  /// Ask who connected.
  public static final int SO_PEERCRED = 17;

  /// How many bytes make a socket readable.
  public static final int SO_RCVLOWAT = 18;

  /// Through one network card only.
  public static final int SO_BINDTODEVICE = 25;

  /// Ask whether it listens.
  public static final int SO_ACCEPTCONN = 30;

  /// Ask for the protocol.
  public static final int SO_PROTOCOL = 38;

  /// Ask for the domain.
  public static final int SO_DOMAIN = 39;

  /// Messages come with the number of those that were dropped.
  public static final int SO_RXQ_OVFL = 40;

  private AsmSocketH() {}
}
