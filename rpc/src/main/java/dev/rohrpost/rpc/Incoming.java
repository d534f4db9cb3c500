package dev.rohrpost.rpc;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One call on its way through a server, from the bytes of the message to those of the reply. Does
/// no I/O. Used again for the next call of its connection.
final class Incoming implements Call {
  private final Services services;
  private final FailureHandler failures;
  private final CallTime time;
  private final Supplier<Caller> caller;
  private final XdrReader in = XdrReader.of(MemorySegment.NULL);
  private XdrWriter out = XdrWriter.create();
  private long start;

  private int xid;
  private int procedure;
  private Credential credential = Credential.NONE;
  private boolean answered;
  private boolean dropped;
  private boolean refused;
  private @Nullable XdrException garbage;
  private Opaque.@Nullable Lease views;
  private long begun;

  Incoming(Services services, FailureHandler failures, CallTime time, Supplier<Caller> caller) {
    this.services = services;
    this.failures = failures;
    this.time = time;
    this.caller = caller;
  }

  /// Carries out a call and writes its reply.
  ///
  /// @param memory where the message lies as it came, until [#release]
  /// @param from where in it the message begins, behind the mark of a record
  /// @param to where it ends
  /// @param replies where the reply goes, behind what is there already
  /// @param when as [CallTime#begin] answered when the call came
  /// @return false if this is no call: there is no reply then
  boolean serve(MemorySegment memory, long from, long to, XdrWriter replies, long when) {
    views = to - from < Opaque.VIEW ? null : new Opaque.Lease();
    in.reset(memory, from, to, views);
    out = replies;
    start = replies.size();
    answered = false;
    dropped = false;
    refused = false;
    garbage = null;
    begun = when;
    credential = Credential.NONE;
    try {
      return begun();
    } catch (XdrException e) {
      return false; // not even a head
    }
  }

  /// {@return whether the call of a message, which is long enough to be one, does nothing}
  static boolean doesNothing(MemorySegment message) {
    return message.get(Protocol.INT, Protocol.PROCEDURE_AT) == Protocol.NULL;
  }

  /// {@return whether the caller gets a reply}
  boolean hasReply() {
    return !dropped;
  }

  /// Ends the use of the message: views of it are invalid from now on.
  void release() {
    if (views != null) {
      views.end();
      views = null;
    }
  }

  private boolean begun() throws XdrException {
    xid = in.getInt();
    if (in.getInt() != Protocol.CALL) {
      return false;
    }
    if (in.getInt() != Protocol.VERSION) {
      write(new Refusal.RpcMismatch(Protocol.VERSION, Protocol.VERSION));
      return true;
    }
    var number = in.getUnsignedInt();
    var version = in.getUnsignedInt();
    procedure = in.getInt();
    var flavor = in.getInt();
    var body = in.getOpaque(Flavor.BODY);
    var _ = in.getInt(); // the flavor of the verifier
    in.skipOpaque(Flavor.BODY);
    var service = services.find(number, version);
    if (service == null) {
      write(services.missing(number));
    } else if (procedure == Protocol.NULL) {
      accept(Protocol.SUCCESS);
    } else {
      authenticated(service, flavor, body);
    }
    return true;
  }

  private void authenticated(RpcService service, int flavor, Opaque body) {
    switch (flavor) {
      case Flavor.NONE -> admitted(service);
      case Flavor.SYS -> {
        try {
          credential = Credential.Sys.CODEC.decode(XdrReader.of(body.segment()));
          admitted(service);
        } catch (XdrException e) {
          write(Refusal.Authentication.BADCRED);
        }
      }
      default -> write(Refusal.Authentication.REJECTEDCRED);
    }
  }

  private void admitted(RpcService service) {
    try {
      if (service.admits(this)) {
        carryOut(service);
      } else {
        write(Refusal.Authentication.TOOWEAK);
      }
    } catch (XdrException e) {
      failed(service, e, e == garbage ? Protocol.GARBAGE_ARGS : Protocol.SYSTEM_ERR);
    } catch (InterruptedException e) {
      failed(service, e, Protocol.SYSTEM_ERR);
      Thread.currentThread().interrupt();
    } catch (Exception | StackOverflowError e) {
      failed(service, e, Protocol.SYSTEM_ERR);
    }
  }

  private void carryOut(RpcService service) throws Exception {
    service.serve(this);
    if (!answered && !dropped) {
      throw new IllegalStateException("no reply was given");
    }
  }

  private void failed(RpcService service, Throwable cause, int status) {
    if (status == Protocol.SYSTEM_ERR) {
      failures.failed(
          service.program() + " procedure " + Integer.toUnsignedString(procedure), cause);
    }
    out.truncate(start);
    accept(status);
  }

  private void accept(int status) {
    out.putInt(xid);
    out.putInt(Protocol.REPLY);
    out.putInt(Protocol.ACCEPTED);
    Authentication.writeNone(out);
    out.putInt(status);
  }

  private void deny(int status) {
    out.putInt(xid);
    out.putInt(Protocol.REPLY);
    out.putInt(Protocol.DENIED);
    out.putInt(status);
  }

  private void write(Refusal refusal) {
    switch (refusal) {
      case Refusal.ProgramUnavailable() -> accept(Protocol.PROG_UNAVAIL);
      case Refusal.ProgramMismatch(long low, long high) -> {
        accept(Protocol.PROG_MISMATCH);
        out.putUnsignedInt(low);
        out.putUnsignedInt(high);
      }
      case Refusal.ProcedureUnavailable() -> accept(Protocol.PROC_UNAVAIL);
      case Refusal.GarbageArguments() -> accept(Protocol.GARBAGE_ARGS);
      case Refusal.SystemError() -> accept(Protocol.SYSTEM_ERR);
      case Refusal.RpcMismatch(long low, long high) -> {
        deny(Protocol.RPC_MISMATCH);
        out.putUnsignedInt(low);
        out.putUnsignedInt(high);
      }
      case Refusal.Authentication(int status) -> {
        deny(Protocol.AUTH_ERROR);
        out.putInt(status);
      }
      case Refusal.Unknown(int status) -> accept(status);
    }
  }

  @Override
  public int procedure() {
    return procedure;
  }

  @Override
  public <A extends @Nullable Object> A arguments(XdrCodec<A> codec) throws XdrException {
    try {
      return codec.decode(in);
    } catch (XdrException e) {
      garbage = e;
      throw e;
    }
  }

  @Override
  public <R extends @Nullable Object> void reply(XdrCodec<R> codec, R result) {
    if (dropped || refused) {
      return;
    }
    answer(Protocol.SUCCESS);
    try {
      codec.encode(out, result);
    } catch (RuntimeException e) {
      out.truncate(start);
      answered = false;
      throw e;
    }
  }

  @Override
  public void noSuchProcedure() {
    answer(Protocol.PROC_UNAVAIL);
  }

  @Override
  public void refuse(Refusal reason) {
    beginAnswer();
    refused = true;
    write(reason);
  }

  @Override
  public void drop() {
    out.truncate(start);
    dropped = true;
  }

  private void answer(int status) {
    beginAnswer();
    accept(status);
  }

  private void beginAnswer() {
    if (answered) {
      throw new IllegalStateException("a second reply to one call");
    }
    answered = true;
  }

  @Override
  public Caller caller() {
    return caller.get();
  }

  @Override
  public Credential credential() {
    return credential;
  }

  @Override
  public Deadline deadline() {
    return time.deadline(begun);
  }

  int xid() {
    return xid;
  }
}
