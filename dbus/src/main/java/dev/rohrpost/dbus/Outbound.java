package dev.rohrpost.dbus;

import dev.rohrpost.UnixException;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.fd.Fd;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message that is to be sent. Its descriptors are duplicates of the caller's, so that it can be
/// finished when the caller has gone. It is used again for other messages.
final class Outbound {
  final Encoder encoder = Encoder.create();
  final Header header = new Header();

  /// The whole message.
  MemorySegment bytes = MemorySegment.NULL;

  /// The call that it makes, if anybody waits for the reply; guarded by the lock of the connection.
  @Nullable PendingCall call;

  /// The only connection over which it may go, by its number; 0 if any will do.
  int generation;

  private final List<Fd> descriptors = new ArrayList<>(0);

  /// Says that the message is encoded.
  ///
  /// @throws UnixException with EMFILE if there is no room to duplicate its descriptors, or EBADF
  ///   if one is closed; it has none then
  void finish() throws UnixException {
    bytes = encoder.end();
    var given = encoder.descriptors();
    try {
      for (var i = 0; i < given.size(); i++) {
        descriptors.add(given.get(i).duplicate());
      }
    } catch (UnixException e) {
      closeDescriptors();
      throw e;
    }
  }

  List<Fd> descriptors() {
    return descriptors;
  }

  void closeDescriptors() {
    if (!descriptors.isEmpty()) {
      descriptors.forEach(Fd::close);
      descriptors.clear();
    }
  }

  void clear() {
    closeDescriptors();
    bytes = MemorySegment.NULL;
    call = null;
    generation = 0;
  }
}
