package dev.rohrpost.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAlignedAndLinesEndWithoutBlanks() {
    var table = new Table("PID", "NAME", "STATE");
    table.row("1", "init", "");
    table.row("4711", "a", "ready");
    assertThat(table.lines())
        .containsExactly("PID   NAME  STATE", "1     init", "4711  a     ready");
  }
}
