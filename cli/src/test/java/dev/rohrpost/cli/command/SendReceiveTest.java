package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Row;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class SendReceiveTest {
  @TempDir Path folder;
  private String fifo = "";

  @BeforeEach
  void makeFifo() throws Exception {
    fifo = folder.resolve("fifo").toString();
    Foreign.run(Rohrpost.PATIENCE, "mkfifo", fifo).orFail();
  }

  private Output shell(String line) throws InterruptedException {
    return Rohrpost.shell(line, fifo);
  }

  @Test
  void catReadsExactlyWhatIsSent() throws Exception {
    assertThat(shell("cat \"$1\" & rohrpost send fifo:\"$1\" 'Hello'; wait").orFail().out())
        .isEqualTo("Hello");
    assertThat(shell("cksum <\"$1\" & seq 100000 | rohrpost send fifo:\"$1\"; wait").orFail())
        .isEqualTo(Rohrpost.shell("seq 100000 | cksum"));
  }

  @Test
  void whatCatWritesIsReceivedToTheLastByte() throws Exception {
    assertThat(shell("seq 100000 >\"$1\" & rohrpost receive fifo:\"$1\" | cksum").orFail())
        .isEqualTo(Rohrpost.shell("seq 100000 | cksum"));
  }

  @Test
  void socatIsOnTheOtherEnd() throws Exception {
    Foreign.require("socat");
    assertThat(
            shell(
                    "socat -u PIPE:\"$1\" - & p=$!; rohrpost send fifo:\"$1\" over; sleep 0.5; kill $p")
                .out())
        .isEqualTo("over");
    assertThat(
            shell("echo hi | socat -u - OPEN:\"$1\",wronly & rohrpost receive fifo:\"$1\"")
                .orFail()
                .out())
        .isEqualTo("hi\n");
  }

  @Test
  void linesAreSentAsTheyCome() throws Exception {
    var line = "(echo one; cat) | rohrpost send fifo:\"$1\" --each-line & head -n 1 <\"$1\"";
    assertThat(shell(line).out()).isEqualTo("one\n");
  }

  @Test
  void followGoesOnAfterTheLastSender() throws Exception {
    try (var receive = Rohrpost.start("receive", "fifo:" + fifo, "--follow")) {
      for (var word : new String[] {"first", "second", "third"}) {
        shell("echo " + word + " >\"$1\"").orFail();
        assertThat(receive.line(Rohrpost.PATIENCE)).isEqualTo(word);
      }
    }
  }

  @Test
  void descriptorsAreInherited() throws Exception {
    assertThat(shell("rohrpost send fd:3 x 3>&1").orFail().out()).isEqualTo("x");
    assertThat(shell("rohrpost receive fd:5 5<<<hello").orFail().out()).isEqualTo("hello\n");
    assertThat(shell("echo a | rohrpost receive - | rohrpost send -").orFail().out())
        .isEqualTo("a\n");
  }

  @ParameterizedTest
  @CsvSource({"3", "4", "5", "9", "1000"})
  void descriptorsOfTheJvmAreNotMistakenForInheritedOnes(int number) throws Exception {
    for (var words : new String[] {"receive fd:" + number, "send fd:" + number + " x"}) {
      var output = Rohrpost.shell("exec 3>&- 4>&- 5>&- 9>&-; rohrpost " + words);
      assertThat(output.status()).isEqualTo(1);
      assertThat(output.err())
          .startsWith("rohrpost: fcntl(descriptor " + number + "): EBADF: ")
          .containsOnlyOnce("\n");
    }
  }

  @Test
  void signalsAreMessages() throws Exception {
    try (var receive =
        Rohrpost.start("receive", "signal:self", "--type", "RTMIN+2", "--count", "2", "--json")) {
      // The first is repeated until somebody listens; until then it would end the process.
      var pid = Long.toString(receive.pid());
      shell(
          "until grep -qs '^SigBlk.*[1-9a-f]........$' /proc/"
              + pid
              + "/task/*/status; do sleep 0.05; done");
      for (var value : new String[] {"42", "-1"}) {
        Rohrpost.run("send", "signal:" + pid, "--type", "RTMIN+2", "--", value).orFail();
        assertThat(receive.line(Rohrpost.PATIENCE))
            .startsWith("{\"bytes\":2,\"text\":\"" + value + "\",\"type\":36,\"pid\":");
      }
      receive.await(Rohrpost.PATIENCE).orFail();
    }
  }

  @Test
  void bytesThatAreNoTextAreBase64() throws Exception {
    assertThat(shell("printf 'a\\377' | rohrpost receive - --json").orFail().out())
        .isEqualTo("{\"bytes\":2,\"base64\":\"Yf8=\"}\n");
    assertThat(shell("printf 'ä\"' | rohrpost receive - --json").orFail().out())
        .isEqualTo("{\"bytes\":3,\"text\":\"ä\\\"\"}\n");
  }

  @Test
  void hexIsThatOfHexdump() throws Exception {
    assertThat(
            shell("printf 'ABC\\n\\001 and more than one line' | rohrpost receive - --hex")
                .orFail()
                .out())
        .isEqualTo(
            """
            00000000  41 42 43 0a 01 20 61 6e 64 20 6d 6f 72 65 20 74  |ABC.. and more t|
            00000010  68 61 6e 20 6f 6e 65 20 6c 69 6e 65              |han one line|
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "send fifo:$1 --no-wait x, 3",
    "receive fifo:$1 --no-wait, 3",
    "send fifo:$1 --timeout 10ms x, 124",
    "receive fifo:$1 --timeout 10ms, 124",
    "receive signal:self --type USR1 --no-wait, 3"
  })
  void nobodyThereIsAStatusAndNoError(String words, int status) throws Exception {
    assertThat(shell("rohrpost " + words)).isEqualTo(new Output(status, "", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "send fifo:$1 x --type 3, fifo: cannot carry a type",
    "send fifo:$1 x --priority 3, fifo: cannot carry a priority",
    "send - x --fd 9, cannot carry descriptors",
    "receive fifo:$1 --type 3, fifo: cannot select by type",
    "receive - --count 3, cannot count messages",
    "receive - --peek, cannot show a message and keep it",
    "receive signal:1, each process receives its own",
    "receive signal:self --type KILL, SIGKILL belongs to the kernel",
    "send signal:$$ x, without a type",
    "send signal:$$ x --type URG, cannot carry 'x'",
    "send fifo:/etc/passwd x, /etc/passwd",
    "send fifo:/no/such x, ENOENT",
    "receive fifo:/etc, /etc"
  })
  @Row("BOX-01")
  void whatACarrierCannotDoItRefusesByName(String words, String reason) throws Exception {
    var output = shell("exec 9<>\"$1\"; rohrpost " + words);
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err()).startsWith("rohrpost: ").contains(reason).containsOnlyOnce("\n");
    assertThat(output.out()).isEmpty();
  }

  @Test
  void aSymbolicLinkIsNotFollowed() throws Exception {
    var output = shell("ln -s \"$1\" \"$1\".link; rohrpost receive fifo:\"$1\".link --no-wait");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err()).contains("ELOOP").containsOnlyOnce("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "send",
    "receive",
    "send mq:jobs x",
    "send /tmp/x y",
    "send fifo: x",
    "receive fd:x",
    "receive - --no-wait --timeout 1s",
    "receive - --json --hex",
    "receive - --count 1 --follow"
  })
  void wrongUsageIsOneLine(String words) throws Exception {
    var output = shell("rohrpost " + words);
    assertThat(output.status()).isEqualTo(2);
    assertThat(output.err()).startsWith("rohrpost: ").containsOnlyOnce("\n");
  }

  @Test
  void aReaderThatGoesIsSaid() throws Exception {
    var output = shell("head -c 1 <\"$1\" >/dev/null & yes | rohrpost send fifo:\"$1\"; echo $?");
    assertThat(output.out()).isEqualTo("1\n");
    assertThat(output.err())
        .contains("EPIPE")
        .contains("nobody reads it any more")
        .containsOnlyOnce("\n");
  }

  @Test
  @Row("BOX-03")
  void aFifoThatItDidNotMakeIsLeft() throws Exception {
    try (var receive = Rohrpost.start("receive", "fifo:" + fifo, "--follow")) {
      shell("echo a >\"$1\"").orFail();
      receive.line(Rohrpost.PATIENCE);
      shell("kill -TERM " + receive.pid()).orFail();
      assertThat(receive.await(Rohrpost.PATIENCE).status()).isEqualTo(143);
    }
    assertThat(Path.of(fifo)).exists();
  }

  @Test
  void progressSaysHowMuchWasSent() throws Exception {
    var output = shell("head -c 100000 /dev/zero | rohrpost send - --progress | wc -c");
    assertThat(output.orFail().out()).isEqualTo("100000\n");
    assertThat(output.err()).startsWith("100000 bytes sent, ").containsOnlyOnce("\n");
  }
}
