package dev.rohrpost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SystemCallTest {
  @Test
  void aThreadThatSleepsIsInItsCall() throws Exception {
    var sleep = new ProcessBuilder("sleep", "600").start();
    try {
      var call = SystemCall.of(Path.of("/proc/" + sleep.pid() + "/task/" + sleep.pid()));
      while (!call.number().matches("230|115")) { // clock_nanosleep
        call = SystemCall.ofAll(sleep.pid()).getFirst();
      }
      assertThat(call.arguments()).hasSizeGreaterThan(6).allMatch(word -> word.startsWith("0x"));
    } finally {
      sleep.destroyForcibly().waitFor();
    }
  }

  @Test
  void threadsThatEndMeanwhileAreInNone() throws Exception {
    var goesOn = new AtomicBoolean(true);
    var starter =
        Thread.ofPlatform()
            .start(() -> {
              while (goesOn.get()) {
                Thread.ofPlatform().start(() -> {});
              }
            });
    try {
      for (var i = 0; i < 3_000; i++) {
        assertThat(SystemCall.ofAll(ProcessHandle.current().pid())).isNotEmpty();
      }
    } finally {
      goesOn.set(false);
      starter.join();
    }
  }

  @Test
  void aProcessThatHasEndedHasNoThreads() throws Exception {
    var ended = new ProcessBuilder("true").start();
    ended.waitFor();
    assertThat(SystemCall.ofAll(ended.pid())).isEmpty();
  }
}
