package dev.rohrpost.rpc.gen;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks the cases of a union.
final class Arms {
  private final Faults faults;
  private final Constants constants;
  private final Resolver resolver;
  private final Map<Long, Place> cases = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private boolean defaulted;

  Arms(Faults faults, Constants constants, Resolver resolver) {
    this.faults = faults;
    this.constants = constants;
    this.resolver = resolver;
  }

  void fill(Type.Union union, Type.Member discriminant, List<Tree.Arm> trees) {
    if (!isDiscriminant(discriminant.type())) {
      faults.add(
          discriminant.place(),
          discriminant.name() + " can be no discriminant: it is no int, unsigned, bool or enum");
      return;
    }
    var arms = new ArrayList<Type.Arm>();
    for (var tree : trees) {
      if (tree.cases().isEmpty()) {
        if (defaulted) {
          faults.add(tree.place(), "a second default");
        }
        defaulted = true;
      }
      arms.add(arm(union, discriminant, tree));
    }
    union.set(discriminant, arms);
  }

  static boolean isDiscriminant(Type type) {
    return switch (type) {
      case Type.Plain plain ->
          plain == Type.Plain.INT || plain == Type.Plain.UNSIGNED_INT || plain == Type.Plain.BOOL;
      case Type.Enumeration _ -> true;
      default -> false;
    };
  }

  private Type.Arm arm(Type.Union union, Type.Member discriminant, Tree.Arm tree) {
    var numbers = new ArrayList<Long>();
    for (var each : tree.cases()) {
      var value = constants.value(each);
      if (!occurs(discriminant.type(), value)) {
        faults.add(each.place(), "the case " + shown(each, value) + " cannot occur");
      } else if (cases.putIfAbsent(value.longValue(), each.place()) != null) {
        faults.add(each.place(), "the case " + shown(each, value) + " occurs twice");
      } else {
        numbers.add(value.longValue());
      }
    }
    var member = resolver.member(union, tree.declaration());
    if (!member.name().isEmpty() && !names.add(member.name())) {
      faults.add(member.place(), member.name() + " is declared twice");
    }
    return new Type.Arm(
        List.copyOf(numbers),
        tree.cases().isEmpty(),
        tree.cases().isEmpty() ? "default" : label(tree.cases().getFirst()),
        member);
  }

  private static String label(Tree.Numeral number) {
    return switch (number) {
      case Tree.Literal literal -> literal.value().toString();
      case Tree.Reference reference -> reference.name();
    };
  }

  private static String shown(Tree.Numeral number, BigInteger value) {
    return number instanceof Tree.Reference reference
        ? reference.name() + " (" + value + ")"
        : value.toString();
  }

  private static boolean occurs(Type discriminant, BigInteger value) {
    return switch (discriminant) {
      case Type.Enumeration enumeration ->
          value.bitLength() < 32 && enumeration.names().containsKey(value.intValue());
      case Type.Plain plain when plain == Type.Plain.BOOL ->
          value.signum() >= 0 && value.bitLength() < 2;
      case Type.Plain plain when plain == Type.Plain.UNSIGNED_INT ->
          value.signum() >= 0 && value.bitLength() <= 32;
      default -> value.bitLength() < 32;
    };
  }
}
