package dev.rohrpost.cli.map.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/// What only those know who have been given the address of the page.
///
/// @param text 32 characters that may stand in an address
record Token(String text) {
  private static final int BYTES = 24;

  /// Makes a new one, which nobody can guess.
  static Token random() {
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// Tells whether this is what was given. How long that takes says nothing about how much of it is
  /// right.
  boolean is(String given) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /// Nobody finds it in a log.
  @Override
  public String toString() {
    return "Token";
  }
}
