package dev.rohrpost.rpc;

import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.XdrWriter;

/// Credentials and verifiers as they travel.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5531#section-8.2">RFC 5531, section 8.2</a>
final class Authentication {
  private Authentication() {}

  static void writeNone(XdrWriter out) {
    out.putInt(Flavor.NONE);
    out.putInt(0);
  }

  static void write(Credential credential, XdrWriter out) {
    switch (credential) {
      case Credential.None() -> writeNone(out);
      case Credential.Sys sys -> {
        out.putInt(Flavor.SYS);
        var at = out.size();
        out.putInt(0);
        Credential.Sys.CODEC.encode(out, sys);
        out.setInt(at, (int) (out.size() - at - Integer.BYTES));
      }
      case Credential.Other(int flavor, Opaque body) -> {
        out.putInt(flavor);
        out.putOpaque(body, Flavor.BODY);
      }
    }
  }
}
