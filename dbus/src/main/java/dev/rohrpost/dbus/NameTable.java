package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who owns which well-known names. Guarded by the lock of the connection.
final class NameTable {
  /// How many names are known at the most; a bus has a few hundred.
  static final int MOST = 65_536;

  private final Map<String, String> owners = new HashMap<>();
  private final Map<String, List<String>> names = new HashMap<>();

  /// Takes what the bus tells.
  ///
  /// @param owner the unique name of the owner; empty if nobody has the name any more
  void put(String name, String owner) {
    if (Names.isUnique(name) || name.equals(Driver.NAME)) {
      return; // these are their own owners
    }
    var former = owners.remove(name);
    if (former != null) {
      forget(former, name);
    }
    if (!owner.isEmpty() && owners.size() < MOST) {
      owners.put(name, owner);
      var all = new ArrayList<>(names.getOrDefault(owner, List.of()));
      all.add(name);
      all.sort(null);
      names.put(owner, List.copyOf(all)); // lists are handed out, and must not change
    }
  }

  private void forget(String owner, String name) {
    var left =
        names.getOrDefault(owner, List.of()).stream().filter(it -> !it.equals(name)).toList();
    if (left.isEmpty()) {
      names.remove(owner);
    } else {
      names.put(owner, left);
    }
  }

  /// {@return the unique name behind a name; a unique name itself; empty if nobody has it}
  Optional<String> owner(String name) {
    return Names.isUnique(name) || name.equals(Driver.NAME)
        ? Optional.of(name)
        : Optional.ofNullable(owners.get(name));
  }

  /// {@return the well-known names of a connection, in alphabetical order}
  List<String> namesOf(String unique) {
    return names.getOrDefault(unique, List.of());
  }
}
