package dev.rohrpost.socket;

import java.util.HexFormat;

/// Where a socket is.
public sealed interface Address permits UnixAddress, InternetAddress, VsockAddress, Address.Other {
  /// {@return the domain that has such addresses}
  Domain domain();

  /// Tells whether only one of two addresses can be listened at: they are the same in other words,
  /// such as a file by the way of a link, or one includes the other, as `0.0.0.0:80` does
  /// `127.0.0.1:80`. So does `[::]:80`, unless this machine has its sockets begin with
  /// [SocketOption#IPV6_ONLY].
  ///
  /// It is told as of now: links and network cards may change. A port that the kernel chooses is
  /// always another one.
  ///
  /// @param other an address for a socket that carries the same
  /// @return whether they get in each other's way
  default boolean overlaps(Address other) {
    return Overlap.between(this, other);
  }

  /// An address of a domain whose addresses this library cannot read.
  ///
  /// @param domain the domain
  /// @param hex what follows the family in its `struct sockaddr_*`, as hexadecimal digits
  record Other(Domain domain, String hex) implements Address {
    /// Checks the digits.
    ///
    /// @throws IllegalArgumentException if they are no bytes, or more than 126 of them
    public Other {
      if (HexFormat.of().parseHex(hex).length > Sockaddr.ROOM - Short.BYTES) {
        throw new IllegalArgumentException("an address has up to 126 bytes after the family");
      }
    }

    @Override
    public String toString() {
      return domain + " " + hex;
    }
  }
}
