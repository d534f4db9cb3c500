package dev.rohrpost.rpc.bind.protocol;

import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcCaller;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.RpcService;
import dev.rohrpost.xdr.Xdr;
import java.util.List;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `version PMAP` of `program RPCBIND` of `rpcbind.x`.
///
/// The server answers procedure 0 itself.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public interface Pmap extends RpcService {
  /// Which version of which program it is.
  Program ID = new Program(100000, 2);

  /// `SET(mapping) = 1`
  ///
  /// @param argument `mapping`
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  boolean set(Mapping argument, Call call) throws Exception;

  /// `UNSET(mapping) = 2`
  ///
  /// @param argument `mapping`
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  boolean unset(Mapping argument, Call call) throws Exception;

  /// `GETPORT(mapping) = 3`
  ///
  /// @param argument `mapping`
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  long getport(Mapping argument, Call call) throws Exception;

  /// `DUMP(void) = 4`
  ///
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  List<MappingNode> dump(Call call) throws Exception;

  /// `CALLIT(rmtcall_args) = 5`
  ///
  /// @param argument `rmtcall_args`
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  CallResult callit(RmtcallArgs argument, Call call) throws Exception;

  @Override
  default Program program() {
    return ID;
  }

  @Override
  default void serve(Call call) throws Exception {
    switch (call.procedure()) {
      case 1 -> {
        var arguments = call.arguments(Mapping.CODEC);
        var result = set(arguments, call);
        call.reply(Xdr.BOOL, result);
      }
      case 2 -> {
        var arguments = call.arguments(Mapping.CODEC);
        var result = unset(arguments, call);
        call.reply(Xdr.BOOL, result);
      }
      case 3 -> {
        var arguments = call.arguments(Mapping.CODEC);
        var result = getport(arguments, call);
        call.reply(Xdr.UNSIGNED_INT, result);
      }
      case 4 -> {
        call.arguments(Xdr.VOID);
        var result = dump(call);
        call.reply(MappingNode.CHAIN, result);
      }
      case 5 -> {
        var arguments = call.arguments(RmtcallArgs.CODEC);
        var result = callit(arguments, call);
        call.reply(CallResult.CODEC, result);
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
    public void null_() throws RpcException, InterruptedException {
      caller.call(ID, 0, Xdr.VOID, null, Xdr.VOID);
    }

    /// `SET(mapping) = 1`
    ///
    /// @param argument `mapping`
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public boolean set(Mapping argument) throws RpcException, InterruptedException {
      return caller.call(ID, 1, Mapping.CODEC, argument, Xdr.BOOL);
    }

    /// `UNSET(mapping) = 2`
    ///
    /// @param argument `mapping`
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public boolean unset(Mapping argument) throws RpcException, InterruptedException {
      return caller.call(ID, 2, Mapping.CODEC, argument, Xdr.BOOL);
    }

    /// `GETPORT(mapping) = 3`
    ///
    /// @param argument `mapping`
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public long getport(Mapping argument) throws RpcException, InterruptedException {
      return caller.call(ID, 3, Mapping.CODEC, argument, Xdr.UNSIGNED_INT);
    }

    /// `DUMP(void) = 4`
    ///
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public List<MappingNode> dump() throws RpcException, InterruptedException {
      return caller.call(ID, 4, Xdr.VOID, null, MappingNode.CHAIN);
    }

    /// `CALLIT(rmtcall_args) = 5`
    ///
    /// @param argument `rmtcall_args`
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public CallResult callit(RmtcallArgs argument) throws RpcException, InterruptedException {
      return caller.call(ID, 5, RmtcallArgs.CODEC, argument, CallResult.CODEC);
    }
  }
}
