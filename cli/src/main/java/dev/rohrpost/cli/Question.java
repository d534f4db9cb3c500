package dev.rohrpost.cli;

import dev.rohrpost.messaging.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// A cell of the table of [Traits], and how it is tried. There is one for each cell.
///
/// @param claim what the table says
record Question(String trait, String claim, Proof.Trial trial) {
  /// All of them are.
  private static final String ASYNCHRONOUS = "asynchronous";

  /// Returns those about a carrier.
  static List<Question> of(Traits traits) {
    var all = new ArrayList<>(isSignal(traits) ? ofSignals(traits) : ofOthers(traits));
    for (var group : new TreeSet<>(traits.groups())) {
      all.add(of("group", group, trial(group)));
    }
    return all;
  }

  /// They have to be waited for before they come.
  private static boolean isSignal(Traits traits) {
    return traits.scheme().equals("signal");
  }

  private static List<Question> ofSignals(Traits traits) {
    return List.of(
        new Question("synchronization", ASYNCHRONOUS, SignalTrials::synchronization),
        of("format", traits.format(), SignalTrials::format),
        of("order", traits.order(), SignalTrials::order),
        of("full", traits.whenFull(), SignalTrials::full),
        of("delivery", traits.delivery(), SignalTrials::delivery),
        of("selection", traits.selection(), SignalTrials::selection),
        of("lifetime", traits.lifetime(), SignalTrials::lifetime),
        new Question("beside", TraitsCommand.words(traits.beside()), SignalTrials::beside),
        new Question("longest", longest(traits), SignalTrials::longest),
        of("direction", traits.direction(), SignalTrials::direction),
        of("addressing", traits.addressing(), SignalTrials::addressing));
  }

  private static List<Question> ofOthers(Traits traits) {
    return List.of(
        new Question("synchronization", ASYNCHRONOUS, Trials::synchronization),
        of("format", traits.format(), Trials::format),
        of("order", traits.order(), Trials::order),
        of("full", traits.whenFull(), FullTrials::full),
        of("delivery", traits.delivery(), FullTrials::delivery),
        of("selection", traits.selection(), Trials::selection),
        of("lifetime", traits.lifetime(), Trials::lifetime),
        new Question("beside", TraitsCommand.words(traits.beside()), BesideTrial::beside),
        new Question("longest", longest(traits), Trials::longest),
        of("direction", traits.direction(), DirectionTrials::direction),
        of("addressing", traits.addressing(), DirectionTrials::addressing));
  }

  private static String longest(Traits traits) {
    return traits.longest().map(n -> n + " bytes").orElse("no limit");
  }

  private static Question of(String trait, Enum<?> claim, Proof.Trial trial) {
    return new Question(trait, TraitsCommand.word(claim), trial);
  }

  private static Proof.Trial trial(Traits.Group group) {
    return switch (group) {
      case UNICAST -> GroupTrials::unicast;
      case MULTICAST -> GroupTrials::multicast;
      case BROADCAST -> GroupTrials::broadcast;
    };
  }
}
