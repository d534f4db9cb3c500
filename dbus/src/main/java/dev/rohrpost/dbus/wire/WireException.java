package dev.rohrpost.dbus.wire;

import java.io.IOException;

/// Bytes of a peer that break a rule: nothing that follows on the connection can be trusted.
public final class WireException extends IOException {
  private static final long serialVersionUID = 1;

  private final Rule rule;
  private final long offset;

  /// Says what is wrong with the bytes.
  ///
  /// @param rule which they break
  /// @param found what was found instead, such as `length 9 with 8 bytes left`
  /// @param offset of the item, in bytes from the beginning of the message
  public WireException(Rule rule, String found, long offset) {
    super(rule + " (" + rule.sentence() + "): " + found + ", at byte " + offset);
    this.rule = rule;
    this.offset = offset;
  }

  /// {@return the rule that is broken}
  public Rule rule() {
    return rule;
  }

  /// {@return the place of the item, in bytes from the beginning of the message}
  public long offset() {
    return offset;
  }
}
