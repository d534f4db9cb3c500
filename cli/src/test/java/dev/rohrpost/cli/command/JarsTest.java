package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.NoChildrenLeft;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// That clients who hold all descriptors of a server keep no class from it.
@ExtendWith(NoChildrenLeft.class)
@Timeout(120)
class JarsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relay listen+unix:front unix:back --each",
        "http-echo --listen listen+unix:web",
        "supervise -- sleep 1000",
        "rpc bind --listen unix:registry",
        "map --web 127.0.0.1:0"
      })
  void aServerOpensTheFilesOfAllItsClassesFirst(String words) throws Exception {
    var said =
        Rohrpost.shell(
            """
            cd "$1"; rohrpost $2 >said 2>&1 & server=$!
            missing() {
              comm -23 <(ls "$3" | sort) <(readlink /proc/$server/fd/* | sed 's:.*/::' | sort)
            }
            for ((i = 0; i < 500; i++)); do
              [[ -z $(missing "$@") ]] && break; kill -0 $server || break; sleep 0.05
            done
            missing "$@"; kill $server || cat said; wait $server
            """,
            folder.toString(),
            words,
            Rohrpost.ROOT.resolve("cli/target/rohrpost/lib").toString());
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).isEmpty();
  }
}
