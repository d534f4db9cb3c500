package dev.rohrpost.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class InspectorTest {
  @Test
  void aPipeHasAReaderAndAWriter() throws Exception {
    try (var child = Program.of("cat").withInput(Redirect.PIPE).start()) {
      var own = (int) ProcessHandle.current().pid();
      var picture = Inspector.look();
      var pipe =
          picture.links().stream()
              .filter(link -> link.pid() == child.pid() && link.fd() == 0)
              .findFirst()
              .orElseThrow()
              .object();
      assertThat(picture.object(pipe).orElseThrow()).isInstanceOf(IpcObject.Pipe.class);
      assertThat(picture.holders(pipe))
          .contains(new Link(child.pid(), 0, pipe, Flow.READ))
          .anyMatch(link -> link.pid() == own && link.flow() == Flow.WRITE)
          .hasSize(2);
      assertThat(picture.process(child.pid()).orElseThrow().command()).isEqualTo(List.of("cat"));
      child.stdin().close();
      assertThat(child.await()).isEqualTo(new ExitStatus.Exited(0));
    }
  }
}
