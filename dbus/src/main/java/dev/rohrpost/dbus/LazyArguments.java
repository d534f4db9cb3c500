package dev.rohrpost.dbus;

import dev.rohrpost.dbus.wire.WireException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The arguments of a message, read when a rule asks for them, and once.
final class LazyArguments implements Supplier<List<Object>> {
  private final Inbox inbox;
  private @Nullable Message message;
  private @Nullable List<Object> values;

  LazyArguments(Inbox inbox) {
    this.inbox = inbox;
  }

  /// The way out of a rule for what is wrong with a message.
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    final WireException cause;

    Malformed(WireException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  /// The message has left the inbox.
  void moved(Message next) {
    message = next;
  }

  @Override
  public List<Object> get() {
    var read = values;
    if (read == null) {
      try {
        read =
            message == null
                ? Arguments.decode(inbox.body(), inbox.header().signature())
                : message.arguments();
        values = read;
      } catch (WireException e) {
        throw new Malformed(e);
      }
    }
    return read;
  }
}
