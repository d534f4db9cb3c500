package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Table;
import dev.rohrpost.messaging.Traits;
import java.util.ArrayList;
import java.util.List;

/// Shows a [Proof].
final class Proofs {
  private static final int WIDEST = 100;

  private Proofs() {}

  /// Tries what is said of carriers, and prints what was seen.
  ///
  /// @return the exit status
  static int print(List<Traits> wanted, boolean json, Console console) throws Exception {
    var cells = new ArrayList<Proof.Cell>();
    try (var scene = Scene.open()) {
      var proof = new Proof(scene);
      for (var traits : wanted) {
        cells.addAll(proof.of(traits));
      }
    }
    if (json) {
      printJson(cells, console);
    } else {
      printTable(cells, console);
    }
    var wrong = cells.stream().anyMatch(cell -> cell.verdict() == Proof.Verdict.WRONG);
    return wrong ? Exit.FAILED : Exit.DONE;
  }

  private static void printTable(List<Proof.Cell> cells, Console console) throws Exception {
    var table = new Table("CARRIER", "TRAIT", "CLAIM", "VERDICT", "SEEN");
    for (var cell : cells) {
      var seen = cell.seen().replace('\n', ' ');
      table.row(
          cell.carrier(),
          cell.trait(),
          cell.claim(),
          TraitsCommand.word(cell.verdict()),
          seen.length() <= WIDEST ? seen : seen.substring(0, WIDEST) + "…");
    }
    table.print(console.out(), console.colours());
  }

  private static void printJson(List<Proof.Cell> cells, Console console) throws Exception {
    JsonLines.write(
        console.out(),
        json -> {
          json.writeArrayPropertyStart("cells");
          for (var cell : cells) {
            json.writeStartObject();
            json.writeStringProperty("carrier", cell.carrier());
            json.writeStringProperty("trait", cell.trait());
            json.writeStringProperty("claim", cell.claim());
            json.writeStringProperty("verdict", TraitsCommand.name(cell.verdict()));
            json.writeStringProperty("seen", cell.seen());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
