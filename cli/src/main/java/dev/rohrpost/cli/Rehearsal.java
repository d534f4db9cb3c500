package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Console;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.bind.RpcbindServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// Real commands, run one after the other in one JVM while the AOT cache is recorded: what they
/// load is there at once when they are started later.
public final class Rehearsal {
  private static final List<String> LINES =
      List.of(
          "--help",
          "--version",
          "connect --json true true",
          "connect --timeout 1ms sleep 9",
          "connect no-such-program",
          "connect --help",
          "send - hello",
          "send signal:self --type URG 1",
          "signal send 0 1",
          "signal show 1 --json",
          "signal show 1",
          "signal watch USR1 --count 0 --json",
          "receive fifo:/no-such-fifo",
          "relay - unix:/no-such-socket",
          "supervise --workers 0 true",
          "doctor --interval 1ms",
          "queue list",
          "queue list --json",
          "queue show mq:/no-such-queue",
          "map",
          "map --json --all",
          "signal list",
          "signal list --json",
          "signal list --help",
          "signal --help",
          "rpc list unix:no-such-socket",
          "rpc list unix:REGISTRY",
          "rpc list unix:REGISTRY --json",
          "rpc ping unix:REGISTRY 100000",
          "rpc ping unix:REGISTRY rpcbind 4 --count 2 --json",
          "xdr encode FILE.x pair {\"a\":-1,\"b\":\"x\",\"more\":[1.5]} --hex",
          "xdr decode FILE.x nothing --hex",
          "rpc call unix:REGISTRY FILE.x F true",
          "rpc generate no-such-file.x --package p --out /no-such-folder",
          "bus list --address unix:path=no-such-socket",
          "bus call --address unix:path=no-such-socket a.b / a.b C ssi x y -1",
          "bus generate no-such-file.xml --package p --output /no-such-folder",
          "no-such-command",
          "signal list --no-such-option");

  /// The content of `FILE.x`.
  private static final String FILE =
      "struct pair { int a; string b<>; double more<>; }; struct nothing { };"
          + "program P { version V { void F(bool) = 1; } = 1; } = 0x20000001;";

  private Rehearsal() {}

  /// Runs them. Each ends with a status of its own, which is of no interest here.
  ///
  /// @param args none
  /// @throws IOException if no temporary file can be made
  public static void main(String[] args) throws IOException {
    var folder = Files.createTempDirectory("rohrpost");
    var file = folder.resolve("p.x");
    var socket = folder.resolve("registry");
    try (var _ = RpcbindServer.builder().listen(RpcAddress.unix(socket)).start()) {
      Files.writeString(file, FILE);
      for (var line : LINES) {
        var named = line.replace("FILE.x", file.toString()).replace("REGISTRY", socket.toString());
        var _ = Main.run(Main.words(named), Console.ofProcess());
      }
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder); // the server has removed its socket
    }
  }
}
