package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Fd;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Running;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two applications in one server, each with its own copy of this library.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class TwoCopiesTest {
  private static final String REFUSED = "IllegalStateException: SIGUSR1 is received or changed by";

  private static String place(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  private static Running start(String... options) {
    var places =
        new String[] {
          place(Fd.class), place(Signals.class), Path.of("target/test-classes").toString()
        };
    return Jvm.of(TwoCopiesProgram.class, places)
        .with("--enable-native-access=ALL-UNNAMED")
        .with(options)
        .start();
  }

  private static String say(Running program, String line) throws Exception {
    program.stdin().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    program.stdin().flush();
    return program.line(Here.PATIENCE);
  }

  private static void kill(Running program, String signal) throws Exception {
    Foreign.run(Here.PATIENCE, "kill", "-" + signal, Long.toString(program.pid())).orFail();
  }

  /// What the second one closes never uncovers the first one's.
  @ParameterizedTest
  @ValueSource(strings = {"auto", "portable"})
  void aSignalBelongsToTheCopyThatReceivesItFirst(String way) throws Exception {
    try (var program = start("-Drohrpost.signals=" + way)) {
      assertThat(say(program, "a subscribe USR1")).isEqualTo("done");
      for (var task : List.of("b subscribe USR1", "b ignore USR1")) {
        assertThat(say(program, task)).startsWith(REFUSED);
      }
      assertThat(say(program, "b subscribe HUP")).isEqualTo("done");
      kill(program, "USR1");
      assertThat(say(program, "a take")).isEqualTo("SIGUSR1");
      kill(program, "HUP");
      assertThat(say(program, "b take")).isEqualTo("SIGHUP");
      assertThat(say(program, "b close")).isEqualTo("done");
      kill(program, "USR1");
      assertThat(say(program, "a take")).isEqualTo("SIGUSR1");
      assertThat(say(program, "a close")).isEqualTo("done");
      assertThat(say(program, "b subscribe USR1")).isEqualTo("done");
      kill(program, "USR1");
      assertThat(say(program, "b take")).isEqualTo("SIGUSR1");
      program.endInput();
      program.await(Here.PATIENCE).orFail();
    }
  }

  @Test
  void whatOneIgnoresTheOtherDoesNotReceive() throws Exception {
    try (var program = start()) {
      assertThat(say(program, "a ignore USR1")).isEqualTo("done");
      assertThat(say(program, "a ignore USR1")).isEqualTo("done");
      assertThat(say(program, "b subscribe USR1")).startsWith(REFUSED);
      assertThat(say(program, "a close")).isEqualTo("done");
      assertThat(say(program, "b ignore USR1")).startsWith(REFUSED);
      kill(program, "USR1");
      assertThat(say(program, "a close")).isEqualTo("done");
      assertThat(say(program, "b subscribe USR1")).isEqualTo("done");
      program.endInput();
      program.await(Here.PATIENCE).orFail();
    }
  }

  /// Otherwise each would take two more, and a server that loads applications again and again would
  /// have none left.
  @Test
  void bothKeepTheSameSignals() throws Exception {
    try (var program = start()) {
      var before = say(program, "a reserved");
      var answers = new ArrayList<String>();
      for (var task : List.of("wait", "subscribe ", "wait", "close", "child", "reserved")) {
        answers.add(say(program, "a " + task + (task.endsWith(" ") ? "RTMIN" : "")));
        answers.add(say(program, "b " + task + (task.endsWith(" ") ? "USR1" : "")));
      }
      assertThat(answers)
          .containsExactly(
              "interrupted",
              "interrupted",
              "done",
              "done",
              "interrupted",
              "interrupted",
              "done",
              "done",
              "exit status 7",
              "exit status 7",
              before,
              before);
    }
  }

  /// What is reserved is reserved from the first moment.
  @Test
  void whoSubscribesToEverythingFreeDoesNotBreakBlockingCalls() throws Exception {
    try (var program = start()) {
      var before = say(program, "a reserved");
      assertThat(before).contains("SIGSTKFLT");
      assertThat(say(program, "a subscribe-to-all")).isEqualTo("done");
      assertThat(say(program, "a wait")).isEqualTo("interrupted");
      assertThat(say(program, "b wait")).isEqualTo("interrupted");
      assertThat(say(program, "b reserved")).isEqualTo(before);
      program.endInput();
      program.await(Here.PATIENCE).orFail();
    }
  }
}
