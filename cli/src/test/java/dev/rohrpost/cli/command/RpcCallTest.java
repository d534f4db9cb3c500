package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcServer;
import dev.rohrpost.rpc.RpcService;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import dev.rohrpost.xdr.Xdr;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `rpc call` at a server in C.
@ExtendWith(NoChildrenLeft.class)
@Timeout(240)
class RpcCallTest {
  @TempDir static Path folder;

  private static RichProgram rich;
  private static Running server;
  private static String tcp;
  private static String udp;

  @BeforeAll
  static void startTheServer() throws Exception {
    rich = RichProgram.in(folder);
    server = rich.serve(folder.resolve("s"));
    var ports = server.line(Rohrpost.PATIENCE).split(" ", -1);
    tcp = "tcp://127.0.0.1:" + ports[0];
    udp = "udp://127.0.0.1:" + ports[1];
  }

  @AfterAll
  static void endIt() {
    if (server != null) {
      server.close();
    }
  }

  private static String where(String kind) {
    return switch (kind) {
      case "tcp" -> tcp;
      case "udp" -> udp;
      default -> "unix:" + folder.resolve("s");
    };
  }

  private static Output call(String where, String... words) throws Exception {
    return call(where, Path.of(rich.description()), words);
  }

  private static Output call(String where, Path file, String... words) throws Exception {
    return Rohrpost.run(all(where, file, words));
  }

  private static String[] all(String where, Path file, String... words) {
    var all = new String[words.length + 4];
    all[0] = "rpc";
    all[1] = "call";
    all[2] = where;
    all[3] = file.toString();
    System.arraycopy(words, 0, all, 4, words.length);
    return all;
  }

  private static void assertFails(int status, String line, Output output) {
    assertThat(output.err()).isEqualTo("rohrpost: " + line + "\n");
    assertThat(output.out()).isEmpty();
    assertThat(output.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp", "unix"})
  void aServerInCAnswers(String kind) throws Exception {
    try (var running = Rohrpost.start(all(where(kind), Path.of(rich.description()), "ECHO", "-"))) {
      running.stdin().write(RichProgram.JSON.getBytes(StandardCharsets.UTF_8));
      running.endInput();
      var output = running.await(Rohrpost.PATIENCE).orFail();
      assertThat(output.out()).isEqualTo(RichProgram.JSON + "\n");
    }
  }

  @Test
  void theNewestVersionIsCalledUnlessOneIsNamed() throws Exception {
    assertThat(call(tcp, "SUM", "[2,40]").orFail().out()).isEqualTo("42\n");
    assertThat(call(tcp, "SUM", "[2,40]", "--version", "1").orFail().out()).isEqualTo("1042\n");
  }

  @Test
  void whereNothingIsSentNothingIsRead() throws Exception {
    try (var running = Rohrpost.start(all(tcp, Path.of(rich.description()), "PING"))) {
      // and its input stays open
      assertThat(running.await(Rohrpost.PATIENCE).orFail().out()).isEqualTo("null\n");
    }
  }

  @Test
  void whoCallsIsSaidIfItIsAskedFor() throws Exception {
    assertThat(call(tcp, "WHO", "--uid", "4294967295", "--gid", "5").orFail().out())
        .isEqualTo("4294967295\n");
    var own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    assertThat(call(tcp, "WHO", "--auth", "sys").orFail().out()).isEqualTo(own + "\n");
    assertFails(1, "program 536873633 version 4 procedure 3: AUTH_TOOWEAK", call(tcp, "WHO"));
  }

  @Row("RPC-19")
  @ParameterizedTest
  @CsvSource({
    "int BROKEN(void) = 4, 4, 536873633, AUTH_BADCRED",
    "int NONE(void) = 77, 4, 536873633, PROC_UNAVAIL",
    "int SUM(int) = 1, 4, 536873633, GARBAGE_ARGS",
    "int SUM(int) = 1, 3, 536873633, PROG_MISMATCH (1 to 4)",
    "int SUM(int) = 1, 3, 536873634, PROG_UNAVAIL"
  })
  void refusalsAreInTheWordsOfTheRfc(String procedure, int version, long program, String word)
      throws Exception {
    var file = folder.resolve("other.x");
    Files.writeString(
        file,
        "program P { version V { " + procedure + "; } = " + version + "; } = " + program + ";");
    var name = procedure.replaceAll("int (\\w+).*", "$1");
    var number = procedure.replaceAll(".* = ", "");
    var argument = name.equals("SUM") ? "1" : "null";
    var line = "program " + program + " version " + version + " procedure " + number + ": " + word;
    assertFails(1, line, call(tcp, file, name, argument));
  }

  @Test
  void whoDoesNotAnswerIsGivenUp() throws Exception {
    var line = "program 536873633 version 4 procedure 5: no reply before the deadline";
    assertFails(124, line, call(tcp, "SILENT", "--timeout", "300ms"));
    assertFails(124, line, call(udp, "SILENT", "--timeout", "300ms"));
  }

  @Test
  void nobodyThereIsSaid() throws Exception {
    var nowhere = "unix:" + folder.resolve("nobody");
    var output = call(nowhere, "PING");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err()).contains("nobody").contains("ENOENT").hasLineCount(1);
  }

  @Row("RPC-13")
  @Test
  void whatIsTooLongForADatagramIsNotSent() throws Exception {
    var file = folder.resolve("long.x");
    Files.writeString(file, "program P { version V { int F(opaque<>) = 9; } = 4; } = 0x20000AA1;");
    var output = call(udp, file, "F", "\"" + "AAAA".repeat(25_000) + "\"");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err()).contains("the arguments do not fit into a message of");
  }

