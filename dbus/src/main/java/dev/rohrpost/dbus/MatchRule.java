package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.wire.Header;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Which messages are wanted: each key that is set has to fit. A rule does not change; the methods
/// answer another one with a further key.
///
/// ```java
/// MatchRule.signal().sender("org.bluez").pathNamespace("/org/bluez").member("PropertiesChanged")
/// ```
///
/// What a bus would refuse is an `IllegalArgumentException` here: a name that is not valid, a key
/// that is set twice, `path` together with `path_namespace`, an argument beyond the 64th, more than
/// 1,024 bytes. There is no `eavesdrop`: buses have given it up.
///
/// @see <a
///   href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-bus-routing-match-rules">D-Bus
///   specification, match rules</a>
public final class MatchRule {
  /// How long a rule may be, in bytes.
  public static final int MOST_BYTES = 1024;

  static final String TYPE = "type";
  static final String SENDER = "sender";
  static final String INTERFACE = "interface";
  static final String MEMBER = "member";
  static final String PATH = "path";
  static final String PATH_NAMESPACE = "path_namespace";
  static final String DESTINATION = "destination";
  private static final List<String> TYPES =
      List.of("method_call", "method_return", "error", "signal");

  /// In the order of the text.
  private static final List<String> KEYS =
      List.of(TYPE, SENDER, INTERFACE, MEMBER, PATH, PATH_NAMESPACE, DESTINATION);

  private final Map<String, String> keys;
  private final Map<Integer, ArgumentMatch> arguments;
  private final @Nullable ObjectPath namespace;
  private final String text;

  private MatchRule(Map<String, String> keys, Map<Integer, ArgumentMatch> arguments) {
    this.keys = keys;
    this.arguments = arguments;
    this.namespace = keys.containsKey(PATH_NAMESPACE) ? path(keys.get(PATH_NAMESPACE)) : null;
    this.text = MatchText.write(keys, KEYS, arguments.values());
    if (keys.containsKey(PATH) && namespace != null) {
      throw new IllegalArgumentException("match rule: path and path_namespace exclude each other");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new IllegalArgumentException("match rule: longer than " + MOST_BYTES + " bytes");
    }
  }

  /// {@return the rule that every message fits}
  public static MatchRule all() {
    return new MatchRule(Map.of(), Map.of());
  }

  /// {@return the rule that every signal fits}
  public static MatchRule signal() {
    return all().type("signal");
  }

  /// Reads a rule.
  ///
  /// @param text as the specification has it, such as `type='signal',arg0='it'\''s'`, without
  ///   spaces around keys
  /// @return the rule
  /// @throws IllegalArgumentException if a bus would not take it; the message says why
  public static MatchRule of(String text) {
    var rule = all();
    for (var pair : MatchText.read(text)) {
      rule = rule.with(pair.getKey(), pair.getValue());
    }
    return rule;
  }

  private MatchRule with(String key, String value) {
    return switch (key) {
      case TYPE -> type(value);
      case SENDER -> sender(value);
      case INTERFACE -> interfaceName(value);
      case MEMBER -> member(value);
      case PATH -> path(ObjectPath.of(value));
      case PATH_NAMESPACE -> pathNamespace(value);
      case DESTINATION -> destination(value);
      default -> with(ArgumentMatch.of(key, value));
    };
  }

