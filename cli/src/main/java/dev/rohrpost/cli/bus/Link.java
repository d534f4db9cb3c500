package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.Peer;
import dev.rohrpost.dbus.Reply;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.fd.Deadline;

/// A connection for the time of a command: to a bus, or to a peer without one.
sealed interface Link extends AutoCloseable {
  /// To a bus.
  ///
  /// @param bus closed with this
  /// @param deadline when calls are given up
  record ToBus(Bus bus, Deadline deadline) implements Link {
    @Override
    public Reply call(Call call) throws DbusException, InterruptedException {
      return bus.call(call, deadline);
    }

    @Override
    public void send(Call call) throws DbusException, InterruptedException {
      bus.send(call);
    }

    @Override
    public void emit(ObjectPath path, String face, String member, String types, Object... values)
        throws DbusException, InterruptedException {
      bus.emit(path, face, member, types, values);
    }

    @Override
    public void close() {
      bus.close();
    }
  }

  /// To a peer.
  ///
  /// @param peer closed with this
  /// @param deadline when calls are given up
  record ToPeer(Peer peer, Deadline deadline) implements Link {
    @Override
    public Reply call(Call call) throws DbusException, InterruptedException {
      return peer.call(call, deadline);
    }

    @Override
    public void send(Call call) throws DbusException, InterruptedException {
      peer.send(call);
    }

    @Override
    public void emit(ObjectPath path, String face, String member, String types, Object... values)
        throws DbusException, InterruptedException {
      peer.emit(path, face, member, types, values);
    }

    @Override
    public void close() {
      peer.close();
    }
  }

  /// Makes a call.
  ///
  /// @return the reply; the caller closes it
  Reply call(Call call) throws DbusException, InterruptedException;

  /// Makes a call to which no reply is wanted.
  void send(Call call) throws DbusException, InterruptedException;

  /// Sends a signal.
  void emit(ObjectPath path, String face, String member, String types, Object... values)
      throws DbusException, InterruptedException;

  @Override
  void close();

  /// Makes a call whose reply has to be of certain types.
  ///
  /// @param types such as `v`
  /// @return the reply; the caller closes it
  /// @throws Failure if it is of other types
  default Reply call(Call call, String types) throws Failure, DbusException, InterruptedException {
    var reply = call(call);
    if (reply.signature().toString().equals(types)) {
      return reply;
    }
    reply.close();
    throw Failure.of(
        Exit.FAILED, call + ": the reply is '" + reply.signature() + "' and not '" + types + "'");
  }
}
