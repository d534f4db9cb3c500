package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.wire.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The paths that a connection serves, and how many calls of them it keeps. Guarded by the lock of
/// the connection.
///
/// What comes above the limit is refused and not left unread: behind it there may be the reply that
/// a handler waits for.
final class Exports {
  private final Connection connection;
  private final TreeMap<String, ServedObject> objects = new TreeMap<>();

  /// Of calls that wait or are being carried out.
  private int kept;

  private long keptBytes;
  private boolean hasServed;

  Exports(Connection connection) {
    this.connection = connection;
  }

  ReentrantLock lock() {
    return connection.lock;
  }

  /// {@return whether calls are expected: those of objects that are gone, too, are to be answered}
  boolean wantsCalls() {
    return hasServed;
  }

  ServedObject add(ObjectPath path, IncomingCall.Handler handler) throws DbusDisconnectedException {
    lock().lock();
    try {
      var lost = connection.lost();
      if (lost != null) {
        throw lost;
      }
      var object = new ServedObject(this, path, handler);
      if (objects.putIfAbsent(path.text(), object) != null) {
        throw new IllegalStateException(path + " is served already");
      }
      hasServed = true;
      connection.watch();
      return object;
    } finally {
      lock().unlock();
    }
  }

  void remove(ServedObject object) {
    lock().lock();
    try {
      if (objects.remove(object.path().text(), object)) {
        for (var call : object.takeWaiting()) {
          forget(call);
          refuse(call.header(), "UnknownObject", "there is no object " + object.path());
          call.drop();
        }
      }
    } finally {
      lock().unlock();
    }
    flush();
  }

  private void flush() {
    try {
      connection.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // another thread writes
    }
  }

  /// Takes a call that came: keeps it for its object, or answers it at once.
  void call(Inbox inbox) {
    var header = inbox.header();
    List<String> below;
    lock().lock();
    try {
      if (connection.comesBack) {
        return; // from the bus that is gone
      }
      var object = BuiltIn.isMeant(header) ? null : objects.get(String.valueOf(header.path()));
      if (object != null) {
        take(object, inbox);
        return;
      }
      var path = "Introspect".equals(header.member()) ? header.path() : null;
      below = path == null ? List.of() : nodesBelow(path);
    } finally {
      lock().unlock();
    }
    if (header.has(Header.NO_REPLY_EXPECTED)) {
      return;
    }
    var answer = connection.outbounds.take();
    BuiltIn.answer(header, answer, below);
    answer(answer);
  }

  private void take(ServedObject object, Inbox inbox) {
    var header = inbox.header();
    var limits = connection.limits;
    var size = header.bodyOffset() + header.bodyLength();
    if (kept >= limits.callsServed() || (kept > 0 && keptBytes + size > limits.queuedBytes())) {
      refuse(header, "LimitsExceeded", "too many calls wait or are being carried out: " + kept);
      return;
    }
    var call = new ServedCall(connection, object, inbox.take());
    kept++;
    keptBytes += call.size();
    object.add(call);
  }

  /// A call has ended, or will not begin; with the lock.
  void forget(ServedCall call) {
    kept--;
    keptBytes -= call.size();
  }

  private void refuse(Header call, String error, String text) {
    if (!call.has(Header.NO_REPLY_EXPECTED)) {
      var answer = connection.outbounds.take();
      BuiltIn.error(call, answer, new DbusException(DbusException.standard(error), text));
      answer(answer);
    }
  }

  private void answer(Outbound answer) {
    lock().lock();
    try {
      connection.answer(answer);
    } finally {
      lock().unlock();
    }
  }

  /// {@return the names of the nodes right below a path}
  List<String> nodesBelow(ObjectPath path) {
    var prefix = path.equals(ObjectPath.ROOT) ? "/" : path.text() + "/";
    var names = new ArrayList<String>();
    lock().lock();
    try {
      for (var next = objects.higherKey(prefix); next != null && next.startsWith(prefix); ) {
        var end = next.indexOf('/', prefix.length());
        var name = next.substring(prefix.length(), end < 0 ? next.length() : end);
        if (names.isEmpty() || !names.getLast().equals(name)) {
          names.add(name);
        }
        next = end < 0 ? objects.higherKey(next) : behind(prefix + name);
      }
      return names;
    } finally {
      lock().unlock();
    }
  }

  /// {@return the first path that is neither a path nor below it; of those that sort after it}
  private @Nullable String behind(String path) {
    return objects.ceilingKey(path + '0'); // what follows '/' among the characters
  }

  /// Drops what has not begun: nobody can be answered any more; with the lock.
  void disconnected() {
    interrupted();
    objects.clear();
  }

  /// As above, but the objects stay, for another connection; with the lock.
  void interrupted() {
    for (var object : objects.values()) {
      for (var call : object.takeWaiting()) {
        forget(call);
        call.drop();
      }
    }
  }
}
