package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.Event;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.WireException;
import java.util.Optional;

/// Reads the signals of an interface. Generated code has a method that does it:
///
/// ```java
/// switch (SignalReader.read(event, MediaPlayer.INTERFACE, MediaPlayer::signal).orElse(null)) {
///   case MediaPlayer.TrackChanged(String uri) -> show(uri);
///   case MediaPlayer.Stopped() -> clear();
///   case null -> {} // another interface, or another version of this one
/// }
/// ```
///
/// @param <T> what a signal becomes
@FunctionalInterface
public interface SignalReader<T> {
  /// Reads a signal.
  ///
  /// @param member its name
  /// @param signature the types of its arguments
  /// @param in its arguments
  /// @return the signal; empty if there is none of this name with these arguments
  /// @throws WireException if the bytes break a rule
  Optional<T> read(String member, String signature, Decoder in) throws WireException;

  /// Makes of a signal that came one of an interface. Its descriptors still belong to the event.
  ///
  /// @param event what came
  /// @param interfaceName the interface
  /// @param reader reads its signals
  /// @param <T> what a signal becomes
  /// @return the signal; empty if it is of another interface, or the interface has none of this
  ///   name with these arguments
  static <T> Optional<T> read(Event.Signal event, String interfaceName, SignalReader<T> reader) {
    if (!event.interfaceName().equals(interfaceName)) {
      return Optional.empty();
    }
    var message = new WrittenMessage(event.signature());
    var types = event.signature().types();
    for (var i = 0; i < types.size(); i++) {
      message.encoder().value(types.get(i), event.body().get(i));
    }
    return message.read(in -> {
      var signal = reader.read(event.member(), event.signature().toString(), in);
      if (signal.isEmpty()) {
        for (var type : types) {
          in.skip(type);
        }
      }
      return signal;
    });
  }
}
