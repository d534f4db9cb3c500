package dev.rohrpost.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Tag("busy")
class InspectorTest {
  private static final int LOOKS = 50;

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

  @Test
  @Row("F51")
  void processesThatComeAndGoMeanwhileDoNotMakeItFail() throws Exception {
    var storm =
        "while read -r line <&3; do for i in 1 2 3 4 5 6 7 8; do /bin/true & done; wait; done";
    try (var child =
        Program.of("sh", "-c", "yes | { exec 3<&0; " + storm + "; }").withNewGroup().start()) {
      for (var i = 0; i < LOOKS; i++) {
        var picture = Inspector.look();
        assertThat(picture.process(child.pid())).isPresent();
        assertThat(picture.links())
            .allMatch(link -> picture.process(link.pid()).isPresent())
            .allMatch(link -> picture.object(link.object()).isPresent());
      }
      child.killGroup(Signal.KILL);
      child.await();
    }
  }
}
