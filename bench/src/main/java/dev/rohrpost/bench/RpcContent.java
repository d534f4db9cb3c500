package dev.rohrpost.bench;

import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcCaller;
import dev.rohrpost.rpc.RpcService;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import java.io.IOException;
import java.lang.foreign.Arena;

/// The content of a call, which comes back.
enum RpcContent {
  NOTHING("a call of procedure 0"),
  TEXT("a string of 100 bytes to a remote procedure and back"),
  LARGE("opaque data of a MiB to a remote procedure and back");

  static final Program PROGRAM = new Program(0x2000_0099L, 1);
  static final int ECHO = 1;
  static final String SHORT = "x".repeat(100);
  static final int MUCH = 1 << 20;

  private static final int MOST = 1 << 21;
  private static final int LARGE_ECHO = 2;
  private static final XdrCodec<String> STRING = Xdr.string(MOST);
  private static final XdrCodec<Opaque> OPAQUE = Xdr.opaque(MOST);

  private final String words;

  RpcContent(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /// Returns one call, made by our means.
  Work.Once call(RpcCaller caller) {
    return switch (this) {
      case NOTHING -> () -> caller.call(PROGRAM, 0, Xdr.VOID, null, Xdr.VOID);
      case TEXT ->
          () -> check(SHORT.length(), caller.call(PROGRAM, ECHO, STRING, SHORT, STRING).length());
      case LARGE -> {
        var data = Opaque.view(Arena.ofAuto().allocate(MUCH).fill((byte) 'x'));
        yield () -> check(MUCH, caller.call(PROGRAM, LARGE_ECHO, OPAQUE, data, OPAQUE).size());
      }
    };
  }

  /// Checks how long the answer is.
  static void check(int expected, int got) throws IOException {
    if (expected != got) {
      throw new IOException("an echo of " + got + " bytes");
    }
  }

  /// Answers what it is given.
  static final class Echo implements RpcService {
    @Override
    public Program program() {
      return PROGRAM;
    }

    @Override
    public void serve(Call call) throws Exception {
      switch (call.procedure()) {
        case ECHO -> call.reply(STRING, call.arguments(STRING));
        case LARGE_ECHO -> call.reply(OPAQUE, call.arguments(OPAQUE));
        default -> call.noSuchProcedure();
      }
    }
  }
}
