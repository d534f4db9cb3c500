package dev.rohrpost.rpc;

import dev.rohrpost.xdr.XdrCodec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Calls procedures. What a generated client is made of; [RpcClient] is one.
public interface RpcCaller {
  /// Calls a procedure and waits for its result.
  ///
  /// @param <A> the type of the argument
  /// @param <R> the type of the result
  /// @param program which one
  /// @param procedure its number, unsigned
  /// @param arguments writes the argument
  /// @param argument what is sent
  /// @param results reads the result
  /// @return the result
  /// @throws IllegalArgumentException if the argument is none that can be sent
  /// @throws RpcException if there is no result
  /// @throws InterruptedException if the thread is or gets interrupted; the call may have been
  ///   carried out
  <A extends @Nullable Object, R extends @Nullable Object> R call(
      Program program, int procedure, XdrCodec<A> arguments, A argument, XdrCodec<R> results)
      throws RpcException, InterruptedException;

  /// {@return the same, with another statement about who calls}
  ///
  /// @param credential what to say
  RpcCaller with(Credential credential);

  /// {@return the same, where each call gives up after a time}
  ///
  /// @param time how long a call may take
  RpcCaller deadlineAfter(Duration time);

  /// {@return the same, for procedures that may be carried out twice: a call is repeated by itself
  /// when the connection is lost}
  RpcCaller idempotent();
}
