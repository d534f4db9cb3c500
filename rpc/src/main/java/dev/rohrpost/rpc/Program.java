package dev.rohrpost.rpc;

import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCheck;

/// One version of a program: what a peer registers, and what a call is for.
///
/// @param number of the program, unsigned of 32 bits
/// @param version unsigned of 32 bits
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5531#section-8.2">RFC 5531, section 8.2</a>
public record Program(long number, long version) {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is negative or above 4,294,967,295
  public Program {
    XdrCheck.range("number", number, 0, Xdr.UNBOUNDED);
    XdrCheck.range("version", version, 0, Xdr.UNBOUNDED);
  }

  @Override
  public String toString() {
    return "program " + number + " version " + version;
  }
}
