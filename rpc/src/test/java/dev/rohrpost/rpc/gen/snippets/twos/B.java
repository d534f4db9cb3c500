package dev.rohrpost.rpc.gen.snippets.twos;

import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcCaller;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.RpcService;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCheck;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrLists;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.util.Objects;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// `version B` of `program TWO` of `twos.x`.
///
/// The server answers procedure 0 itself.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public interface B extends RpcService {
  /// Which version of which program it is.
  Program ID = new Program(536872823, 4);

  /// `F(string<8>, unsigned hyper) = 1`
  ///
  /// @param argument1 `string<8>`
  /// @param argument2 `unsigned hyper`
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  String f(String argument1, long argument2, Call call) throws Exception;

  /// `G(tree *) = 9`
  ///
  /// @param argument `tree *`
  /// @param call who calls, and until when
  /// @return what the caller gets
  /// @throws Exception if there is no result: the caller is told SYSTEM_ERR
  @Nullable Tree g(@Nullable Tree argument, Call call) throws Exception;

  @Override
  default Program program() {
    return ID;
  }

  @Override
  default void serve(Call call) throws Exception {
    switch (call.procedure()) {
      case 1 -> {
        var arguments = call.arguments(Client.FArguments.CODEC);
        var result = f(arguments.argument1(), arguments.argument2(), call);
        call.reply(Client.STRING, result);
      }
      case 9 -> {
        var arguments = call.arguments(Client.OPTIONAL_TREE);
        var result = g(arguments, call);
        call.reply(Client.OPTIONAL_TREE, result);
      }
      default -> call.noSuchProcedure();
    }
  }

  /// Calls the procedures of a server.
  final class Client {
    private static final XdrCodec<String> STRING = Xdr.string(Xdr.UNBOUNDED);

    private static final XdrCodec<@Nullable Tree> OPTIONAL_TREE =
        new XdrCodec<>() {
          @Override
          public void encode(XdrWriter out, @Nullable Tree value) {
            XdrLists.writeOptional(out, value, Tree.CODEC);
          }

          @Override
          public @Nullable Tree decode(XdrReader in) throws XdrException {
            return XdrLists.readOptional(in, Tree.CODEC);
          }
        };

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

    /// `F(string<8>, unsigned hyper) = 1`
    ///
    /// @param argument1 `string<8>`
    /// @param argument2 `unsigned hyper`
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public String f(String argument1, long argument2) throws RpcException, InterruptedException {
      return caller.call(ID, 1, FArguments.CODEC, new FArguments(argument1, argument2), STRING);
    }

    /// `G(tree *) = 9`
    ///
    /// @param argument `tree *`
    /// @return the result
    /// @throws RpcException if there is no result
    /// @throws InterruptedException if the thread is interrupted
    public @Nullable Tree g(@Nullable Tree argument) throws RpcException, InterruptedException {
      return caller.call(ID, 9, OPTIONAL_TREE, argument, OPTIONAL_TREE);
    }

    private record FArguments(String argument1, long argument2) {
      static final XdrCodec<FArguments> CODEC =
          new XdrCodec<>() {
            @Override
            public void encode(XdrWriter out, FArguments value) {
              out.putString(value.argument1(), 8);
              out.putLong(value.argument2());
            }

            @Override
            public FArguments decode(XdrReader in) throws XdrException {
              var at = "argument1";
              try {
                var argument1 = in.getString(8);
                at = "argument2";
                var argument2 = in.getLong();
                return new FArguments(argument1, argument2);
              } catch (XdrException e) {
                throw e.within(at);
              }
            }
          };

      /// Checks the members, and copies lists.
      ///
      /// @throws IllegalArgumentException if one is outside of its bounds
      private FArguments {
        Objects.requireNonNull(argument1, "argument1");
        XdrCheck.string("argument1", argument1, 8);
      }
    }
  }
}
