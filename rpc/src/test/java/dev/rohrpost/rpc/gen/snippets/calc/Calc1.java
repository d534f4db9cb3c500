package dev.rohrpost.rpc.gen.snippets.calc;

import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcCaller;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.RpcService;
import dev.rohrpost.xdr.Xdr;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `version CALC1` of `program CALC` of `calc.x`.
///
/// The server answers procedure 0 itself.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public interface Calc1 extends RpcService {
  /// Which version of which program it is.
  Program ID = new Program(536871169, 1);

  /// `ADD(pair) = 1`
  ///
  /// @param argument `pair`
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  Answer add(Pair argument, Call call) throws Exception;

  @Override
  default Program program() {
    return ID;
  }

  @Override
  default void serve(Call call) throws Exception {
    switch (call.procedure()) {
      case 1 -> {
        var arguments = call.arguments(Pair.CODEC);
        var result = add(arguments, call);
        call.reply(Answer.CODEC, result);
      }
      default -> call.noSuchProcedure();
    }
  }

  /// Calls the procedures of a server.
  final class Client {
    private final RpcCaller caller;

    /// Calls a server.
    ///
    /// @param caller how
    public Client(RpcCaller caller) {
      this.caller = caller;
    }

    /// `NULL(void) = 0`
    ///
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public void ping() throws RpcException, InterruptedException {
      caller.call(ID, 0, Xdr.VOID, null, Xdr.VOID);
    }

    /// `ADD(pair) = 1`
    ///
    /// @param argument `pair`
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public Answer add(Pair argument) throws RpcException, InterruptedException {
      return caller.call(ID, 1, Pair.CODEC, argument, Answer.CODEC);
    }
  }
}
