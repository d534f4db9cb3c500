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
    LACKING
  }

  /// One cell of the table.
  ///
  /// @param claim what the table says
  /// @param seen what was seen, or why nothing was
  record Cell(String carrier, String trait, String claim, Verdict verdict, String seen) {}

  /// What a trial has seen.
  ///
  /// @param holds whether that is what the table says
  record Seen(boolean holds, String what) {}

  /// One way to try a trait.
  @FunctionalInterface
  interface Trial {
    Seen on(Ground ground) throws IOException, InterruptedException;
  }

  /// Tries every cell of a carrier; if the machine lacks it, only the first.
  List<Cell> of(Traits traits) throws InterruptedException {
    var cells = new ArrayList<Cell>();
    for (var question : Question.of(traits)) {
      cells.add(tried(traits, question));
      if (cells.getLast().verdict() == Verdict.LACKING) {
        break;
      }
    }
    return cells;
  }

  /// What is asked about a trait.
  ///
  /// @param claim what the table says
  private record Question(String trait, String claim, Trial trial) {
    static List<Question> of(Traits traits) {
      return switch (traits.scheme()) {
        case "fd" -> List.of(); // what an inherited descriptor is depends on who opened it
        case "signal" -> ofSignals(traits);
        default -> ofOthers(traits);
      };
    }

    private static List<Question> ofSignals(Traits traits) {
      return List.of(
          new Question("format", word(traits.format()), SignalTrials::format),
          new Question("order", word(traits.order()), SignalTrials::order),
          new Question("full", word(traits.whenFull()), SignalTrials::full),
          new Question("beside", TraitsCommand.words(traits.beside()), SignalTrials::beside));
    }

    private static List<Question> ofOthers(Traits traits) {
      var all = new ArrayList<Question>();
      all.add(new Question("format", word(traits.format()), Trials::format));
      all.add(new Question("order", word(traits.order()), Trials::order));
      all.add(new Question("full", word(traits.whenFull()), Trials::full));
      all.add(new Question("delivery", word(traits.delivery()), Trials::delivery));
      all.add(new Question("selection", word(traits.selection()), Trials::selection));
      all.add(new Question("lifetime", word(traits.lifetime()), Trials::lifetime));
      all.add(new Question("beside", TraitsCommand.words(traits.beside()), Trials::beside));
      traits
          .longest()
          .ifPresent(n -> all.add(new Question("longest", n + " bytes", Trials::longest)));
      if (traits.direction() != Traits.Direction.UNIDIRECTIONAL) {
        all.add(new Question("direction", word(traits.direction()), DirectionTrials::direction));
      }
      if (traits.groups().contains(Traits.Group.MULTICAST)) {
        all.add(new Question("group", "multicast", DirectionTrials::multicast));
      } else if (Trials.isShared(traits)) {
        all.add(new Question("group", "unicast", DirectionTrials::unicast));
      }
      return all;
    }

    private static String word(Enum<?> claim) {
      return TraitsCommand.word(claim);
    }
  }

  private Cell tried(Traits traits, Question question) throws InterruptedException {
    try {
      var seen = question.trial().on(Ground.prepare(scene, traits, ++grounds));
      var verdict = seen.holds() ? Verdict.HOLDS : Verdict.WRONG;
      return new Cell(traits.scheme(), question.trait(), question.claim(), verdict, seen.what());
    } catch (IOException | IllegalArgumentException e) {
      var why = String.valueOf(e.getMessage());
      var verdict = Scene.isLack(why) ? Verdict.LACKING : Verdict.WRONG;
      return new Cell(traits.scheme(), question.trait(), question.claim(), verdict, why);
    } finally {
      scene.clear(); // a user may have few POSIX queues at a time
    }
  }
}
