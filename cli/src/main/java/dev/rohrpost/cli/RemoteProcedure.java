package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.process.Pipeline;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.RpcServer;
import dev.rohrpost.rpc.RpcService;
import dev.rohrpost.rpc.bind.Rpcbind;
import dev.rohrpost.rpc.bind.UniversalAddress;
import dev.rohrpost.rpc.gen.Compiler;
import dev.rohrpost.rpc.gen.Specification.Procedure;
import dev.rohrpost.rpc.gen.Value;
import dev.rohrpost.socket.InternetAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// A procedure of this process that others call: the partner, and programs in C where this machine
/// has them.
final class RemoteProcedure {
  private static final String SPECIFICATION =
      """
      struct pair { int a; int b; };
      program SUM { version SUM1 { int ADD(pair) = 1; } = 1; } = 0x20000555;
      """;
  private static final String PAIR = "{\"a\":40,\"b\":2}";

  private RemoteProcedure() {}

  /// The sum of two numbers, from their description in the file, without generated classes.
  private record Sum(Procedure add) implements RpcService {
    @Override
    public dev.rohrpost.rpc.Program program() {
      return add.target();
    }

    @Override
    public void serve(Call call) throws Exception {
      if (call.procedure() != add.number()) {
        call.noSuchProcedure();
        return;
      }
      var pair = (Value.Structure) call.arguments(add.arguments());
      var sum = Math.addExact(member(pair, 0), member(pair, 1));
      call.reply(add.result(), new Value.Numeral(Integer.toString(sum)));
    }

    private static int member(Value.Structure pair, int index) {
      return Integer.parseInt(((Value.Numeral) pair.members().get(index).value()).literal());
    }
  }

  /// Has it called.
  static String show(Scene scene) throws Exception {
    var file = Files.writeString(scene.folder().resolve("sum.x"), SPECIFICATION);
    var sum = new Sum(Compiler.create().compile(file).procedures().getFirst());
    var anyPort = RpcAddress.tcp(InternetAddress.loopback(0));
    try (var server = RpcServer.builder().serve(sum).listen(anyPort).start()) {
      var at = server.addresses().getFirst();
      var words = List.of("rpc", "call", at.toString(), file.toString(), "ADD", PAIR);
      var answer = scene.partner().run(words.toArray(String[]::new)).orFail();
      var seen = new ArrayList<String>();
      seen.add("process " + scene.partner().pid() + " called ADD(" + PAIR + "): " + answer.text());
      seen.add(calledInC(at, sum.program()));
      seen.add(callsC());
      return String.join("; ", seen);
    }
  }

  private static String calledInC(RpcAddress at, dev.rohrpost.rpc.Program program)
      throws Exception {
    var rpcinfo =
        Program.of(
            "rpcinfo",
            "-a",
            UniversalAddress.of(at),
            "-T",
            "tcp",
            Long.toString(program.number()),
            Long.toString(program.version()));
    try (var calling = Pipeline.of(rpcinfo).withOutput(Redirect.PIPE).start()) {
      return "rpcinfo, in C, called it: "
          + calling.communicate(new byte[0], Scene.soon()).outText().strip();
    } catch (UnixException.NotFound _) {
      return "there is no rpcinfo to call it from C";
    }
  }

  private static String callsC() throws InterruptedException {
    try {
      var known = Rpcbind.local().list(Scene.soon()).size();
      return "rpcbind answered with " + known + " registrations";
    } catch (RpcException _) {
      return "no rpcbind answers here";
    }
  }
}
