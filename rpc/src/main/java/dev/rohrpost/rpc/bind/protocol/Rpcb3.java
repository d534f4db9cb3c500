package dev.rohrpost.rpc.bind.protocol;

import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcCaller;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.RpcService;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import java.util.List;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `version RPCB3` of `program RPCBIND` of `rpcbind.x`.
///
/// The server answers procedure 0 itself.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public interface Rpcb3 extends RpcService {
  /// Which version of which program it is.
  Program ID = new Program(100000, 3);

  /// `SET(rpcb) = 1`
  ///
  /// @param argument `rpcb`
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  boolean set(Rpcb argument, Call call) throws Exception;

  /// `UNSET(rpcb) = 2`
  ///
  /// @param argument `rpcb`
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  boolean unset(Rpcb argument, Call call) throws Exception;

  /// `GETADDR(rpcb) = 3`
  ///
  /// @param argument `rpcb`
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  String getaddr(Rpcb argument, Call call) throws Exception;

  /// `DUMP(void) = 4`
  ///
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  List<RpcbNode> dump(Call call) throws Exception;

  /// `CALLIT(rmtcall_args) = 5`
  ///
  /// @param argument `rmtcall_args`
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  RmtcallResult callit(RmtcallArgs argument, Call call) throws Exception;

  /// `GETTIME(void) = 6`
  ///
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  long gettime(Call call) throws Exception;

  /// `UADDR2TADDR(string) = 7`
  ///
  /// @param argument `string`
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  Netbuf uaddr2taddr(String argument, Call call) throws Exception;

  /// `TADDR2UADDR(netbuf) = 8`
  ///
  /// @param argument `netbuf`
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  String taddr2uaddr(Netbuf argument, Call call) throws Exception;

  @Override
  default Program program() {
    return ID;
  }

  @Override
  default void serve(Call call) throws Exception {
    switch (call.procedure()) {
      case 1 -> {
        var arguments = call.arguments(Rpcb.CODEC);
        var result = set(arguments, call);
        call.reply(Xdr.BOOL, result);
      }
      case 2 -> {
        var arguments = call.arguments(Rpcb.CODEC);
        var result = unset(arguments, call);
        call.reply(Xdr.BOOL, result);
      }
      case 3 -> {
        var arguments = call.arguments(Rpcb.CODEC);
        var result = getaddr(arguments, call);
        call.reply(Client.STRING, result);
      }
      case 4 -> {
        call.arguments(Xdr.VOID);
        var result = dump(call);
        call.reply(RpcbNode.CHAIN, result);
      }
      case 5 -> {
        var arguments = call.arguments(RmtcallArgs.CODEC);
        var result = callit(arguments, call);
        call.reply(RmtcallResult.CODEC, result);
      }
      case 6 -> {
        call.arguments(Xdr.VOID);
        var result = gettime(call);
        call.reply(Xdr.UNSIGNED_INT, result);
      }
      case 7 -> {
        var arguments = call.arguments(Client.STRING);
        var result = uaddr2taddr(arguments, call);
        call.reply(Netbuf.CODEC, result);
      }
      case 8 -> {
        var arguments = call.arguments(Netbuf.CODEC);
        var result = taddr2uaddr(arguments, call);
        call.reply(Client.STRING, result);
      }
      default -> call.noSuchProcedure();
    }
  }

  /// Calls the procedures of a server.
  final class Client {
    private static final XdrCodec<String> STRING = Xdr.string(Xdr.UNBOUNDED);

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

    /// `SET(rpcb) = 1`
    ///
    /// @param argument `rpcb`
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public boolean set(Rpcb argument) throws RpcException, InterruptedException {
      return caller.call(ID, 1, Rpcb.CODEC, argument, Xdr.BOOL);
    }

    /// `UNSET(rpcb) = 2`
    ///
    /// @param argument `rpcb`
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public boolean unset(Rpcb argument) throws RpcException, InterruptedException {
      return caller.call(ID, 2, Rpcb.CODEC, argument, Xdr.BOOL);
    }

    /// `GETADDR(rpcb) = 3`
    ///
    /// @param argument `rpcb`
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public String getaddr(Rpcb argument) throws RpcException, InterruptedException {
      return caller.call(ID, 3, Rpcb.CODEC, argument, STRING);
    }

    /// `DUMP(void) = 4`
    ///
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public List<RpcbNode> dump() throws RpcException, InterruptedException {
      return caller.call(ID, 4, Xdr.VOID, null, RpcbNode.CHAIN);
    }

    /// `CALLIT(rmtcall_args) = 5`
    ///
    /// @param argument `rmtcall_args`
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public RmtcallResult callit(RmtcallArgs argument) throws RpcException, InterruptedException {
      return caller.call(ID, 5, RmtcallArgs.CODEC, argument, RmtcallResult.CODEC);
    }

    /// `GETTIME(void) = 6`
    ///
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public long gettime() throws RpcException, InterruptedException {
      return caller.call(ID, 6, Xdr.VOID, null, Xdr.UNSIGNED_INT);
    }

    /// `UADDR2TADDR(string) = 7`
    ///
    /// @param argument `string`
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public Netbuf uaddr2taddr(String argument) throws RpcException, InterruptedException {
      return caller.call(ID, 7, STRING, argument, Netbuf.CODEC);
    }

    /// `TADDR2UADDR(netbuf) = 8`
    ///
    /// @param argument `netbuf`
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public String taddr2uaddr(Netbuf argument) throws RpcException, InterruptedException {
      return caller.call(ID, 8, Netbuf.CODEC, argument, STRING);
    }
  }
}
