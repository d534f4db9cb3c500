package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Deadline;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call that waits to be carried out, or is.
final class ServedCall implements IncomingCall {
  private static final ScopedValue<ServedCall> CURRENT = ScopedValue.newInstance();

  private final Connection connection;
  private final ServedObject object;
  private final Message message;
  private final Header header;
  private final Calls calls;

  /// Over which connection it came: another one may be a bus that has given the name of the caller
  /// to somebody else.
  private final int generation;

  /// Whether the next call of the object has to wait for this one; guarded by the lock of the
  /// connection.
  boolean hasTurn;

  private boolean isAnswered;
  private boolean isSent;
  private @Nullable Outbound answer;

  /// With the lock of the connection.
  ServedCall(Connection connection, ServedObject object, Message message) {
    this.connection = connection;
    this.generation = connection.generation;
    this.object = object;
    this.message = message;
    this.header = message.header();
    this.calls = new Calls(connection, null);
  }

  /// The thread is about to wait for something on a connection. If it carries out a call of this
  /// connection, the next call may begin: what it waits for may depend on that. With the lock.
  static void giveTurnAway(LeaderFollowers on) {
    if (Thread.currentThread().isVirtual() && CURRENT.isBound()) {
      var call = CURRENT.get();
      if (call.connection == on) {
        call.giveTurnAway();
      }
    }
  }

  @Override
  public void giveTurnAway() {
    connection.lock.lock();
    try {
      if (hasTurn) {
        object.passTurn(this);
      }
    } finally {
      connection.lock.unlock();
    }
  }

  static Optional<IncomingCall> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  long size() {
    return message.bytes().byteSize();
  }

  Header header() {
    return header;
  }

  /// Drops it unanswered.
  void drop() {
    message.close();
  }

  /// Calls the handler and answers.
  void carryOut() {
    try (message) {
      ScopedValue.where(CURRENT, this).run(this::handle);
    } finally {
      var _ = Thread.interrupted(); // of this call, not of the next one
    }
  }

  private void handle() {
    Throwable faulty = null;
    try {
      object.handler().handle(this);
      if (!isAnswered) {
        fail("Failed", what() + " has not answered");
      }
    } catch (DbusException e) {
      fail(e);
    } catch (InterruptedException e) {
      fail("Failed", what() + " was interrupted");
    } catch (WireException e) {
      dropAnswer();
      connection.fail(e);
      return;
    } catch (Throwable e) {
      fail("Failed", what() + " has failed"); // the text may contain names of classes
      faulty = e;
    }
    send();
    if (faulty != null) {
      tell(faulty);
    }
  }

  static void tell(Throwable faulty) {
    var thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, faulty);
    } catch (Throwable ignored) {
      // The next call is to begin all the same.
    }
  }

  private String what() {
    return header.interfaceName() == null
        ? String.valueOf(header.member())
        : header.interfaceName() + "." + header.member();
  }

  private void fail(String error, String text) {
    fail(new DbusException(DbusException.standard(error), text));
  }

  private void fail(DbusException error) {
    dropAnswer();
    if (!isSent && !header.has(Header.NO_REPLY_EXPECTED)) {
      answer = connection.outbounds.take();
      BuiltIn.error(header, answer, error);
    }
  }

  private void dropAnswer() {
    if (answer != null) {
      connection.outbounds.giveBack(answer);
      answer = null;
    }
  }

  /// An answer that the peer does not take for 25 seconds is dropped, as one to a connection that
  /// is gone.
  private void send() {
    var _ = Thread.interrupted();
    var ready = answer;
    answer = null;
    if (ready == null) {
      return;
    }
    try {
      ready.generation = generation;
      calls.send(ready, null, "reply of " + what(), Deadline.after(Bus.PATIENCE));
    } catch (DbusException e) {
      // Nobody is there, or nobody reads.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Optional<String> sender() {
    return Optional.ofNullable(header.sender());
  }

  @Override
  public ObjectPath path() {
    return object.path();
  }

  @Override
  public Optional<String> interfaceName() {
    return Optional.ofNullable(header.interfaceName());
  }

  @Override
  public String member() {
    return Objects.requireNonNull(header.member()); // a call without it is refused
  }

  @Override
  public Signature signature() {
    return header.signature();
  }

  @Override
  public Decoder arguments(String expected) throws DbusException {
    if (!header.signature().toString().equals(expected)) {
      throw new DbusException(
          DbusException.standard("InvalidArgs"),
          what() + ": \"" + header.signature() + "\" came, \"" + expected + "\" was expected");
    }
    var in = Decoder.create();
    try {
      in.begin(header, message.bytes(), 0, message.descriptors());
    } catch (WireException e) {
      throw new IllegalStateException(e); // the inbox has given it all descriptors
    }
    return in;
  }

  @Override
  public void reply(String types, Results results) throws DbusException, InterruptedException {
    if (isAnswered) {
      throw new IllegalStateException(what() + " is answered already");
    }
    var signature = Signature.of(types);
    var isWanted = !header.has(Header.NO_REPLY_EXPECTED);
    if (isWanted || signature.types().stream().anyMatch(Type::mayHoldDescriptors)) {
      var reply = connection.outbounds.take();
      BuiltIn.begin(header, reply, signature);
      results.write(reply.encoder);
      if (isWanted) {
        calls.finish(reply, "reply of " + what());
        answer = reply;
      } else {
        connection.outbounds.giveBack(reply);
      }
    }
    isAnswered = true;
  }

  @Override
  public void replyNow(String types, Results results) throws DbusException, InterruptedException {
    reply(types, results);
    send();
    isSent = true;
  }

  @Override
  public List<String> nodesBelow() {
    return connection.dispatcher().exports().nodesBelow(object.path());
  }
}
