package dev.rohrpost.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.NoFdLeaks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoFdLeaks.class)
@Timeout(120)
@SuppressWarnings("try") // closing before the end is what is tested
class QueuedOutputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BlockingQueue<IOException> failures = new ArrayBlockingQueue<>(9);

  private QueuedOutput to(Pipe pipe) throws UnixException {
    return QueuedOutput.to(
        pipe.writeEnd().outputStream(), count -> "dropped " + count, failures::add);
  }

  private static List<String> lines(Pipe pipe) throws IOException {
    var reader =
        new BufferedReader(
            new InputStreamReader(pipe.readEnd().inputStream(), StandardCharsets.UTF_8));
    return reader.lines().toList();
  }

  @Test
  void linesComeInTheirOrderBeforeCloseReturns() throws Exception {
    try (var pipe = Pipe.open()) {
      var output = to(pipe);
      var sent = IntStream.range(0, 100).mapToObj(i -> "line " + i).toList();
      sent.forEach(output::offer);
      output.close(PATIENCE);
      output.offer("after the end");
      pipe.writeEnd().close();
      assertThat(lines(pipe)).isEqualTo(sent);
    }
  }

  @Test
  void withoutAReaderNobodyWaitsAndTheGapIsNamed() throws Exception {
    try (var pipe = Pipe.open()) {
      var output = to(pipe);
      var sent = new ArrayList<String>();
      for (var i = 0; i < 40_000; i++) {
        sent.add(String.format("%09d %90s", i, ""));
      }
      sent.forEach(output::offer);
      Thread.currentThread().interrupt();
      output.close(Duration.ofMillis(1));
      assertThat(Thread.interrupted()).isTrue();

      var reader = new ArrayList<String>();
      var reading =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  reader.addAll(lines(pipe));
                } catch (IOException e) {
                  failures.add(e);
                }
              });
      output.close(PATIENCE);
      pipe.writeEnd().close();
      reading.join();

      var next = 0;
      for (var line : reader) {
        if (line.startsWith("dropped ")) {
          next += Integer.parseInt(line.substring("dropped ".length()));
        } else {
          assertThat(line).isEqualTo(sent.get(next++));
        }
      }
      assertThat(next).isEqualTo(sent.size());
      assertThat(reader).hasSizeBetween(5_000, 30_000);
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void aReaderThatHasGoneIsToldOnce() throws Exception {
    try (var pipe = Pipe.open()) {
      pipe.readEnd().close();
      var output = to(pipe);
      output.offer("for nobody");
      assertThat(failures.poll(60, TimeUnit.SECONDS)).hasMessageContaining("EPIPE");
      output.offer("for nobody either");
      output.close(PATIENCE);
      assertThat(failures).isEmpty();
    }
  }
}