  /// {@return the same for one type of message}
  ///
  /// @param type `signal`, `method_call`, `method_return` or `error`
  public MatchRule type(String type) {
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException("match rule: no type of a message: \"" + type + "\"");
    }
    return put(TYPE, type);
  }

  /// {@return the same for the messages of one sender}
  ///
  /// @param name its unique name, or a well-known one, which stands for the owner that it has when
  ///   the message is sent
  public MatchRule sender(String name) {
    return put(SENDER, Names.checkBusName(name));
  }

  /// {@return the same for one interface}
  ///
  /// @param name such as `org.freedesktop.DBus.Properties`
  public MatchRule interfaceName(String name) {
    return put(INTERFACE, Names.checkInterface(name));
  }

  /// {@return the same for one signal or method}
  ///
  /// @param name such as `PropertiesChanged`
  public MatchRule member(String name) {
    return put(MEMBER, Names.checkMember(name));
  }

  /// {@return the same for one object}
  ///
  /// @param path of the object
  public MatchRule path(ObjectPath path) {
    return put(PATH, path.text());
  }

  /// {@return the same for an object and all below it}
  ///
  /// @param path of the object; `/` is all of them
  public MatchRule pathNamespace(String path) {
    return put(PATH_NAMESPACE, ObjectPath.of(path).text());
  }

  /// {@return the same for messages to one connection}
  ///
  /// @param name its unique name
  public MatchRule destination(String name) {
    return put(DESTINATION, Names.checkBusName(name));
  }

  /// {@return the same for messages with a text as argument}
  ///
  /// @param index which argument, 0 to 63
  /// @param value what it has to be
  public MatchRule argument(int index, String value) {
    return with(new ArgumentMatch(index, ArgumentMatch.Kind.EQUAL, value));
  }

  /// {@return the same for messages with an argument that is a path: equal, or if one of both ends
  /// with a slash, a beginning of the other}
  ///
  /// @param index which argument, 0 to 63
  /// @param value such as `/aa/bb/`
  public MatchRule argumentPath(int index, String value) {
    return with(new ArgumentMatch(index, ArgumentMatch.Kind.PATH, value));
  }

  /// {@return the same for messages whose first argument is a name or begins with it and a dot}
  ///
  /// @param value such as `org.freedesktop`
  public MatchRule argumentNamespace(String value) {
    return with(new ArgumentMatch(0, ArgumentMatch.Kind.NAMESPACE, value));
  }

  private MatchRule put(String key, String value) {
    var more = new LinkedHashMap<>(keys);
    if (more.put(key, value) != null) {
      throw new IllegalArgumentException("match rule: the key " + key + " occurs twice");
    }
    return new MatchRule(more, arguments);
  }

  private MatchRule with(ArgumentMatch argument) {
    var more = new TreeMap<>(arguments);
    if (more.put(argument.index(), argument) != null) {
      throw new IllegalArgumentException(
          "match rule: argument " + argument.index() + " has two conditions");
    }
    return new MatchRule(keys, more);
  }

  private static ObjectPath path(@Nullable String text) {
    return ObjectPath.of(Objects.requireNonNull(text));
  }

  /// {@return the value of a key; null if it is not set}
  @Nullable String get(String key) {
    return keys.get(key);
  }

  /// {@return the sender, if it is a name that changes its owner; else null}
  @Nullable String wellKnownSender() {
    var sender = keys.get(SENDER);
    return sender == null || Names.isUnique(sender) || sender.equals(Driver.NAME) ? null : sender;
  }

  /// {@return the sender, if it is a connection that may end; else null}
  @Nullable String followedSender() {
    var sender = keys.get(SENDER);
    return Driver.NAME.equals(sender) ? null : sender;
  }

  /// Tells whether a message fits.
  ///
  /// @param header of the message
  /// @param owner who owns the name that is the sender of this rule, if it is a well-known one
  /// @param body answers the arguments; is asked only if a key needs it
  boolean matches(Header header, @Nullable String owner, Supplier<List<Object>> body) {
    var sender = wellKnownSender() == null ? keys.get(SENDER) : owner;
    return (keys.get(SENDER) == null || (sender != null && sender.equals(header.sender())))
        && fits(DESTINATION, header.destination())
        && fitsButNames(header, body);
  }

  /// Tells whether a message between others fits. Not every bus looks at all keys of a monitor.
  ///
  /// @param names who owns which name
  boolean matchesBetween(Header header, NameTable names, Supplier<List<Object>> body) {
    return fitsName(SENDER, header.sender(), names)
        && fitsName(DESTINATION, header.destination(), names)
        && fitsButNames(header, body);
  }

  private boolean fitsName(String key, @Nullable String value, NameTable names) {
    var wanted = keys.get(key);
    if (wanted == null || wanted.equals(value)) {
      return true;
    }
    var owner = names.owner(wanted);
    return value != null && owner.isPresent() && owner.equals(names.owner(value));
  }

  private boolean fitsButNames(Header header, Supplier<List<Object>> body) {
    return fitsType(header.type())
        && fits(MEMBER, header.member())
        && fits(INTERFACE, header.interfaceName())
        && fitsPath(header.path())
        && (arguments.isEmpty() || fitsArguments(body.get()));
  }

  private boolean fitsType(int type) {
    var wanted = keys.get(TYPE);
    return wanted == null
        || (type >= 1 && type <= TYPES.size() && wanted.equals(TYPES.get(type - 1)));
  }

  private boolean fits(String key, @Nullable String value) {
    var wanted = keys.get(key);
    return wanted == null || wanted.equals(value);
  }

  private boolean fitsPath(@Nullable ObjectPath path) {
    return fits(PATH, path == null ? null : path.text())
        && (namespace == null || (path != null && namespace.contains(path)));
  }

  private boolean fitsArguments(List<Object> body) {
    for (var argument : arguments.values()) {
      if (argument.index() >= body.size() || !argument.matches(body.get(argument.index()))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MatchRule that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// {@return the rule as a bus reads it. `path_namespace='/'` is left out: it says nothing, and
  /// one kind of bus would deliver nothing}
  @Override
  public String toString() {
    return text;
  }
}
