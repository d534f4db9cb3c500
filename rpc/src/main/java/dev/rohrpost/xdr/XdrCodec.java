package dev.rohrpost.xdr;

import org.jspecify.annotations.Nullable;

/// Writes and reads the values of one type.
///
/// @param <T> the type
public interface XdrCodec<T extends @Nullable Object> {
  /// Writes a value.
  ///
  /// @param out where to
  /// @param value what to write
  /// @throws IllegalArgumentException if the value is none that the type has, such as a text above
  ///   its bound: what was written before it is of no use then
  void encode(XdrWriter out, T value);

  /// Reads a value.
  ///
  /// @param in where from
  /// @return the value
  /// @throws XdrException if the bytes are no such value
  T decode(XdrReader in) throws XdrException;
}
