package dev.rohrpost.memory;

import java.lang.foreign.MemorySegment;

/// Room in a ring for one message, which is written in place.
///
/// ```java
/// try (var claim = producer.claim(8)) {
///   if (claim.result() == Offer.SENT) {
///     claim.ring().set(ValueLayout.JAVA_LONG, claim.offset(), value);
///     claim.commit();
///   }
/// }
/// ```
///
/// A producer has one object of this kind, and one claim at a time.
public final class Claim implements AutoCloseable {
  private final Producer producer;
  private final MemorySegment ring;
  private Offer result = Offer.CLOSED;
  private long offset;
  private int length;

  Claim(Producer producer, MemorySegment ring) {
    this.producer = producer;
    this.ring = ring;
  }

  Claim refuse(Offer why) {
    result = why;
    return this;
  }

  Claim open(long at, int bytes) {
    result = Offer.SENT;
    offset = at;
    length = bytes;
    return this;
  }

  /// {@return [Offer#SENT] if there is room, otherwise why not}
  public Offer result() {
    return result;
  }

  /// {@return the memory of the whole ring} The message goes to [#offset()] and nowhere else.
  public MemorySegment ring() {
    return ring;
  }

  /// {@return where in [#ring()] the message begins, a multiple of 8}
  public long offset() {
    return offset;
  }

  /// {@return how many bytes were claimed}
  public int length() {
    return length;
  }

  /// {@return the memory for the message, as a segment of its own; making it may allocate}
  ///
  /// @throws IllegalStateException if there is no claim
  public MemorySegment bytes() {
    producer.requireClaim();
    return ring.asSlice(offset, length);
  }

  /// Sends the message: consumers see it from now on.
  ///
  /// @throws IllegalStateException if there is no claim
  public void commit() {
    producer.commit();
  }

  /// Gives the claim up, unless it is committed: consumers skip it.
  @Override
  public void close() {
    producer.abort();
  }
}
