package dev.rohrpost.inspect;

import java.time.Instant;

/// A call on a message bus that was seen, and of which no end was seen.
///
/// A caller that has given up does not say so: then the call is open until it is answered, or one
/// of the two leaves the bus.
///
/// @param bus `system` or `session`
/// @param caller the process that waits for the reply
/// @param callee the process that was called
/// @param service the name that was called, such as `com.example.Player` or `:1.5`
/// @param path of the object
/// @param interfaceName of the method; empty if the caller has left it to the object
/// @param member the method
/// @param since when the call was seen
/// @param nanos the same in nanoseconds of [System#nanoTime()]
/// @param isCertain false if messages were missed since, so that it may have ended
public record OpenBusCall(
    String bus,
    int caller,
    int callee,
    String service,
    String path,
    String interfaceName,
    String member,
    Instant since,
    long nanos,
    boolean isCertain) {
  /// {@return the method with its interface}
  public String method() {
    return interfaceName.isEmpty() ? member : interfaceName + "." + member;
  }
}
