package dev.rohrpost.rpc.bind;

import dev.rohrpost.rpc.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The registrations and their owners. Does no I/O. For one thread at a time.
final class Registrations {
  /// How many registrations one user may have.
  static final int MOST_EACH = 10_000;

  /// How many all users together may have.
  private static final int MOST = 50_000;

  private record Key(Program program, String netid) {}

  private final Map<Key, Registration> all = new LinkedHashMap<>();
  private final Map<String, Integer> ofOwner = new HashMap<>();

  /// Adds a registration.
  ///
  /// @return false if there is one for the same program, version and transport at another address,
  ///   or its owner has too many, or all have
  boolean set(Registration registration) {
    var key = new Key(registration.program(), registration.netid());
    var known = all.get(key);
    if (known != null) {
      return known.address().equals(registration.address());
    }
    var owner = registration.owner();
    if (ofOwner.getOrDefault(owner, 0) >= MOST_EACH || all.size() >= MOST) {
      return false;
    }
    all.put(key, registration);
    ofOwner.merge(owner, 1, Integer::sum);
    return true;
  }

  /// Removes registrations of a user; the superuser may remove all.
  ///
  /// @param netid of one transport; empty for all
  /// @return whether there was one
  boolean unset(Program program, String netid, String user) {
    var removed = false;
    for (var registration : List.copyOf(all.values())) {
      if (registration.program().equals(program)
          && (netid.isEmpty() || registration.netid().equals(netid))
          && mayRemove(user, registration)) {
        all.remove(new Key(program, registration.netid()));
        ofOwner.merge(registration.owner(), -1, Integer::sum);
        removed = true;
      }
    }
    return removed;
  }

  private static boolean mayRemove(String user, Registration registration) {
    return user.equals(Registration.SUPERUSER) || user.equals(registration.owner());
  }

  /// Finds a registration of exactly this version.
  Optional<Registration> exactly(Program program, String netid) {
    return Optional.ofNullable(all.get(new Key(program, netid)));
  }

  /// Finds a registration; if there is none of this version, one of another, so that the caller can
  /// learn from the program itself which it has.
  Optional<Registration> find(Program program, String netid) {
    return exactly(program, netid)
        .or(() ->
            all.values().stream()
                .filter(each -> each.netid().equals(netid))
                .filter(each -> each.program().number() == program.number())
                .findFirst());
  }

  List<Registration> all() {
    return new ArrayList<>(all.values());
  }
}
