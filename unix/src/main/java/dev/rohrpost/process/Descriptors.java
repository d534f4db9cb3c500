package dev.rohrpost.process;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Brings descriptors to their numbers in the child, and closes all other ones.
///
/// The number that one descriptor is to get may be the one that another still has. So all of them
/// are first parked: duplicated to numbers that are neither, as low as there are. Then everything
/// above is closed, they go to their places, and last the numbers in between are closed. This takes
/// as many steps as there are descriptors, however high their numbers.
final class Descriptors {
  private static final int FIRST_AFTER_STANDARD = 3;

  private final FileActions actions;

  /// Where the descriptors come from, by their number in the child.
  private final SortedMap<Integer, Integer> sources;

  private final Set<Integer> taken = new HashSet<>();
  private final int workplace;
  private int next = FIRST_AFTER_STANDARD;

  Descriptors(FileActions actions, SortedMap<Integer, Integer> sources) {
    this.actions = actions;
    this.sources = sources;
    workplace = lowestFree();
    taken.addAll(sources.keySet());
    taken.addAll(sources.values());
    taken.add(workplace);
  }

  private int lowestFree() {
    var number = FIRST_AFTER_STANDARD;
    while (sources.containsKey(number)) {
      number++;
    }
    return number;
  }

  /// Returns the number under which a step may open something that it closes again: the one that
  /// the program itself would get first. So any limit that lets the program open a file is no
  /// hindrance.
  int workplace() {
    return workplace;
  }

  /// Marks a descriptor of this process that a step needs, before anything is parked.
  void protect(int number) {
    taken.add(number);
  }

  /// Duplicates a descriptor to a number of its own.
  int park(int number) throws UnixException {
    while (taken.contains(next)) {
      next++;
    }
    var parked = next++;
    try {
      actions.duplicate(number, parked);
      return parked;
    } catch (UnixException e) { // EBADF: beyond the limit
      throw UnixException.of("dup2", "descriptor " + parked, Errno.EMFILE);
    }
  }

  /// Brings all to their places. After this, nothing more can be parked.
  void place() throws UnixException {
    var parked = new TreeMap<Integer, Integer>();
    for (var source : sources.entrySet()) {
      parked.put(source.getKey(), park(source.getValue()));
    }
    actions.closeFrom(next);
    for (var place : parked.entrySet()) {
      actions.duplicate(place.getValue(), place.getKey());
    }
  }

  /// Closes what is left of the numbers in between.
  ///
  /// @param spared a number that is still needed, or -1
  void closeOthers(int spared) throws UnixException {
    for (var number = FIRST_AFTER_STANDARD; number < next; number++) {
      if (number != spared && !sources.containsKey(number)) {
        actions.close(number);
      }
    }
  }
}
