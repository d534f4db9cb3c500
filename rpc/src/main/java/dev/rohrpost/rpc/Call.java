package dev.rohrpost.rpc;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import org.jspecify.annotations.Nullable;

/// A call that a server has received. Views of large opaque data are valid until the service
/// returns.
public interface Call {
  /// {@return the number of the procedure, unsigned}
  int procedure();

  /// Reads the arguments; once.
  ///
  /// @param <A> the type of the arguments
  /// @param codec reads them
  /// @return the arguments
  /// @throws XdrException if the bytes are no such value: the caller is told GARBAGE_ARGS when the
  ///   service passes it on
  <A extends @Nullable Object> A arguments(XdrCodec<A> codec) throws XdrException;

  /// Gives the result; once.
  ///
  /// @param <R> the type of the result
  /// @param codec writes it
  /// @param result what the caller gets
  /// @throws IllegalArgumentException if it is none that can be sent
  <R extends @Nullable Object> void reply(XdrCodec<R> codec, R result);

  /// Answers PROC_UNAVAIL.
  void noSuchProcedure();

  /// Answers that the call is not carried out, whatever is replied afterwards; for services that
  /// pass calls on, and answers with them.
  ///
  /// @param reason what the caller is told
  void refuse(Refusal reason);

  /// Answers nothing at all, whatever is replied afterwards; for procedures that are to be silent
  /// when they cannot do what is asked, such as those that are called by broadcast.
  void drop();

  /// {@return who calls, as far as the transport knows it}
  Caller caller();

  /// {@return what the caller says of itself; no more than a claim}
  Credential credential();

  /// Tells until when the call is to be answered: the server's time for a call,
  /// [ServerLimits#callTime], or the deadline of a [RpcServer#stop] that goes on, whichever comes
  /// first. What the caller is ready to wait is not known: ONC RPC does not carry it. A service
  /// gives it to what it waits for. When it has passed, the thread is interrupted, some
  /// milliseconds later; a service that does not mind goes on.
  ///
  /// @return the deadline; [Deadline#NEVER] if there is none
  Deadline deadline();
}
