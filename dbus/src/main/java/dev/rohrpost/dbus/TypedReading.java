package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.WireException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one reply, maybe in the middle of reading the socket: so what is wrong with the reader is
/// told later.
///
/// @param <T> what the reply becomes
final class TypedReading<T> implements Reply.Reader<List<Object>> {
  private final Reply.Reader<T> reader;
  private @Nullable T result;
  private @Nullable RuntimeException failure;

  TypedReading(Reply.Reader<T> reader) {
    this.reader = reader;
  }

  @Override
  public List<Object> read(Signature types, Decoder in) throws WireException {
    try {
      result = reader.read(types, in);
      in.closeUnread();
    } catch (RuntimeException e) {
      in.closeDescriptors();
      failure = e;
    }
    return List.of();
  }

  T result() {
    if (failure != null) {
      throw failure;
    }
    return Objects.requireNonNull(result);
  }
}
