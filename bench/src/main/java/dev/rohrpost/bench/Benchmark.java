package dev.rohrpost.bench;

import java.util.ArrayList;
import java.util.List;

/// One piece of work and those who do it: a program in C, we, and what the JDK offers instead.
///
/// A new benchmark is one class of this kind, one line in [Catalogue] and one file in `src/main/c`.
interface Benchmark {

  /// Returns the name on the command line, of the C source and of the JSON file.
  String name();

  /// Returns what one operation is, in a line.
  String what();

  /// Returns how much is done in a round.
  Load load();

  /// Returns how often everyone takes part, if there is time.
  default int rounds() {
    return 9;
  }

  /// Returns the same for whoever has little time, where fewer rounds are not enough for that.
  default Benchmark quick() {
    return this;
  }

  /// Returns on how many processors: one for all processes, or one for each of two.
  default int processors() {
    return 1;
  }

  /// Returns further flags of the JVMs.
  default List<String> flags() {
    return List.of();
  }

  /// Returns how many idle processes are there meanwhile.
  default int crowd() {
    return 0;
  }

  /// Returns what is measured.
  default Unit unit() {
    return Unit.NANOSECONDS;
  }

  /// Returns what ours has to keep to.
  Target target();

  /// Returns what else it has to.
  default List<Target> furtherTargets() {
    return List.of();
  }

  /// Returns what the others are compared with.
  default Contestant baseline() {
    return new Contestant.InC(name());
  }

  /// Returns what is done by the library or its command.
  Contestant ours();

  /// Returns the other ways to do it in Java.
  default List<Contestant> peers() {
    return List.of();
  }

  /// Returns everyone, in the order of the table.
  default List<Contestant> contestants() {
    var all = new ArrayList<>(List.of(baseline(), ours()));
    all.addAll(peers());
    return all;
  }
}
