package dev.rohrpost.cli;

import dev.rohrpost.messaging.Traits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Tries on this kernel, with two processes, what [Traits] say.
final class Proof {
  private final Scene scene;
  private int grounds;

  Proof(Scene scene) {
    this.scene = scene;
  }

  /// How a trial ended.
  enum Verdict {
    HOLDS,
    WRONG,
    /// Whatever comes agrees with it.
    NOT_PROMISED,
    /// The machine does not have it.
    LACKING
  }

  /// One cell of the table.
  ///
  /// @param claim what the table says
  /// @param seen what was seen, or why nothing was
  record Cell(String carrier, String trait, String claim, Verdict verdict, String seen) {}

  /// What a trial has seen.
  ///
  /// @param verdict whether that is what the table says
  record Seen(Verdict verdict, String what) {
    Seen(boolean holds, String what) {
      this(holds ? Verdict.HOLDS : Verdict.WRONG, what);
    }
  }

  /// One way to try a trait. It finds out what the carrier is like, and then compares: it may not
  /// take the claim for granted.
  @FunctionalInterface
  interface Trial {
    Seen on(Ground ground) throws IOException, InterruptedException;
  }

  /// Tries every cell of a carrier; if the machine lacks it, only the first.
  List<Cell> of(Traits traits) throws InterruptedException {
    var cells = new ArrayList<Cell>();
    for (var question : Question.of(traits)) {
      var first = cells.isEmpty() ? null : cells.getFirst();
      cells.add(
          first != null && first.verdict() == Verdict.LACKING
              ? cell(traits, question, Verdict.LACKING, first.seen())
              : tried(traits, question));
    }
    return cells;
  }

  /// Tries one cell.
  Cell tried(Traits traits, Question question) throws InterruptedException {
    try {
      var seen = question.trial().on(Ground.prepare(scene, traits, ++grounds));
      return cell(traits, question, seen.verdict(), seen.what());
    } catch (IOException | IllegalArgumentException e) {
      var why = String.valueOf(e.getMessage());
      return cell(traits, question, Scene.isLack(why) ? Verdict.LACKING : Verdict.WRONG, why);
    } finally {
      scene.clear(); // a user may have few POSIX queues at a time
    }
  }

  private static Cell cell(Traits traits, Question question, Verdict verdict, String seen) {
    return new Cell(traits.scheme(), question.trait(), question.claim(), verdict, seen);
  }
}
