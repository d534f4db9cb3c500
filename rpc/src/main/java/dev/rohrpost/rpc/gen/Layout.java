package dev.rohrpost.rpc.gen;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// How types lie within each other: how small they can be, which contain themselves, and which are
/// chains.
final class Layout {
  private static final int DEEPEST = 200;

  /// How many values there may be in a type that takes no bytes: nothing else would limit them.
  private static final long MOST_EMPTY = 64;

  private final Faults faults;
  private final Map<Type.Defined, Integer> smallest = new HashMap<>();
  private final Map<Type.Defined, Long> weights = new HashMap<>();
  private final Set<Type.Defined> open = new HashSet<>();
  private final Set<Type.Defined> recursive = new HashSet<>();
  private int depth;

  /// @param others what else can be read and written: typedefs, arguments and results
  Layout(Faults faults, Collection<Type.Defined> types, Collection<Type.Member> others)
      throws SpecificationException {
    this.faults = faults;
    for (var type : types) {
      contained(type);
    }
    faults.end(); // what follows needs types of finite size
    for (var type : types) {
      members(type).forEach(this::measure);
    }
    others.forEach(this::measure);
    new Cycles().search(types);
    faults.end();
  }

  static List<Type.Member> members(Type.Defined type) {
    return switch (type) {
      case Type.Struct struct -> struct.members();
      case Type.Union union -> union.arms().stream().map(Type.Arm::member).toList();
      case Type.Enumeration _ -> List.of();
    };
  }

  /// {@return how many bytes a value takes at least}
  int smallest(Type type) {
    return switch (type) {
      case Type.Plain plain -> plain.size();
      case Type.Text _, Type.Bytes _, Type.Array _, Type.Optional _, Type.Enumeration _ -> 4;
      case Type.FixedBytes(var length) -> (int) Math.min(((long) length + 3) & ~3, 1 << 30);
      case Type.FixedArray(var element, var length) ->
          (int) Math.min((long) length * smallest(element), 1 << 30);
      case Type.Struct struct -> smallest.getOrDefault(struct, 0);
      case Type.Union union -> smallest.getOrDefault(union, 4);
    };
  }

  /// {@return whether a value can lie within another of the same type, other than in a chain}
  boolean isRecursive(Type.Defined type) {
    return recursive.contains(type);
  }

  /// {@return whether it is `struct n { …; n *next; }`, of which there are lists}
  static boolean isChain(Type type) {
    if (!(type instanceof Type.Struct struct) || struct.members().size() < 2) {
      return false;
    }
    var others = struct.members().subList(0, struct.members().size() - 1);
    return isLink(struct, struct.members().getLast())
        && others.stream().noneMatch(each -> isLink(struct, each));
  }

  private static boolean isLink(Type.Struct struct, Type.Member member) {
    return member.type() instanceof Type.Optional(var value) && value == struct;
  }

  /// Looks for types that contain themselves without a `*` or `<>` between, and adds up sizes.
  private void contained(Type.Defined type) {
    if (smallest.containsKey(type)) {
      return;
    }
    open.add(type);
    depth++;
    long all = 0;
    var least = Long.MAX_VALUE;
    for (var member : members(type)) {
      visit(member, member.type());
      all += smallest(member.type());
      least = Math.min(least, smallest(member.type()));
    }
    depth--;
    open.remove(type);
    var size = type instanceof Type.Union ? 4 + (least == Long.MAX_VALUE ? 0 : least) : all;
    smallest.put(type, type instanceof Type.Enumeration ? 4 : (int) Math.min(size, 1 << 30));
  }

  private void visit(Type.Member member, Type type) {
    switch (type) {
      case Type.FixedArray(var element, _) -> visit(member, element);
      case Type.Defined inner when open.contains(inner) ->
          faults.add(
              member.place(), inner.name() + " contains itself; write a '*' before the name");
      case Type.Defined inner when depth > DEEPEST ->
          faults.add(inner.place(), "types within each other, more than " + DEEPEST + " deep");
      case Type.Defined inner -> contained(inner);
      default -> {}
    }
  }

  private void measure(Type.Member member) {
    if (!(member.type() instanceof Type.Defined) && weight(member.type()) > MOST_EMPTY) {
      faults.add(
          member.place(), "an array of more than " + MOST_EMPTY + " elements that take no bytes");
    }
  }

  /// Counts the values in a type that takes no bytes.
  private long weight(Type type) {
    if (smallest(type) > 0) {
      return 0;
    }
    return switch (type) {
      case Type.FixedArray(_, var length) when length == 0 -> 1;
      case Type.FixedArray(var element, var length) -> capped(length * weight(element));
      case Type.Struct struct -> {
        var known = weights.get(struct);
        if (known == null) {
          known = 1 + capped(struct.members().stream().mapToLong(m -> weight(m.type())).sum());
          weights.put(struct, known);
        }
        yield known;
      }
      default -> 1;
    };
  }

  private static long capped(long weight) {
    return Math.min(weight, 1 << 20);
  }

  /// {@return the types with names in a type}
  static Stream<Type.Defined> leaf(Type type) {
    return switch (type) {
      case Type.Array(var element, _) -> leaf(element);
      case Type.FixedArray(var element, _) -> leaf(element);
      case Type.Optional(var value) -> leaf(value);
      case Type.Defined defined -> Stream.of(defined);
      default -> Stream.of();
    };
  }

  /// Finds the types on cycles, as Tarjan does.
  private final class Cycles {
    private final Map<Type.Defined, Integer> numbers = new HashMap<>();
    private final Map<Type.Defined, Integer> lows = new HashMap<>();
    private final Deque<Type.Defined> stack = new ArrayDeque<>();
    private final Set<Type.Defined> onStack = new HashSet<>();
    private boolean tooDeep;

    void search(Collection<Type.Defined> types) {
      for (var type : types) {
        if (!numbers.containsKey(type) && !tooDeep) {
          visit(type, 0);
        }
      }
    }

    private List<Type.Defined> next(Type.Defined type) {
      var members = members(type);
      var own = isChain(type) ? members.subList(0, members.size() - 1) : members;
      return own.stream().flatMap(member -> leaf(member.type())).toList();
    }

    private void visit(Type.Defined type, int level) {
      var number = numbers.size();
      numbers.put(type, number);
      lows.put(type, number);
      stack.push(type);
      onStack.add(type);
      if (level > DEEPEST) {
        tooDeep = true;
        faults.add(type.place(), "types within each other, more than " + DEEPEST + " deep");
        return;
      }
      for (var each : next(type)) {
        if (!numbers.containsKey(each)) {
          visit(each, level + 1);
          if (tooDeep) {
            return;
          }
          lows.merge(type, lows.getOrDefault(each, 0), Math::min);
        } else if (onStack.contains(each)) {
          lows.merge(type, numbers.getOrDefault(each, 0), Math::min);
          if (each == type) {
            recursive.add(type);
          }
        }
      }
      if (lows.getOrDefault(type, 0) == number) {
        close(type);
      }
    }

    private void close(Type.Defined root) {
      var alone = stack.element() == root;
      Type.Defined each;
      do {
        each = stack.pop();
        onStack.remove(each);
        if (!alone) {
          recursive.add(each);
        }
      } while (each != root);
    }
  }
}
