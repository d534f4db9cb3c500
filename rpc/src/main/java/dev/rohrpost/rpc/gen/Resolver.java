package dev.rohrpost.rpc.gen;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks up the types of a file.
final class Resolver {
  static final long UNBOUNDED = 0xffff_ffffL;
  private static final int DEEPEST = 500;

  private final Faults faults;
  private final Constants constants;
  private final Map<String, Type> others;
  private final Map<String, Tree.Named> declared = new LinkedHashMap<>();
  private final Map<String, Type> types = new LinkedHashMap<>();
  private final Set<String> made = new HashSet<>();
  private final Set<String> searched = new HashSet<>();
  private final List<Type.Defined> defined = new ArrayList<>();
  private final Deque<Runnable> later = new ArrayDeque<>();

  /// @param others types of other files
  Resolver(Faults faults, Constants constants, Map<String, Type> others) {
    this.faults = faults;
    this.constants = constants;
    this.others = others;
  }

  void declare(Tree.Named type) {
    if (declared.putIfAbsent(type.name(), type) != null) {
      faults.add(type.place(), type.name() + " is declared twice");
    }
  }

  /// Looks up everything that was declared.
  void resolve() {
    for (var name : declared.keySet()) {
      named(name, 0);
      finish();
    }
  }

  /// Looks up the members of what was found: in place of recursion, as types refer to each other
  /// without end.
  void finish() {
    while (!later.isEmpty()) {
      later.pop().run();
    }
  }

  /// {@return all names of types, without those of other files}
  Map<String, Type> types() {
    return types;
  }

  /// {@return the same with the place of each}
  List<Type.Member> roots() {
    return declared.values().stream()
        .map(each ->
            new Type.Member(
                each.place(), each.name(), types.getOrDefault(each.name(), Type.Plain.INT), ""))
        .toList();
  }

  /// {@return what has a name in Java, in the order of the file}
  List<Type.Defined> defined() {
    return defined;
  }

  private Type named(String name, int depth) {
    var type = types.get(name);
    if (type == null) {
      var tree = declared.get(name);
      searched.add(name);
      if (tree == null) {
        throw new AssertionError(name);
      }
      type = type(tree.type(), name, tree.place(), depth + 1);
      searched.remove(name);
      types.put(name, type);
    }
    return type;
  }

  /// Looks up a type.
  ///
  /// @param name what it is called if it has no name of its own
  Type type(Tree.Specifier tree, String name, Place place, int depth) {
    return switch (tree) {
      case Tree.Plain(var plain) -> plain;
      case Tree.TypeName reference -> reference(reference, depth);
      case Tree.Text(var bound) -> new Type.Text(bound(bound));
      case Tree.Opaque(var bound) -> new Type.Bytes(bound(bound));
      case Tree.FixedOpaque(var length) -> new Type.FixedBytes(length(length));
      case Tree.Array(var element, var bound) ->
          new Type.Array(type(element, name, place, depth + 1), bound(bound));
      case Tree.FixedArray(var element, var length) ->
          new Type.FixedArray(type(element, name, place, depth + 1), length(length));
      case Tree.Optional(var value) -> new Type.Optional(type(value, name, place, depth + 1));
      case Tree.Enumeration enumeration -> {
        var fresh = new Type.Enumeration(place, unique(name), constants.numbered(enumeration));
        defined.add(fresh);
        types.putIfAbsent(fresh.name(), fresh);
        yield fresh;
      }
      case Tree.Struct struct -> {
        var fresh = new Type.Struct(place, unique(name));
        defined.add(fresh);
        types.putIfAbsent(fresh.name(), fresh);
        later.push(() -> fill(fresh, struct));
        yield fresh;
      }
      case Tree.Union union -> {
        var fresh = new Type.Union(place, unique(name));
        defined.add(fresh);
        types.putIfAbsent(fresh.name(), fresh);
        later.push(() -> fill(fresh, union));
        yield fresh;
      }
    };
  }

  private Type reference(Tree.TypeName reference, int depth) {
    var name = reference.name();
    if (types.containsKey(name)) {
      return named(name, depth);
    }
    if (!declared.containsKey(name)) {
      return foreign(reference);
    }
    if (searched.contains(name)) {
      faults.add(reference.place(), name + " contains itself");
      return Type.Plain.INT;
    }
    if (depth > DEEPEST) {
      faults.add(reference.place(), "types within each other, more than " + DEEPEST + " deep");
      return Type.Plain.INT;
    }
    return named(name, depth);
  }

  private Type foreign(Tree.TypeName reference) {
    var type = others.get(reference.name());
    if (type == null) {
      type = BuiltIn.type(reference.name());
    }
    var declaration = BuiltIn.declaration(reference.name());
    if (type == null && declaration != null) {
      type = type(declaration.type(), declaration.name(), declaration.place(), 0);
    }
    if (type == null) {
      faults.add(
          reference.place(),
          "there is no type "
              + reference.name()
              + "; include the file that has it, or say --use FILE.x=PACKAGE");
      return Type.Plain.INT;
    }
    return type;
  }

  private long bound(Tree.@Nullable Numeral bound) {
    return bound == null ? UNBOUNDED : size(bound, UNBOUNDED);
  }

  private int length(Tree.Numeral length) {
    return (int) size(length, Integer.MAX_VALUE);
  }

  private long size(Tree.Numeral number, long most) {
    var size = constants.value(number);
    if (size.signum() < 0 || size.compareTo(BigInteger.valueOf(most)) > 0) {
      faults.add(number.place(), "a length of " + size + ": it may be 0 to " + most);
      return 1;
    }
    return size.longValue();
  }

  private void fill(Type.Struct struct, Tree.Struct tree) {
    var seen = new HashSet<String>();
    var members = new ArrayList<Type.Member>();
    for (var each : tree.members()) {
      if (!seen.add(each.name())) {
        faults.add(each.place(), each.name() + " is declared twice");
      }
      members.add(member(struct, each));
    }
    struct.setMembers(members);
  }

  /// Looks up a member. A type without a name gets one of where it stands: `reply` and `ok` make
  /// `reply_ok`.
  Type.Member member(Type.Defined within, Tree.Declaration each) {
    return new Type.Member(
        each.place(),
        each.name(),
        type(each.type(), fresh(within.name() + "_" + each.name()), each.place(), 0),
        each.text());
  }

  private String fresh(String name) {
    var free = name;
    while (declared.containsKey(free)) {
      free += "_";
    }
    return free;
  }

  private String unique(String name) {
    var free = name;
    while (!made.add(free)) {
      free = fresh(free + "_");
    }
    return free;
  }

  private void fill(Type.Union union, Tree.Union tree) {
    var discriminant = member(union, tree.discriminant());
    new Arms(faults, constants, this).fill(union, discriminant, tree.arms());
  }
}
