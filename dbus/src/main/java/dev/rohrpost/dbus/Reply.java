package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Fd;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a method has answered.
///
/// The descriptors in it belong to it: closing the reply closes them. To keep one, leave the reply
/// open and close what is not wanted, or keep a [Fd#duplicate()]. A reply without descriptors need
/// not be closed.
public final class Reply implements AutoCloseable {
  private final @Nullable String sender;
  private final Signature signature;
  private final List<Object> values;
  private final List<Fd> descriptors;

  /// Reads the results of a method where they lie, in the thread that waits for them.
  ///
  /// @param <T> what they become
  @FunctionalInterface
  public interface Reader<T> {
    /// Reads them. Other messages wait meanwhile: no call may be made here.
    ///
    /// @param types of the results
    /// @param in the results, valid until this returns. What is left of them is not looked at.
    /// @return what they say
    /// @throws WireException if the bytes break a rule: the connection ends
    T read(Signature types, Decoder in) throws WireException;
  }

  /// The results as values, which checks all of them.
  static final Reader<List<Object>> VALUES = (types, in) -> Arguments.decode(in, types);

  Reply(@Nullable String sender, Signature signature, List<Object> values, List<Fd> descriptors) {
    this.sender = sender;
    this.signature = signature;
    this.values = values;
    this.descriptors = descriptors;
  }

  /// {@return the unique name of the connection that has answered; empty without a bus}
  public Optional<String> sender() {
    return Optional.ofNullable(sender);
  }

  /// {@return the types of the results}
  public Signature signature() {
    return signature;
  }

  /// {@return the results, as the table of [dev.rohrpost.dbus.type] says}
  public List<Object> body() {
    return values;
  }

  /// Returns one result.
  ///
  /// @param index which, from 0
  /// @return the value, as the table of [dev.rohrpost.dbus.type] says
  /// @throws IndexOutOfBoundsException if there are not so many
  public Object body(int index) {
    return values.get(index);
  }

  /// Closes the descriptors that came with it.
  @Override
  public void close() {
    for (var i = 0; i < descriptors.size(); i++) {
      descriptors.get(i).close();
    }
  }

  @Override
  public String toString() {
    return "reply \"" + signature + "\" " + values;
  }
}
