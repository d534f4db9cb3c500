package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.queue.SystemVQueue;
import dev.rohrpost.queue.TypeSelection;
import dev.rohrpost.queue.TypedMessage;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Receives from a System V queue, or looks into it.
final class SystemVReceiver implements Receiver {
  private static final String ABILITY =
      "types are 1 or more; it selects one, up to one, or all but one";

  /// The kernel tells nobody that there is something to look at.
  private static final long LOOK_AGAIN_NANOS = 10_000_000;

  private final SystemVQueue queue;
  private final TypeSelection types;
  private final Selection.Taking taking;

  private SystemVReceiver(SystemVQueue queue, TypeSelection types, Selection.Taking taking) {
    this.queue = queue;
    this.types = types;
    this.taking = taking;
  }

  static SystemVReceiver open(Endpoint.SystemVQueue from, Selection wanted) throws UnixException {
    var types = types(wanted.types());
    return new SystemVReceiver(SystemVQueues.open(from), types, wanted.taking());
  }

  private static TypeSelection types(Selection.Types types) {
    return switch (types) {
      case Selection.Types.Any() -> TypeSelection.ANY;
      case Selection.Types.Only(long type) -> TypeSelection.ofType(checked(type));
      case Selection.Types.UpTo(long highest) -> TypeSelection.upTo(checked(highest));
      case Selection.Types.Except(long type) -> TypeSelection.except(checked(type));
    };
  }

  private static long checked(long type) {
    if (type < 1) {
      throw new RefusedException("sysv:", "select type " + type, ABILITY);
    }
    return type;
  }

  @Override
  public boolean keepsBorders() {
    return true;
  }

  @Override
  public Received receive(Deadline deadline) throws UnixException, InterruptedException {
    var message =
        switch (taking) {
          case REMOVE -> queue.receive(types, deadline);
          case PEEK -> peek(deadline);
        };
    return message
        .<Received>map(m -> new Received.Data(Message.of(m.body()).withType(m.type())))
        .orElseGet(Received.Nothing::new);
  }

  private Optional<TypedMessage> peek(Deadline deadline)
      throws UnixException, InterruptedException {
    while (true) {
      var found = first();
      if (found.isPresent() || deadline.hasPassed()) {
        return found;
      }
      LockSupport.parkNanos(this, Math.min(LOOK_AGAIN_NANOS, deadline.remainingNanos()));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /// Looks for the message that would be received. The kernel selects only what it takes away; so
  /// messages are looked at one after the other, during which others may come and go.
  private Optional<TypedMessage> first() throws UnixException, InterruptedException {
    var best = Optional.<TypedMessage>empty();
    for (var position = 0; ; position++) {
      var next = queue.peek(position);
      if (next.isEmpty()) {
        return best;
      }
      var type = next.get().type();
      if (isWanted(type) && (best.isEmpty() || type < best.get().type())) {
        best = next;
        if (!(types instanceof TypeSelection.UpTo)) {
          return best;
        }
      }
    }
  }

  private boolean isWanted(long type) {
    return switch (types) {
      case TypeSelection.Any() -> true;
      case TypeSelection.OfType(long wanted) -> type == wanted;
      case TypeSelection.UpTo(long highest) -> type <= highest;
      case TypeSelection.Except(long unwanted) -> type != unwanted;
    };
  }

  @Override
  public void close() {
    // Nothing is open: a queue is a number.
  }
}
