package dev.rohrpost.rpc.gen;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The numbers that have names: constants, and what enumerations consist of.
final class Constants {
  private static final int DEEPEST = 500;
  private static final BigInteger ONE = BigInteger.ONE;

  private final Faults faults;
  private final Map<String, BigInteger> known = new HashMap<>();
  private final Map<String, Tree.Constant> constants = new LinkedHashMap<>();
  private final Map<String, Tree.Enumeration> owners = new HashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Set<String> searched = new HashSet<>();
  private final Map<String, Tree.Numeral> fallback = new HashMap<>();
  private int depth;

  Constants(Faults faults) {
    this.faults = faults;
    fallback.put("TRUE", new Tree.Literal(Place.BUILT_IN, ONE));
    fallback.put("FALSE", new Tree.Literal(Place.BUILT_IN, BigInteger.ZERO));
  }

  /// Adds a number that holds where the file does not declare the name itself.
  void fallBack(String name, Tree.Numeral value) {
    fallback.putIfAbsent(name, value);
  }

  void declare(Tree.Constant constant) {
    unused(constant.name(), constant.place());
    constants.putIfAbsent(constant.name(), constant);
  }

  void declare(Tree.TextConstant constant) {
    unused(constant.name(), constant.place());
    texts.putIfAbsent(constant.name(), constant.text());
  }

  void declare(Tree.Enumeration enumeration) {
    for (var enumerator : enumeration.enumerators()) {
      unused(enumerator.name(), enumerator.place());
      owners.putIfAbsent(enumerator.name(), enumeration);
    }
  }

  private void unused(String name, Place place) {
    if (constants.containsKey(name) || texts.containsKey(name) || owners.containsKey(name)) {
      faults.add(place, name + " is declared twice");
    }
  }

  /// {@return the numbers of `const`, in the order of the file}
  Map<String, BigInteger> numbers() {
    var numbers = new LinkedHashMap<String, BigInteger>();
    for (var constant : constants.values()) {
      numbers.put(constant.name(), value(new Tree.Reference(constant.place(), constant.name())));
    }
    return numbers;
  }

  /// {@return the numbers of `const` and of enumerations}
  Map<String, BigInteger> allNumbers() {
    return Map.copyOf(known);
  }

  /// {@return the texts of `const`, in the order of the file}
  Map<String, String> texts() {
    return texts;
  }

  /// Numbers an enumeration.
  List<Type.Enumerator> numbered(Tree.Enumeration enumeration) {
    number(enumeration);
    return enumeration.enumerators().stream()
        .map(each ->
            new Type.Enumerator(
                each.name(), known.getOrDefault(each.name(), BigInteger.ZERO).intValue()))
        .toList();
  }

  private void number(Tree.Enumeration enumeration) {
    var previous = BigInteger.valueOf(-1);
    for (var each : enumeration.enumerators()) {
      var done = known.get(each.name());
      if (done == null) {
        var number = each.number();
        done = number == null ? previous.add(ONE) : value(number);
        if (done.bitLength() > 31) {
          faults.add(
              number == null ? each.place() : number.place(),
              "the number " + done + " of " + each.name() + " does not fit into 32 bits");
          done = BigInteger.ZERO;
        }
        known.putIfAbsent(each.name(), done);
      }
      previous = done;
    }
  }

  BigInteger value(Tree.Numeral number) {
    return switch (number) {
      case Tree.Literal literal -> literal.value();
      case Tree.Reference reference -> value(reference);
    };
  }

  private BigInteger value(Tree.Reference reference) {
    var name = reference.name();
    var value = known.get(name);
    if (value == null) {
      value = isDeclared(name) || fallback.containsKey(name) ? searched(reference) : null;
    }
    if (value == null) {
      faults.add(
          reference.place(),
          texts.containsKey(name)
              ? name + " is a text, not a number"
              : "there is no constant " + name + "; say -D " + name + "=NUMBER if C has it");
      return ONE;
    }
    return value;
  }

  private boolean isDeclared(String name) {
    return constants.containsKey(name) || owners.containsKey(name);
  }

  private BigInteger searched(Tree.Reference reference) {
    var name = reference.name();
    if (!searched.add(name) || depth == DEEPEST) {
      faults.add(
          reference.place(),
          depth == DEEPEST
              ? "more than " + DEEPEST + " constants that depend on each other"
              : name + " depends on itself");
      return ONE;
    }
    depth++;
    var constant = constants.get(name);
    var owner = owners.get(name);
    var value = ONE;
    if (constant != null) {
      value = value(constant.value());
      known.put(name, value);
    } else if (owner != null) {
      number(owner);
      value = known.getOrDefault(name, ONE);
    } else {
      value = value(fallback.getOrDefault(name, new Tree.Literal(reference.place(), ONE)));
    }
    depth--;
    searched.remove(name);
    return value;
  }
}
