package dev.rohrpost.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Picture;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {
  @Test
  void theFirstIsWhole() {
    assertThat(frame(Pictures.ordinary()).since(Frame.EMPTY))
        .startsWith("{\"first\":true,\"changed\":{")
        .contains("\"p:10\":{\"pid\":10", "\"o:pipe:77\":{", "\"rest\":{\"findings\":[]");
  }

  @Test
  void nothingNewIsNothing() {
    assertThat(frame(Pictures.ordinary()).since(frame(Pictures.ordinary()))).isEmpty();
  }

  @Test
  void onlyWhatHasChangedIsSent() {
    var before = Pictures.ordinary();
    var after =
        Picture.of(
            before.taken(),
            before.processes().stream().filter(p -> p.pid() != 14).toList(),
            before.objects().stream().filter(o -> !(o instanceof IpcObject.EventFd)).toList(),
            before.links().stream().filter(link -> link.pid() != 14).toList(),
            before.unknown());
    assertThat(frame(after).since(frame(before)))
        .startsWith(
            "{\"first\":false,\"changed\":{},\"gone\":[\"p:14\",\"o:eventfd:5\","
                + "\"l:14:6:BOTH:eventfd:5\"]");
    assertThat(frame(before).since(frame(after)))
        .contains("\"p:14\":", "\"gone\":[]")
        .doesNotContain("\"p:10\":");
  }

  @Test
  void aLineOfTheStreamIsOneLine() {
    assertThat(frame(Pictures.evil()).since(Frame.EMPTY)).doesNotContain("\n", "\r");
  }

  private static Frame frame(Picture picture) {
    return Frame.of(Selection.ALL.of(picture), List.of());
  }
}
