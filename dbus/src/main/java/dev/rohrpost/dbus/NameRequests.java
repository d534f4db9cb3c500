package dev.rohrpost.dbus;

import dev.rohrpost.fd.Deadline;

/// How a connection asks for names, and gives them back.
///
/// @param connection the connection
/// @param calls on it
record NameRequests(Connection connection, Calls calls) {
  OwnedName own(String name, NameFlag... flags) throws DbusException, InterruptedException {
    var bits = 0L;
    for (var flag : flags) {
      bits |= flag.bit;
    }
    var state = hold(name, bits);
    var isOurs = false;
    try {
      var code = ask(Driver.call("RequestName").with("su", name, bits));
      var answer = answer(name, code);
      answered(state, answer);
      isOurs = true;
      return new OwnedName(this, state, answer);
    } finally {
      if (!isOurs) {
        letGo(state);
      }
    }
  }

  private long ask(Call call) throws DbusException, InterruptedException {
    return (long) calls.call(call, Deadline.after(Bus.PATIENCE)).body(0);
  }

  private NameState hold(String name, long flags) {
    connection.lock.lock();
    try {
      var state = connection.dispatcher().hold(name);
      state.flags = flags;
      state.generation = connection.generation;
      return state;
    } finally {
      connection.lock.unlock();
    }
  }

  /// A bus says whose the name is before it answers, as it should.
  private void answered(NameState state, OwnedName.Answer answer) {
    connection.lock.lock();
    try {
      state.isOwned |=
          !state.isHeard
              && answer == OwnedName.Answer.OWNER
              && state.generation == connection.generation;
    } finally {
      connection.lock.unlock();
    }
  }

  /// The bus may have given the name when nobody waited for it any more.
  private void letGo(NameState state) throws InterruptedException {
    connection.lock.lock();
    try {
      if (connection.dispatcher().letGo(state) && connection.lost() == null) {
        connection.post(Driver.call("ReleaseName").with("s", state.name), null);
      }
    } finally {
      connection.lock.unlock();
    }
    connection.flush();
  }

  private static OwnedName.Answer answer(String name, long code) throws DbusException {
    return switch ((int) code) {
      case 1 -> OwnedName.Answer.OWNER;
      case 2 -> OwnedName.Answer.IN_QUEUE;
      case 3 -> throw new NameTakenException(name);
      case 4 -> OwnedName.Answer.ALREADY_OWNER;
      default ->
          throw new DbusException(
              DbusException.standard("Failed"), "RequestName has answered " + code);
    };
  }

  /// Gives a name back; what goes wrong does not matter: with the connection all names are lost.
  void giveBack(String name, int generation) {
    var interrupted = Thread.interrupted();
    try {
      var call = Driver.call("ReleaseName").with("s", name);
      var _ = calls.call(call, generation, Deadline.after(Bus.PATIENCE));
    } catch (DbusException e) {
      // There is no connection, or no name.
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
