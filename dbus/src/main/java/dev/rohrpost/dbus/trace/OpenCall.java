package dev.rohrpost.dbus.trace;

import dev.rohrpost.dbus.Monitor;
import dev.rohrpost.dbus.wire.Header;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A call that was made and has not ended, as far as a monitor has seen.
///
/// @param header of the message that makes the call; not to be changed
/// @param time when it was seen
/// @param nanos the same in nanoseconds of [System#nanoTime()]
/// @param senderNames the well-known names that the caller had then
/// @param callee the unique name of the connection that was called; empty if nobody had the name,
///   as while a service is being started
/// @param calleeNames the well-known names that this connection had then
/// @param isCertain false if messages were missed since, so that it may have ended
/// @param request the message; empty if there was no room to keep it. Its descriptors may be closed
public record OpenCall(
    Header header,
    Instant time,
    long nanos,
    List<String> senderNames,
    Optional<String> callee,
    List<String> calleeNames,
    boolean isCertain,
    Optional<Monitor.Seen> request) {
  static OpenCall of(Monitor.Seen call, boolean withRequest) {
    return new OpenCall(
        call.header(),
        call.time(),
        call.nanos(),
        call.senderNames(),
        call.destinationOwner(),
        call.destinationNames(),
        true,
        withRequest ? Optional.of(call) : Optional.empty());
  }

  /// {@return the unique name of the caller}
  public String sender() {
    return String.valueOf(header.sender());
  }

  OpenCall uncertain() {
    return new OpenCall(header, time, nanos, senderNames, callee, calleeNames, false, request);
  }

  OpenCall ownedBy(String owner) {
    return new OpenCall(
        header,
        time,
        nanos,
        senderNames,
        Optional.of(owner),
        List.of(String.valueOf(header.destination())),
        isCertain,
        request);
  }

  /// How many bytes it keeps.
  long size() {
    return request.map(seen -> seen.bytes().byteSize()).orElse(0L);
  }

  @Override
  public String toString() {
    return header + " from " + sender() + " to " + header.destination();
  }
}
