package dev.rohrpost.xdr;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Bytes whose meaning XDR does not know. Two are equal if their bytes are.
///
/// Received data of [#VIEW] bytes or more are a view of the memory into which they were received,
/// valid as long as its [Lease]: in a service until its procedure returns. [#copy()] keeps them.
public final class Opaque {
  /// The length from which data are not copied, in bytes.
  public static final int VIEW = 4096;

  /// No bytes at all.
  public static final Opaque EMPTY = new Opaque(MemorySegment.ofArray(new byte[0]), null);

  private static final int SHOWN = 16;

  private final MemorySegment bytes;
  private final @Nullable Lease lease;

  /// How long views of received data are valid.
  public static final class Lease {
    private volatile boolean ended;

    /// Begins one.
    public Lease() {}

    /// Ends it: views that are used from now on throw [IllegalStateException].
    public void end() {
      ended = true;
    }
  }

  private Opaque(MemorySegment bytes, @Nullable Lease lease) {
    this.bytes = bytes;
    this.lease = lease;
  }

  /// Copies bytes.
  ///
  /// @param bytes what it has
  /// @return the same bytes
  public static Opaque of(byte... bytes) {
    return bytes.length == 0
        ? EMPTY
        : new Opaque(MemorySegment.ofArray(bytes.clone()).asReadOnly(), null);
  }

  /// Sees memory as opaque data, without copying it.
  ///
  /// @param bytes what must not change and not be freed as long as the result is used
  /// @return the memory, as opaque data
  public static Opaque view(MemorySegment bytes) {
    return new Opaque(bytes.asReadOnly(), null);
  }

  /// Copies what is received, or sees it as it lies there while the lease lasts.
  static Opaque of(MemorySegment received, long from, int length, @Nullable Lease lease) {
    return lease == null || length < VIEW
        ? copied(received, from, length)
        : new Opaque(received.asSlice(from, length).asReadOnly(), lease);
  }

  private static Opaque copied(MemorySegment memory, long from, int length) {
    if (length == 0) {
      return EMPTY;
    }
    var bytes = new byte[length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, from, bytes, 0, length);
    return new Opaque(MemorySegment.ofArray(bytes).asReadOnly(), null);
  }

  /// {@return the number of bytes}
  public int size() {
    return Math.toIntExact(bytes.byteSize());
  }

  /// Returns one byte.
  ///
  /// @param index from 0
  /// @return the byte
  /// @throws IndexOutOfBoundsException if there is none
  public byte get(int index) {
    return segment().get(ValueLayout.JAVA_BYTE, index);
  }

  /// {@return the bytes, read-only: on the heap, or a view of native memory}
  ///
  /// @throws IllegalStateException if this is a view whose lease has ended
  public MemorySegment segment() {
    if (lease != null && lease.ended) {
      throw new IllegalStateException("data of a call that has ended; use copy() to keep them");
    }
    return bytes;
  }

  /// {@return a copy of the bytes}
  public byte[] toArray() {
    return segment().toArray(ValueLayout.JAVA_BYTE);
  }

  /// {@return the same bytes in memory of their own: this one itself, if they are already}
  public Opaque copy() {
    return lease == null ? this : copied(segment(), 0, size());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Opaque opaque && segment().mismatch(opaque.segment()) == -1;
  }

  @Override
  public int hashCode() {
    var hash = 1;
    var all = segment();
    for (long i = 0; i < all.byteSize(); i++) {
      hash = 31 * hash + all.get(ValueLayout.JAVA_BYTE, i);
    }
    return hash;
  }

  /// {@return the bytes in hexadecimal, of long ones the beginning and the length}
  @Override
  public String toString() {
    if (size() <= SHOWN) {
      return HexFormat.of().formatHex(toArray());
    }
    var begin = segment().asSlice(0, SHOWN).toArray(ValueLayout.JAVA_BYTE);
    return HexFormat.of().formatHex(begin) + "… (" + size() + " bytes)";
  }
}
