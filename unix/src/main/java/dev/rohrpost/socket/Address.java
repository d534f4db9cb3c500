package dev.rohrpost.socket;

import java.util.HexFormat;

/// Where a socket is.
public sealed interface Address permits UnixAddress, InternetAddress, VsockAddress, Address.Other {
  /// {@return the domain that has such addresses}
  Domain domain();

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
