package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.IncomingCall;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.fd.Fd;
import java.util.ArrayList;
import java.util.List;

/// Descriptors in what implementations return. They cannot close these themselves, as they have
/// returned before the message is made: so it is done here, when the message has duplicates.
final class GivenAway implements AutoCloseable {
  private final List<Fd> descriptors = new ArrayList<>(0);

  /// Answers a call, and closes the descriptors in the results, sent or not.
  static void reply(IncomingCall call, String types, IncomingCall.Results results)
      throws DbusException, InterruptedException {
    try (var given = new GivenAway()) {
      call.reply(
          types,
          out -> {
            try {
              results.write(out);
            } finally {
              given.add(out);
            }
          });
    }
  }

  /// Takes the descriptors of a message that is being written.
  void add(Encoder out) {
    descriptors.addAll(out.descriptors());
  }

  @Override
  public void close() {
    descriptors.forEach(Fd::close);
  }
}
