package dev.rohrpost.dbus.trace;

import dev.rohrpost.dbus.Monitor;
import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.wire.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Pairs the calls that a monitor sees with what ends them. For one thread at a time.
///
/// A reply counts if it comes from the connection that was called, or is an error of the bus: on
/// many buses everybody can send everybody a reply. For that the monitor has to see calls and
/// replies; one with rules needs `type='error',sender='org.freedesktop.DBus'` in addition, to hear
/// that nobody was there to be called.
public final class CallTrace {
  private static final String BUS = "org.freedesktop.DBus";
  private static final String NO_REPLY = "org.freedesktop.DBus.Error.NoReply";

  private final Limits limits;
  private final LinkedHashMap<Key, OpenCall> open = new LinkedHashMap<>();
  private long bytes;
  private long forgotten;
  private long strays;

  /// Makes a trace without any call.
  ///
  /// @param limits how much it keeps
  public CallTrace(Limits limits) {
    this.limits = limits;
  }

  /// How much is kept.
  ///
  /// @param calls how many open calls; the oldest is forgotten for a new one
  /// @param bytes how many bytes of their messages; a call whose message does not fit is kept
  ///   without it
  public record Limits(int calls, long bytes) {
    /// 10,000 calls, and 16 MiB of messages.
    public static final Limits DEFAULT = new Limits(10_000, 16 << 20);

    /// 10,000 calls, and no messages.
    public static final Limits WITHOUT_MESSAGES = new Limits(10_000, 0);

    /// Checks the limits.
    ///
    /// @throws IllegalArgumentException if no call can be kept, or a number is negative
    public Limits {
      if (calls < 1 || bytes < 0) {
        throw new IllegalArgumentException("limits of at least 1 call");
      }
    }
  }

  /// Which call a reply is to.
  private record Key(String caller, long serial) {}

  /// Takes the next event of a monitor. A message is not closed by this.
  ///
  /// @param event what the monitor tells
  /// @return the calls that it has ended, the oldest first
  public List<EndedCall> see(Monitor.Event event) {
    return switch (event) {
      case Monitor.Seen seen -> see(seen);
      case Monitor.OwnerChanged change -> ownerChanged(change);
      case Monitor.Missed _ -> {
        open.replaceAll((key, call) -> call.uncertain());
        yield List.of();
      }
      case Monitor.Closed _ -> List.of();
    };
  }

  private List<EndedCall> see(Monitor.Seen seen) {
    return switch (seen.header().type()) {
      case Header.CALL -> call(seen);
      case Header.RETURN, Header.ERROR -> reply(seen);
      default -> List.of();
    };
  }

  private List<EndedCall> call(Monitor.Seen seen) {
    var header = seen.header();
    var sender = header.sender();
    if (header.has(Header.NO_REPLY_EXPECTED)) {
      var call = OpenCall.of(seen, true);
      return List.of(
          new EndedCall(call, Outcome.UNWANTED, Duration.ZERO, Optional.empty(), Optional.empty()));
    }
    if (sender != null) {
      var call = OpenCall.of(seen, bytes + seen.bytes().byteSize() <= limits.bytes());
      forget(open.remove(new Key(sender, header.serial()))); // it is used again
      if (open.size() >= limits.calls()) {
        forget(open.pollFirstEntry().getValue());
      }
      open.put(new Key(sender, header.serial()), call);
      bytes += call.size();
    }
    return List.of();
  }

  private void forget(@Nullable OpenCall call) {
    if (call != null) {
      bytes -= call.size();
      forgotten++;
    }
  }

  private List<EndedCall> reply(Monitor.Seen seen) {
    var header = seen.header();
    var caller = header.destination();
    var key = new Key(String.valueOf(caller), header.replySerial());
    var call = open.get(key);
    if (call == null) {
      return List.of();
    }
    if (!isFromCallee(seen, call)) {
      strays++;
      return List.of();
    }
    open.remove(key);
    return List.of(
        ended(call, outcome(header), seen.nanos(), errorName(header), Optional.of(seen)));
  }

  private static boolean isFromCallee(Monitor.Seen reply, OpenCall call) {
    var sender = String.valueOf(reply.header().sender());
    var called = call.header().destination();
    if (sender.equals(BUS)) {
      return reply.header().type() == Header.ERROR || called == null || called.equals(BUS);
    }
    return call.callee().filter(sender::equals).isPresent()
        || (called != null && (sender.equals(called) || reply.senderNames().contains(called)));
  }

  private static Outcome outcome(Header reply) {
    if (reply.type() == Header.RETURN) {
      return Outcome.RETURN;
    }
    return BUS.equals(reply.sender()) && NO_REPLY.equals(reply.errorName())
        ? Outcome.NO_REPLY
        : Outcome.ERROR;
  }

  private static Optional<String> errorName(Header reply) {
    return reply.type() == Header.ERROR ? Optional.ofNullable(reply.errorName()) : Optional.empty();
  }

  private EndedCall ended(
      OpenCall call,
      Outcome outcome,
      long nanos,
      Optional<String> error,
      Optional<Monitor.Seen> reply) {
    bytes -= call.size();
    return new EndedCall(call, outcome, Duration.ofNanos(nanos - call.nanos()), error, reply);
  }

  private List<EndedCall> ownerChanged(Monitor.OwnerChanged change) {
    if (!Names.isUnique(change.name())) {
      change.owner().ifPresent(owner -> started(change.name(), owner));
      return List.of();
    }
    return change.owner().isPresent() ? List.of() : gone(change);
  }

  /// Somebody has got a name that was called while nobody had it.
  private void started(String name, String owner) {
    open.replaceAll((key, call) ->
        call.callee().isEmpty() && name.equals(call.header().destination())
            ? call.ownedBy(owner)
            : call);
  }

  /// A connection is gone. Who has called it is told `NoReply` by the bus, which not every monitor
  /// sees.
  private List<EndedCall> gone(Monitor.OwnerChanged change) {
    var all = new ArrayList<EndedCall>(0);
    for (Iterator<Map.Entry<Key, OpenCall>> each = open.entrySet().iterator(); each.hasNext(); ) {
      var call = each.next().getValue();
      var isCaller = call.sender().equals(change.name());
      if (isCaller || call.callee().filter(change.name()::equals).isPresent()) {
        each.remove();
        var error = isCaller ? Optional.<String>empty() : Optional.of(NO_REPLY);
        all.add(ended(call, Outcome.NO_REPLY, change.nanos(), error, Optional.empty()));
      }
    }
    return all;
  }

  /// {@return the calls that are open, the oldest first}
  public List<OpenCall> open() {
    return List.copyOf(open.values());
  }

  /// {@return how many open calls were forgotten, because there was no room or their number was
  /// used again}
  public long forgotten() {
    return forgotten;
  }

  /// {@return how many replies to open calls were not from the connection that was called}
  public long strays() {
    return strays;
  }
}
