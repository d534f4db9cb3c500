package dev.rohrpost.rpc;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A connection to a server, over which any number of threads call.
///
/// A call waits for its reply until its deadline, an interrupt, or the end of the connection. When
/// the connection is lost, all calls fail at once, and the next one connects anew; by itself a call
/// is repeated only if nothing of it was sent, or if it is [#idempotent()].
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5531">RFC 5531</a>
public final class RpcClient implements RpcCaller, AutoCloseable {
  /// A record begins with a mark of its length; a datagram does not.
  private static final int MARK = 4;

  private static final int LAST_FRAGMENT = 0x8000_0000;

  /// How often a call is repeated: a server that closes each connection must not keep us for ever.
  private static final int REPEATS = 4;

  private final Connector connector;
  private final ClientLimits limits;
  private final Semaphore slots;
  private final PendingCalls idle;

  private RpcClient(Connector connector, ClientLimits limits) {
    this.connector = connector;
    this.limits = limits;
    this.slots = new Semaphore(limits.callsInFlight());
    this.idle = new PendingCalls(connector.longest());
  }

  /// Connects to a server, waiting as long as it takes.
  ///
  /// @param to where it is
  /// @return the client; the caller closes it
  /// @throws RpcDisconnectedException if nobody listens there
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static RpcClient connect(RpcAddress to) throws RpcException, InterruptedException {
    return connect(to, ClientLimits.DEFAULT, Deadline.NEVER);
  }

  /// Connects to a server until a deadline.
  ///
  /// @param to where it is
  /// @param limits how much to take and keep
  /// @param deadline when to give up
  /// @return the client; the caller closes it
  /// @throws RpcTimeoutException if the deadline passed
  /// @throws RpcDisconnectedException if nobody listens there
  /// @throws InterruptedException if the thread is or gets interrupted; nothing is open then
  public static RpcClient connect(RpcAddress to, ClientLimits limits, Deadline deadline)
      throws RpcException, InterruptedException {
    var connector = new Connector(to, limits);
    if (connector.exchange(deadline) == null) {
      throw new RpcTimeoutException("connect to " + to, false);
    }
    return new RpcClient(connector, limits);
  }

  @Override
  public <A extends @Nullable Object, R extends @Nullable Object> R call(
      Program program, int procedure, XdrCodec<A> arguments, A argument, XdrCodec<R> results)
      throws RpcException, InterruptedException {
    return call(CallSettings.PLAIN, program, procedure, arguments, argument, results);
  }

  @Override
  public RpcCaller with(Credential credential) {
    return new View(this, new CallSettings(credential, null, false));
  }

  @Override
  public RpcCaller deadlineAfter(Duration time) {
    return new View(this, new CallSettings(Credential.NONE, time, false));
  }

  @Override
  public RpcCaller idempotent() {
    return new View(this, new CallSettings(Credential.NONE, null, true));
  }

  /// {@return how many messages came that were the reply to no call, since the connection was made}
  public long strays() {
    return connector.strays();
  }

  /// {@return how many calls are being made at the moment}
  public int inFlight() {
    return limits.callsInFlight() - slots.availablePermits();
  }

  /// The same client with settings.
  private record View(RpcClient client, CallSettings settings) implements RpcCaller {
    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> R call(
        Program program, int procedure, XdrCodec<A> arguments, A argument, XdrCodec<R> results)
        throws RpcException, InterruptedException {
      return client.call(settings, program, procedure, arguments, argument, results);
    }

    @Override
    public RpcCaller with(Credential credential) {
      return new View(client, new CallSettings(credential, settings.time(), settings.idempotent()));
    }

    @Override
    public RpcCaller deadlineAfter(Duration time) {
      return new View(client, new CallSettings(settings.credential(), time, settings.idempotent()));
    }

    @Override
    public RpcCaller idempotent() {
      return new View(client, new CallSettings(settings.credential(), settings.time(), true));
    }
  }

  private <A extends @Nullable Object, R extends @Nullable Object> R call(
      CallSettings settings,
      Program program,
      int procedure,
      XdrCodec<A> arguments,
      A argument,
      XdrCodec<R> results)
      throws RpcException, InterruptedException {
    var deadline = settings.deadline();
    if (!slots.tryAcquire() && !slots.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
      throw new RpcTimeoutException(name(program, procedure), false);
    }
    try {
      for (var repeats = 0; ; repeats++) {
        var call = idle.take();
        try {
          encode(call.message, settings.credential(), program, procedure, arguments, argument);
          return exchanged(call, deadline, program, procedure, results);
        } catch (RpcDisconnectedException e) {
          if ((e.wasSent() && !settings.idempotent())
              || repeats == REPEATS
              || connector.isClosed()) {
            throw e;
          }
        } finally {
          idle.giveBack(call);
        }
      }
    } finally {
      slots.release();
    }
  }

  private <A extends @Nullable Object> void encode(
      XdrWriter out,
      Credential credential,
      Program program,
      int procedure,
      XdrCodec<A> arguments,
      A argument)
      throws RpcTooLongException {
    try {
      if (connector.isStream()) {
        out.putInt(0); // the mark
      }
      out.putInt(0); // the xid
      out.putInt(Protocol.CALL);
      out.putInt(Protocol.VERSION);
      out.putInt((int) program.number());
      out.putInt((int) program.version());
      out.putInt(procedure);
      Authentication.write(credential, out);
      Authentication.writeNone(out); // the verifier
      arguments.encode(out, argument);
    } catch (XdrWriter.LimitException e) {
      throw new RpcTooLongException(name(program, procedure), connector.longest());
    }
  }

  private <R extends @Nullable Object> R exchanged(
      PendingCall call, Deadline deadline, Program program, int procedure, XdrCodec<R> results)
      throws RpcException, InterruptedException {
    var exchange = connector.exchange(deadline);
    if (exchange == null) {
      throw new RpcTimeoutException(name(program, procedure), false);
    }
    exchange.begin(call);
    try {
      var out = call.message;
      if (connector.isStream()) {
        out.setInt(0, LAST_FRAGMENT | (int) (out.size() - MARK));
        out.setInt(MARK, call.xid);
      } else {
        out.setInt(0, call.xid);
      }
      exchange.send(call, deadline);
      var reply = exchange.await(call, deadline);
      if (reply == null) {
        throw new RpcTimeoutException(name(program, procedure), call.begun);
      }
      return result(reply, program, procedure, results);
    } finally {
      exchange.finish(call);
    }
  }

  private static <R extends @Nullable Object> R result(
      XdrReader reply, Program program, int procedure, XdrCodec<R> results) throws RpcException {
    try {
      var refusal = Reply.read(reply);
      if (refusal != null) {
        throw new RpcRefusedException(name(program, procedure), refusal);
      }
      return results.decode(reply);
    } catch (XdrException e) {
      throw new RpcMalformedException(name(program, procedure), e);
    }
  }

  private static String name(Program program, int procedure) {
    return program + " procedure " + Integer.toUnsignedString(procedure);
  }

  /// Closes the connection: calls in flight fail. Closing again does nothing.
  @Override
  public void close() {
    connector.close();
  }

  @Override
  public String toString() {
    return "client of " + connector;
  }
}
