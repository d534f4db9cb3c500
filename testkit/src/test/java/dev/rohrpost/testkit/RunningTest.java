package dev.rohrpost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class RunningTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  static final class Echo {
    private Echo() {}

    public static void main(String... arguments) throws IOException {
      System.out.println("ready");
      System.in.transferTo(System.out);
      System.err.print(String.join(",", arguments));
      System.exit(3);
    }
  }

  @Test
  void aSecondJvmRunsAClassOfTheTests() throws InterruptedException, IOException {
    try (Running echo = Jvm.of(Echo.class, "a", "b").with("-Xmx32m").start()) {
      assertThat(echo.line(SOON)).isEqualTo("ready");
      echo.stdin().write("grüß dich\n".getBytes(StandardCharsets.UTF_8));
      echo.stdin().flush();
      assertThat(echo.line(SOON)).isEqualTo("grüß dich");
      echo.endInput();
      assertThat(echo.await(SOON)).isEqualTo(new Output(3, "", "a,b"));
    }
  }

  @Test
  void closingKillsWhatStillRuns() {
    Running sleeper = Foreign.start("sleep", "1000");
    ProcessHandle handle = sleeper.handle();
    sleeper.close();
    assertThat(handle.isAlive()).isFalse();
  }

  @Test
  void waitingForALineThatNeverComesFails() {
    try (Running quiet = Foreign.start("cat")) {
      assertThatThrownBy(() -> quiet.line(Duration.ofMillis(10)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("no line within");
    }
  }

  @Test
  void aSignalShowsInTheStatus() throws InterruptedException {
    assertThat(Foreign.run(SOON, "sh", "-c", "kill -9 $$").status()).isEqualTo(128 + 9);
  }

  @Test
  void aCProgramIsCompiledOnce() throws InterruptedException {
    Path program = CProgram.of(RunningTest.class, "answer.c");
    assertThat(CProgram.of(RunningTest.class, "answer.c")).isSameAs(program);
    assertThat(Foreign.run(SOON, program.toString()).status()).isEqualTo(42);
  }
}
