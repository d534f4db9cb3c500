package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A call that was made and has no reply yet. Everything here is guarded by the lock of the
/// connection, but for the reply, which belongs to the thread that waits for it.
final class PendingCall extends Waiter {
  /// How many connections are remembered that have owned the name while a call was in flight.
  private static final int MOST_FORMER = 16;

  private final @Nullable String destination;

  /// What to do with the reply to a call that no thread waits for: done with the lock.
  private final @Nullable Completion completion;

  /// 0 until the call was made.
  long serial;

  /// Who owns the name that was called, if it is one that changes its owner.
  @Nullable NameOwner owner;

  private List<String> formerOwners = List.of();

  /// The message, while it waits to be written.
  @Nullable Outbound waiting;

  /// Whether the message, or its beginning, was given to the kernel.
  boolean begun;

  /// Whether the reply is here.
  boolean answered;

  /// Whether the thread may do something else before it waits: then somebody has to read.
  boolean isApart;

  /// Whether it counts as one in flight.
  boolean hasSlot;

  /// Reads the reply, in the thread that waits for it.
  Reply.Reader<List<Object>> reader = Reply.VALUES;

  /// The reply, received by another thread.
  @Nullable Message message;

  /// The reply, read where it lies by the thread that waits for it.
  @Nullable Reply reply;

  @Nullable DbusException failure;

  PendingCall(@Nullable String destination, @Nullable Completion completion) {
    this.destination = destination;
    this.completion = completion;
  }

  /// Takes the reply to a call of the connection's own.
  interface Completion {
    /// Takes it.
    ///
    /// @param failure the error; null if it is a result
    /// @param text the first result, if it is a text; else empty
    void reply(@Nullable DbusException failure, String text);
  }

  @Nullable String destination() {
    return destination;
  }

  @Nullable Completion completion() {
    return completion;
  }

  @Override
  boolean isDone() {
    return answered;
  }

  /// Remembers that somebody has owned the name while this call was in flight: it may have got it.
  void formerOwner(String name) {
    if (formerOwners.isEmpty()) {
      formerOwners = new ArrayList<>();
    }
    if (formerOwners.size() < MOST_FORMER) {
      formerOwners.add(name);
    }
  }

  /// Hands over the reply.
  ///
  /// @throws DbusException if it is an error
  /// @throws WireException if it is malformed
  Reply take() throws DbusException, WireException {
    if (failure != null) {
      throw failure;
    }
    var kept = message;
    if (kept != null) {
      message = null;
      return Replies.read(kept, reader);
    }
    var read = Objects.requireNonNull(reply);
    reply = null;
    return read;
  }

  /// Drops the reply that nobody wants any more.
  void drop() {
    if (message != null) {
      message.close();
      message = null;
    }
    if (reply != null) {
      reply.close();
      reply = null;
    }
  }

  /// Tells whether a reply comes from the connection that was called. Else anybody who guesses the
  /// number could answer. The bus itself answers what it cannot deliver, and nobody can send in its
  /// name.
  boolean accepts(Header reply) {
    var sender = reply.sender();
    if (destination == null) {
      return true; // there is no bus, and only one who can answer
    }
    if (sender == null) {
      return false;
    }
    if (sender.equals(destination)) {
      return true;
    }
    if (sender.equals(Driver.NAME)) {
      return reply.type() == Header.ERROR;
    }
    return !Names.isUnique(destination)
        && owner != null
        && (sender.equals(owner.current) || formerOwners.contains(sender));
  }
}
