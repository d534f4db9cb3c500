package dev.rohrpost.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.process.Child;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Pipes between this process and programs of other people.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class PipeProcessesTest {
  private static final Deadline SOON = Deadline.after(Duration.ofMinutes(2));
  private static final ExitStatus SUCCESS = new ExitStatus.Exited(0);

  @TempDir Path folder;

  @Test
  void anEndIsPassedToAChild() throws Exception {
    try (var toChild = Pipe.open();
        var fromChild = Pipe.open();
        var cat =
            Program.of("cat")
                .withInput(new Redirect.To(toChild.readEnd().fd()))
                .withOutput(new Redirect.To(fromChild.writeEnd().fd()))
                .start()) {
      toChild.readEnd().close();
      fromChild.writeEnd().close();
      Text.send(toChild.writeEnd(), "through the cat");
      assertThat(Text.receive(fromChild.readEnd())).isEqualTo("through the cat");
      toChild.writeEnd().close();
      assertThat(Text.receive(fromChild.readEnd())).isEqualTo("(end)");
      assertThat(cat.await(SOON)).contains(SUCCESS);
    }
  }

  @Test
  @Row("PIPE-03")
  void aProgramDiesBySigpipeWhenWeStopReading() throws Exception {
    try (var pipe = Pipe.open();
        var yes = Program.of("yes").withOutput(new Redirect.To(pipe.writeEnd().fd())).start()) {
      pipe.writeEnd().close();
      assertThat(Text.receive(pipe.readEnd(), 4, Deadline.NEVER)).isEqualTo("y\ny\n");
      pipe.readEnd().close();
      assertThat(yes.await(SOON)).contains(new ExitStatus.Signalled(Signal.PIPE, false));
    }
  }

  @Test
  @Row("PIPE-07")
  void fourReadersAllSeeTheEnd() throws Exception {
    try (var pipe = Pipe.open()) {
      var readers = new ArrayList<Child>();
      for (var i = 0; i < 4; i++) {
        readers.add(
            Program.of("cat")
                .withInput(new Redirect.To(pipe.readEnd().fd()))
                .withOutput(new Redirect.Discard())
                .start());
      }
      for (var reader : readers) {
        Sleeping.await(reader.pid());
      }
      pipe.writeEnd().close();
      for (var reader : readers) {
        assertThat(reader.await(SOON)).contains(SUCCESS);
        reader.close();
      }
    }
  }

  @Test
  @Row("PIPE-09")
  void recordsOfSeveralWritersAreNotMixed() throws Exception {
    Foreign.require("python3");
    var program =
        """
        import os, sys
        record = sys.argv[1].encode() * %d
        for i in range(200): assert os.write(1, record) == len(record)
        """
            .formatted(Pipe.ATOMIC_BYTES);
    try (var pipe = Pipe.open()) {
      var writers = new ArrayList<Child>();
      for (var letter : new String[] {"a", "b", "c", "d"}) {
        writers.add(
            Program.of("python3", "-c", program, letter)
                .withOutput(new Redirect.To(pipe.writeEnd().fd()))
                .start());
      }
      pipe.writeEnd().close();
      var all = new String(pipe.readEnd().inputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(all).hasSize(4 * 200 * Pipe.ATOMIC_BYTES);
      for (var at = 0; at < all.length(); at += Pipe.ATOMIC_BYTES) {
        var record = all.substring(at, at + Pipe.ATOMIC_BYTES);
        assertThat(record.chars().distinct().count()).as(record).isEqualTo(1);
      }
      for (var writer : writers) {
        assertThat(writer.await(SOON)).contains(SUCCESS);
        writer.close();
      }
    }
  }

  @Test
  @Row("PIPE-10")
  void aWriterThatIsStuckCanBeKilled() throws Exception {
    try (var pipe = Pipe.open();
        var yes = Program.of("yes").withOutput(new Redirect.To(pipe.writeEnd().fd())).start()) {
      Sleeping.await(yes.pid());
      assertThat(pipe.readEnd().available()).isEqualTo(Pipe.capacity(pipe.readEnd().fd()));
      assertThat(yes.kill(Signal.KILL)).isTrue();
      assertThat(yes.await(SOON)).contains(new ExitStatus.Signalled(Signal.KILL, false));
    }
  }

  @Test
  @Row("PIPE-17")
  void aProgramSeesNoEndThatItWasNotGiven() throws Exception {
    try (var pipe = Pipe.open();
        var other = Pipe.open()) {
      var shell =
          Program.of("sh", "-c", "ls -l /proc/self/fd")
              .withOutput(new Redirect.To(pipe.writeEnd().fd()))
              .start();
      pipe.writeEnd().close();
      var listing =
          new String(pipe.readEnd().inputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(shell.await(SOON)).contains(SUCCESS);
      shell.close();
      assertThat(listing).contains("1 -> pipe:").doesNotContain(inode(other));
    }
  }

  private static String inode(Pipe pipe) throws Exception {
    var number = pipe.readEnd().fd().borrow(n -> n);
    return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(number))).toString();
  }

  @Test
  @Row("F15")
  void oneByteAtATimeIsAStreamToo() throws Exception {
    Foreign.require("socat");
    var file = folder.resolve("numbers");
    var text = new StringBuilder();
    for (var i = 0; i < 2000; i++) {
      text.append(i).append('\n');
    }
    Files.writeString(file, text);
    try (var pipe = Pipe.open();
        var socat =
            Program.of("socat", "-u", "-b1", "FILE:" + file, "STDOUT")
                .withOutput(new Redirect.To(pipe.writeEnd().fd()))
                .start()) {
      pipe.writeEnd().close();
      assertThat(pipe.readEnd().inputStream().readAllBytes()).asString().isEqualTo(text.toString());
      assertThat(socat.await(SOON)).contains(SUCCESS);
    }
  }
}
