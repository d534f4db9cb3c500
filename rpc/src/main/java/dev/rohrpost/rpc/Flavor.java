package dev.rohrpost.rpc;

/// Numbers of `auth_flavor`.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5531#section-8.2">RFC 5531, section 8.2</a>
final class Flavor {
  static final int NONE = 0;
  static final int SYS = 1;
  static final int SHORT = 2;

  /// The longest body of a credential or verifier.
  static final int BODY = 400;

  private Flavor() {}
}
