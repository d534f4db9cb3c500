package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.DbusDisconnectedException;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.DbusTimeoutException;
import dev.rohrpost.dbus.MatchRule;
import dev.rohrpost.dbus.PendingReply;
import dev.rohrpost.dbus.Reply;
import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The names of a bus, as the bus itself tells them.
///
/// @param bus stays the caller's
/// @param deadline until when it has to answer
record NameList(Bus bus, Deadline deadline) {
  private static final String DRIVER = "org.freedesktop.DBus";
  private static final ObjectPath DRIVER_PATH = ObjectPath.of("/org/freedesktop/DBus");

  /// So many questions are asked at once: fewer than any bus allows.
  private static final int AT_ONCE = 50;

  /// The numbers of unique names, as numbers, then the other names.
  private static final Comparator<String> ORDER =
      Comparator.<String>comparingInt(name -> Names.isUnique(name) ? 0 : 1)
          .thenComparingInt(name -> Names.isUnique(name) ? name.length() : 0)
          .thenComparing(Comparator.naturalOrder());

  /// A name.
  ///
  /// @param name unique, such as `:1.7`, or well-known
  /// @param owner the unique name of the connection; null if nobody has the name
  /// @param pid the process; null if the bus does not know it
  /// @param process its name; null if it is not known
  /// @param uid the user; null if the bus does not know it
  /// @param activatable whether the bus can start a service for it
  record Name(
      String name,
      @Nullable String owner,
      @Nullable Long pid,
      @Nullable String process,
      @Nullable Long uid,
      boolean activatable) {
    boolean isUnique() {
      return Names.isUnique(name);
    }
  }

  /// {@return all names; one whose connection went meanwhile is left out}
  List<Name> names() throws DbusException, InterruptedException {
    var activatable = new TreeSet<>(listed("ListActivatableNames"));
    var all = new TreeSet<>(ORDER);
    all.addAll(listed("ListNames"));
    all.addAll(activatable);
    var known = List.copyOf(all);
    var owners = new HashMap<String, String>();
    var credentials = new HashMap<String, Map<?, ?>>();
    for (var from = 0; from < known.size(); from += AT_ONCE) {
      var some = known.subList(from, Math.min(known.size(), from + AT_ONCE));
      ask("GetNameOwner", some).forEach((name, owner) -> owners.put(name, (String) owner));
      ask("GetConnectionCredentials", some)
          .forEach((name, map) -> credentials.put(name, (Map<?, ?>) map));
    }
    return known.stream()
        .filter(name -> owners.containsKey(name) || activatable.contains(name))
        .map(name ->
            name(
                name,
                owners.get(name),
                credentials.getOrDefault(name, Map.of()),
                activatable.contains(name)))
        .toList();
  }

  /// {@return the unique name of who has a name; empty if nobody has}
  ///
  /// @throws DbusException if the bus does not answer
  Optional<String> owner(String name) throws DbusException, InterruptedException {
    return Optional.ofNullable((String) ask("GetNameOwner", List.of(name)).get(name));
  }

  /// {@return the rule of the signals that tell that a name has another owner}
  static MatchRule ownerChanges(String name) {
    return MatchRule.signal()
        .sender(DRIVER)
        .path(DRIVER_PATH)
        .interfaceName(DRIVER)
        .member("NameOwnerChanged")
        .argument(0, name);
  }

  private static Name name(
      String name, @Nullable String owner, Map<?, ?> credentials, boolean activatable) {
    var pid = number(credentials, "ProcessID");
    return new Name(
        name,
        owner,
        pid,
        pid == null ? null : process(pid).orElse(null),
        number(credentials, "UnixUserID"),
        activatable);
  }

  private static @Nullable Long number(Map<?, ?> credentials, String key) {
    return credentials.get(key) instanceof Value.Uint32(long number) ? number : null;
  }

  private static Optional<String> process(long pid) {
    try {
      var name = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "comm"));
      return Optional.of(Escape.whole(new String(name, StandardCharsets.UTF_8).strip()));
    } catch (IOException _) {
      return Optional.empty(); // it has ended, or is in another container
    }
  }

  private List<String> listed(String method) throws DbusException, InterruptedException {
    var names = new ArrayList<String>();
    var reply = bus.call(driver(method), deadline);
    if (reply.signature().toString().equals("as")) {
      ((List<?>) reply.body(0)).forEach(name -> names.add((String) name));
    }
    return names;
  }

  /// Asks the same about some names.
  ///
  /// @return the answers; without those that the bus has refused
  private Map<String, Object> ask(String method, List<String> names)
      throws DbusException, InterruptedException {
    var answers = new HashMap<String, Object>();
    var pending = new ArrayList<PendingReply>();
    try {
      for (var name : names) {
        pending.add(bus.start(driver(method).with("s", name)));
      }
      for (var i = 0; i < names.size(); i++) {
        answer(pending.get(i), names.get(i), answers);
      }
      return answers;
    } finally {
      pending.forEach(PendingReply::close);
    }
  }

  private void answer(PendingReply pending, String name, Map<String, Object> answers)
      throws DbusException, InterruptedException {
    try (Reply reply = pending.await(deadline)) {
      answers.put(name, reply.body(0));
    } catch (DbusTimeoutException | DbusDisconnectedException e) {
      throw e;
    } catch (DbusException _) {
      // The name is gone, or was not there: it can only be activated.
    }
  }

  private static Call driver(String method) {
    return Call.to(DRIVER, DRIVER_PATH, DRIVER, method);
  }
}
