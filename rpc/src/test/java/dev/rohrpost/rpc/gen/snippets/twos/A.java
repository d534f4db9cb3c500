package dev.rohrpost.rpc.gen.snippets.twos;

import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcCaller;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.RpcService;
import dev.rohrpost.xdr.Xdr;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `version A` of `program TWO` of `twos.x`.
///
/// The server answers procedure 0 itself.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public interface A extends RpcService {
  /// Which version of which program it is.
  Program ID = new Program(536872823, 1);

  /// `F(void) = 1`
  ///
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  int f(Call call) throws Exception;

  @Override
  default Program program() {
    return ID;
  }

  @Override
  default void serve(Call call) throws Exception {
    switch (call.procedure()) {
      case 1 -> {
        call.arguments(Xdr.VOID);
        var result = f(call);
        call.reply(Xdr.INT, result);
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

    /// `PING(void) = 0`
    ///
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public void ping() throws RpcException, InterruptedException {
      caller.call(ID, 0, Xdr.VOID, null, Xdr.VOID);
    }

    /// `F(void) = 1`
    ///
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public int f() throws RpcException, InterruptedException {
      return caller.call(ID, 1, Xdr.VOID, null, Xdr.INT);
    }
  }
}
