package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("busy")
class MemoryTest {
  private static final String NAME = "shm:/rohrpost-cli-" + ProcessHandle.current().pid();

  @Test
  void aMessageGoesThroughARing() throws Exception {
    try {
      Rohrpost.run("memory", "create", NAME, "--size", "4KiB").orFail();
      var nobody = Rohrpost.run("send", NAME, "hello", "--no-wait");
      assertThat(nobody.status()).isEqualTo(3);
      try (var receive = Rohrpost.start("receive", NAME, "--count", "2")) {
        Rohrpost.run("send", NAME, "first").orFail();
        assertThat(receive.line(Rohrpost.PATIENCE)).isEqualTo("first");
        var shown = Rohrpost.run("memory", "show", NAME, "--json").orFail().out();
        assertThat(shown)
            .contains("\"kind\":\"ring\",", "\"capacity\":4096,", "\"longest_message\":504,")
            .contains("\"used\":0,", "\"producers\":0,", "\"consumers\":1}");
        assertThat(Rohrpost.run("memory", "list").orFail().out())
            .containsPattern(NAME + " +ring +16384 +0 +0600 +1 +- +-\n");
        Rohrpost.run("send", NAME, "second").orFail();
        assertThat(receive.await(Rohrpost.PATIENCE).orFail().out()).isEqualTo("second\n");
      }
    } finally {
      Rohrpost.run("memory", "remove", NAME).orFail();
    }
    var gone = Rohrpost.run("send", NAME, "hello");
    assertThat(gone.status()).isEqualTo(1);
    assertThat(gone.err())
        .isEqualTo(
            "rohrpost: shm_open(%1$s): ENOENT: no such file or directory; create it with:"
                + " rohrpost memory create shm:%1$s\n",
            NAME.substring("shm:".length()));
  }

  @Test
  void wrongUseIsSaid() throws Exception {
    for (var words :
        new String[] {
          "memory create shm:/x --size 5000",
          "memory create shm:/x --plain",
          "memory create sysv:77 --size 0",
          "memory create sysv:id=77 --size 1",
          "memory create sysv:77 --size 1 --producers one",
          "memory create shm:/x --consumers all",
          "memory show tcp://localhost:1",
        }) {
      var said = Rohrpost.run(words.split(" ", -1));
      assertThat(said.status()).as(words).isEqualTo(2);
      assertThat(said.err().lines()).hasSize(1);
    }
  }
}