  @Test
  void wrongWordsAreRefusedBeforeAnybodyIsAsked() throws Exception {
    var file = folder.resolve("two.x");
    Files.writeString(
        file,
        "program P { version V { int F(int) = 1; } = 1; } = 100009;"
            + " program Q { version V { int F(int) = 1; } = 1; } = 100010;");
    var help = "; see: rohrpost rpc call --help";
    var nowhere = "unix:" + folder.resolve("nobody");
    assertFails(2, "F is in P and in Q; choose with --program" + help, call(nowhere, file, "F"));
    assertFails(
        2, "[1]: a text in place of a whole number" + help, call(nowhere, "SUM", "[1,\"2\"]"));
    Files.writeString(file, "struct a { b c; };");
    var broken = call(nowhere, file, "F");
    assertThat(broken.status()).isEqualTo(1);
    assertThat(broken.err()).startsWith(file + ":1:12: there is no type b; ").hasLineCount(1);
  }

  @Test
  void aHostIsAskedWhereTheProgramIs() throws Exception {
    Foreign.require("rpcbind");
    Foreign.require("rpcinfo");
    var machine = new ArrayList<>(List.of(OwnMachine.everything())); // all ends with the script
    var script =
        """
        cd $1
        mount -t tmpfs tmpfs /run && mkdir /run/rpcbind
        rpcbind -f -w &
        until rpcinfo -p >/dev/null 2>&1; do sleep 0.05; done
        ./rich registered >registered &
        until [ -s registered ]; do sleep 0.05; done
        call() { rohrpost rpc call 127.0.0.1 "$1" SUM '[2,40]' "${@:2}"; echo $?; }
        call rich.x
        call rich.x --netid udp --version 1
        sed 's/0x20000AA1/0x20000AA2/' <rich.x >unregistered.x
        call unregistered.x
        """;
    var shell = Rohrpost.shellBuilder(script, folder.toString());
    machine.addAll(shell.command());
    try (var running = Running.start(shell.command(machine))) {
      running.endInput();
      var output = running.await(Rohrpost.PATIENCE);
      assertThat(output.out()).isEqualTo("42\n0\n1042\n0\n1\n");
      assertThat(output.err()).contains("program 536873634 is not registered").hasLineCount(1);
    }
  }

  /// Adds, in Java.
  private static final class Sums implements RpcService {
    @Override
    public Program program() {
      return new Program(0x2000_0aa1L, 4);
    }

    @Override
    public void serve(Call call) throws Exception {
      var both = Xdr.codec((_, _) -> {}, in -> in.getInt() + in.getInt());
      call.reply(Xdr.INT, call.arguments(both));
    }
  }

  @Test
  void aServerOfOursAnswers() throws Exception {
    var at = folder.resolve("ours");
    try (var _ = RpcServer.builder().serve(new Sums()).listen(RpcAddress.unix(at)).start()) {
      assertThat(call("unix:" + at, "SUM", "[-2,40]").orFail().out()).isEqualTo("38\n");
    }
  }
}
