package dev.rohrpost.dbus.trace;

/// How a call has ended.
public enum Outcome {
  /// With results.
  RETURN("return"),
  /// With an error.
  ERROR("error"),
  /// Without an answer of the service: it has left the bus, or the caller has.
  NO_REPLY("no_reply"),
  /// At once, because the caller wants no reply.
  UNWANTED("unwanted");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /// {@return such as `no_reply`}
  public String text() {
    return text;
  }
}
