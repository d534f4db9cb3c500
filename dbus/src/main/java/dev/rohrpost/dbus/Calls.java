package dev.rohrpost.dbus;

import dev.rohrpost.UnixException;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.fd.Deadline;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Calls and signals on a connection, with or without a bus.
///
/// @param connection the connection
/// @param somebody who gets a call that names nobody: the bus; null if there is none
record Calls(Connection connection, @Nullable String somebody) {
  Reply call(Call call, Deadline deadline) throws DbusException, InterruptedException {
    return read(call, 0, deadline, Reply.VALUES);
  }

  /// @param generation the only connection over which it may go, by its number; 0 if any will do
  Reply call(Call call, int generation, Deadline deadline)
      throws DbusException, InterruptedException {
    return read(call, generation, deadline, Reply.VALUES);
  }

  <T> T call(Call call, Deadline deadline, Reply.Reader<T> reader)
      throws DbusException, InterruptedException {
    var reading = new TypedReading<>(reader);
    var _ = read(call, 0, deadline, reading); // its descriptors belong to the result
    return reading.result();
  }

  private Reply read(
      Call call, int generation, Deadline deadline, Reply.Reader<List<Object>> reader)
      throws DbusException, InterruptedException {
    var pending = new PendingCall(destination(call), null);
    pending.reader = reader;
    try {
      send(call, pending, generation, deadline);
      if (!connection.await(pending, deadline)) {
        throw new DbusTimeoutException(call.toString(), pending.begun);
      }
      return PendingReply.take(connection, pending);
    } finally {
      connection.finish(pending);
    }
  }

  PendingReply start(Call call) throws DbusException, InterruptedException {
    var pending = new PendingCall(destination(call), null);
    pending.isApart = true;
    var started = false;
    try {
      send(call, pending, 0, Deadline.after(Bus.PATIENCE));
      started = true;
      return new PendingReply(connection, call, pending);
    } finally {
      if (started) {
        connection.watchApart();
      } else {
        connection.finish(pending);
      }
    }
  }

  void send(Call call) throws DbusException, InterruptedException {
    send(call.withFlag(Header.NO_REPLY_EXPECTED), null, 0, Deadline.after(Bus.PATIENCE));
  }

  void emit(ObjectPath path, String interfaceName, String member, String types, Object... values)
      throws DbusException, InterruptedException {
    emitTo(null, path, interfaceName, member, types, values);
  }

  void emitTo(
      @Nullable String destination,
      ObjectPath path,
      String interfaceName,
      String member,
      String types,
      Object... values)
      throws DbusException, InterruptedException {
    var signature = Signature.of(types);
    if (signature.types().size() != values.length) {
      throw new IllegalArgumentException(values.length + " values for \"" + types + "\"");
    }
    var list = List.of(values);
    emit(
        destination,
        path,
        interfaceName,
        member,
        signature,
        out -> Arguments.write(out, signature, list));
  }

  void emit(
      @Nullable String destination,
      ObjectPath path,
      String interfaceName,
      String member,
      Signature signature,
      Consumer<Encoder> arguments)
      throws DbusException, InterruptedException {
    var message = connection.outbounds.take();
    message.header.clear();
    message.header.setType(Header.SIGNAL).setFlags(Header.NO_REPLY_EXPECTED).setSerial(1);
    message.header.setPath(path).setInterfaceName(interfaceName).setMember(member);
    message.header.setDestination(destination).setSignature(signature);
    message.encoder.begin(message.header);
    arguments.accept(message.encoder);
    var what = "signal " + interfaceName + "." + member;
    finish(message, what);
    send(message, null, what, Deadline.after(Bus.PATIENCE));
  }

  /// Without a bus there is only one who can answer.
  private @Nullable String destination(Call call) {
    var destination = call.destination();
    return somebody == null || destination == null ? somebody : destination;
  }

  private void send(Call call, @Nullable PendingCall pending, int generation, Deadline deadline)
      throws DbusException, InterruptedException {
    var message = connection.outbounds.take();
    message.generation = generation;
    call.encode(message.encoder, message.header);
    var what = call.toString();
    finish(message, what);
    send(message, pending, what, deadline);
  }

  void finish(Outbound message, String what) throws DbusException {
    if (!message.encoder.descriptors().isEmpty() && !connection.carriesDescriptors()) {
      throw new DbusException(
          DbusException.standard("NotSupported"),
          what + ": descriptors cannot be sent over this connection");
    }
    try {
      message.finish();
    } catch (UnixException e) {
      throw new DbusException(
          DbusException.standard("LimitsExceeded"), what + ": " + e.getMessage(), e);
    }
  }

  /// Sends a message that is finished. If it cannot be sent, its descriptors are closed.
  void send(Outbound message, @Nullable PendingCall pending, String what, Deadline deadline)
      throws DbusException, InterruptedException {
    var taken = false;
    try {
      connection.send(message, pending, what, deadline);
      taken = true;
    } finally {
      if (!taken) {
        message.closeDescriptors();
      }
    }
  }
}
