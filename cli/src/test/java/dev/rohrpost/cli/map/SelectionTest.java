package dev.rohrpost.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.ProcessInfo;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectionTest {
  @Test
  void whatConnectsNobodyIsLeftOut() {
    var shown = Pictures.shown(Pictures.ordinary());
    assertThat(pids(shown)).containsExactly(10, 11, 12, 13);
    assertThat(ids(shown)).containsExactly("pipe:77", "unix:100", "unix:101");
  }

  @Test
  void allMeansAll() {
    var shown = Selection.ALL.of(Pictures.ordinary());
    assertThat(pids(shown)).containsExactly(10, 11, 12, 13, 14);
    assertThat(ids(shown)).contains("eventfd:5");
  }

  @Test
  void aProcessIsShownWithWhomItTalksTo() {
    var picture = Pictures.ordinary();
    var ofClient = new Selection(Set.of(12), Set.of(), Selection.Reach.CONNECTED).of(picture);
    assertThat(pids(ofClient)).containsExactly(12, 13);
    assertThat(ids(ofClient)).containsExactly("unix:100", "unix:101");
    var ofReader = new Selection(Set.of(11), Set.of(), Selection.Reach.CONNECTED).of(picture);
    assertThat(pids(ofReader)).containsExactly(10, 11);
  }

  @Test
  void aListenerIsShownWithWhoWaits() {
    var picture = Pictures.waiting();
    var ofClient = new Selection(Set.of(12), Set.of(), Selection.Reach.CONNECTED).of(picture);
    assertThat(pids(ofClient)).containsExactly(12, 13);
    var ofServer = new Selection(Set.of(13), Set.of(), Selection.Reach.CONNECTED).of(picture);
    assertThat(pids(ofServer)).containsExactly(12, 13, 15);
  }

  @Test
  void aProcessThatWasAskedForIsShownAlsoWithoutLinks() {
    var shown =
        new Selection(Set.of(14), Set.of(), Selection.Reach.CONNECTED).of(Pictures.ordinary());
    assertThat(pids(shown)).containsExactly(14);
    assertThat(ids(shown)).isEmpty();
  }

  @Test
  void kindsLeaveOutOthers() {
    var shown =
        new Selection(Set.of(), Set.of(Kind.PIPE), Selection.Reach.CONNECTED)
            .of(Pictures.ordinary());
    assertThat(pids(shown)).containsExactly(10, 11);
    assertThat(ids(shown)).containsExactly("pipe:77");
  }

  private static List<Integer> pids(Excerpt excerpt) {
    return excerpt.processes().stream().map(ProcessInfo::pid).toList();
  }

  private static List<String> ids(Excerpt excerpt) {
    return excerpt.objects().stream().map(IpcObject::id).toList();
  }
}
