package dev.rohrpost.process;

import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The environment of a program: this process's, or none, with changes.
///
/// @param inherited whether it begins with the one of this process
/// @param changes the new value of a variable, or empty for one that is taken away
record Environment(boolean inherited, Map<String, Optional<String>> changes) {
  static final Environment INHERITED = new Environment(true, Map.of());
  static final Environment EMPTY = new Environment(false, Map.of());

  private static final String SEARCHED_WITHOUT_PATH = "/bin:/usr/bin";

  /// Returns this with a change.
  ///
  /// @throws IllegalArgumentException if C could not represent it
  Environment with(String name, Optional<String> value) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("not a name for a variable: \"" + name + '"');
    }
    CStrings.check(name);
    value.ifPresent(CStrings::check);
    var changed = new LinkedHashMap<>(changes);
    changed.put(name, value);
    return new Environment(inherited, changed);
  }

  /// Returns where the program is searched for.
  String path() {
    return changes
        .getOrDefault("PATH", Optional.empty())
        .or(() -> Optional.ofNullable(System.getenv("PATH")))
        .orElse(SEARCHED_WITHOUT_PATH);
  }

  /// Returns the array of strings that C calls `envp`.
  ///
  /// @param more one more string, or null
  MemorySegment block(Arena arena, @Nullable MemorySegment more) {
    if (inherited && changes.isEmpty() && more == null) {
      return UnistdH.environ();
    }
    var strings = new ArrayList<MemorySegment>();
    if (inherited) {
      var changed = changedNames();
      UnistdH.environStrings().stream()
          .filter(string -> !changed.contains(nameIn(string)))
          .forEach(strings::add);
    }
    changes.forEach(
        (name, value) -> value.ifPresent(v -> strings.add(arena.allocateFrom(name + '=' + v))));
    if (more != null) {
      strings.add(more);
    }
    return CStrings.arrayOf(arena, strings);
  }

  /// Names are compared byte by byte, because those of this process need not be text.
  private Set<String> changedNames() {
    var names = new HashSet<String>();
    for (var name : changes.keySet()) {
      names.add(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }
    return names;
  }

  private static String nameIn(MemorySegment string) {
    var bytes = new String(string.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    var end = bytes.indexOf('=');
    return end < 0 ? bytes : bytes.substring(0, end);
  }
}
