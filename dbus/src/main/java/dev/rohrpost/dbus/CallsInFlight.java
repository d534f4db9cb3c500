package dev.rohrpost.dbus;

import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The calls of a connection that wait for replies. Guarded by the lock of the connection.
final class CallsInFlight {
  private final Senders connection;
  private final SerialTable calls = new SerialTable();

  private int count;
  private int apart;
  private long strays;

  CallsInFlight(Senders connection) {
    this.connection = connection;
  }

  int count() {
    return count;
  }

  /// {@return whether there are some that no thread waits for}
  boolean hasSomeApart() {
    return apart > 0;
  }

  /// {@return how many replies came that are late, doubled, or not from the connection that was
  /// called}
  long strays() {
    return strays;
  }

  /// {@return a serial for a message that no reply is expected to}
  long nextSerial() {
    return calls.next();
  }

  /// Adds a call of somebody.
  void begin(PendingCall call, Outbound message) {
    var destination = call.destination();
    call.owner = destination == null ? null : connection.dispatcher().ownerOf(destination);
    call.hasSlot = true;
    count++;
    if (call.isApart) {
      apart++;
    }
    calls.add(call);
    message.call = call;
    message.encoder.setSerial(call.serial);
  }

  /// Adds a call of the connection's own.
  void add(PendingCall call) {
    calls.add(call);
  }

  /// Takes a reply that came. It is read at once if the leader waits for it.
  void reply(Inbox inbox, @Nullable Waiter mine) throws WireException {
    PendingCall call;
    connection.lock.lock();
    try {
      var header = inbox.header();
      call = calls.find(header.replySerial());
      if (call == null || !call.accepts(header)) {
        strays++;
        return;
      }
      if (call != mine) {
        take(inbox, call);
        return;
      }
    } finally {
      connection.lock.unlock();
    }
    // A long one takes its time, and nobody else looks at the call of the leader.
    if (inbox.header().type() == Header.ERROR) {
      call.failure = Replies.failure(inbox.header(), inbox.body());
    } else {
      call.reply = inbox.reply(call.reader);
    }
    connection.lock.lock();
    try {
      answered(call);
    } finally {
      connection.lock.unlock();
    }
  }

  /// Keeps the reply to a call of another thread, or of nobody.
  private void take(Inbox inbox, PendingCall call) throws WireException {
    var completion = call.completion();
    if (completion == null) {
      call.message = inbox.take();
      answered(call);
      call.wake();
      return;
    }
    calls.remove(call);
    var header = inbox.header();
    if (header.type() == Header.ERROR) {
      completion.reply(Replies.failure(header, inbox.body()), "");
    } else {
      completion.reply(null, Replies.text(header, inbox.body()));
    }
    connection.wakeAllThatAreDone();
  }

  private void answered(PendingCall call) {
    call.answered = true;
    remove(call);
  }

  /// Forgets a call, whether it was answered or not.
  void remove(PendingCall call) {
    calls.remove(call);
    freeSlot(call);
  }

  private void freeSlot(PendingCall call) {
    if (call.hasSlot) {
      call.hasSlot = false;
      count--;
      if (call.isApart) {
        apart--;
      }
      connection.thereIsRoom();
      connection.dispatcher().release(call.owner);
    }
  }

  /// The connection was lost, and will be another one. The calls may have been carried out: they
  /// are never made again.
  void giveUp(IOException reason) {
    calls.forEach(call -> {
      call.lost = reason;
      call.waiting = null;
      freeSlot(call);
    });
    calls.clear();
  }

  /// What calls in flight have to know about the owner of a name.
  void ownerLost(NameOwner owner, String former) {
    calls.forEach(call -> {
      if (call.owner == owner) {
        call.formerOwner(former);
      }
    });
  }

  /// It cannot be told who may answer these calls.
  void fail(NameOwner owner, DbusException failure) {
    calls.forEach(call -> {
      if (call.owner == owner) {
        call.failure = failure;
        answered(call);
        call.wake();
      }
    });
  }
}
