package dev.rohrpost.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessEntryTest {
  private static final String REST = " 5 6 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 8899 1 2 3";

  @Test
  void aNameMayContainAnything() {
    for (var name : new String[] {"sh", "a) R 1 (b", "", ") (", "tab\tand\nline", "((((("}) {
      var entry = ProcessEntry.parse("42 (" + name + ") S" + REST).orElseThrow();
      assertThat(entry).isEqualTo(new ProcessEntry(42, name, 'S', 5, 6, 7, 8899));
      assertThat(entry.isZombie()).isFalse();
    }
    assertThat(ProcessEntry.parse("42 (sh) Z" + REST).orElseThrow().isZombie()).isTrue();
  }

  @Test
  void whatHasEndedMeanwhileIsNothing() {
    assertThat(ProcessEntry.parse("")).isEmpty();
    assertThat(ProcessEntry.of(Integer.MAX_VALUE)).isEmpty();
  }

  @Test
  void thisProcessIsListed() {
    var self = ProcessHandle.current().pid();
    var parent = ProcessHandle.current().parent().orElseThrow().pid();
    assertThat(ProcessEntry.of(self).orElseThrow().parent()).isEqualTo(parent);
    assertThat(ProcessEntry.all()).anyMatch(entry -> entry.pid() == self);
  }
}
