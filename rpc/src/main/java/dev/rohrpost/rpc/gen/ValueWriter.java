package dev.rohrpost.rpc.gen;

import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.XdrWriter;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes values of the types of a file.
final class ValueWriter {
  private final XdrWriter out;
  private final Layout layout;

  ValueWriter(XdrWriter out, Layout layout) {
    this.out = out;
    this.layout = layout;
  }

  void write(Type type, Value value) {
    switch (type) {
      case Type.Plain plain -> plain(plain, value);
      case Type.Text(var bound) -> text(bound, value);
      case Type.Bytes(var bound) -> {
        var bytes = base64(value);
        leaf(() -> out.putOpaque(bytes, bound));
      }
      case Type.FixedBytes(var length) -> {
        var bytes = base64(value);
        leaf(() -> out.putFixedOpaque(bytes, length));
      }
      case Type.Array(var element, var bound) -> {
        var elements = elements(value);
        leaf(() -> out.putCount(elements.size(), bound));
        array(element, elements);
      }
      case Type.FixedArray(var element, var length) -> {
        var elements = elements(value);
        if (elements.size() != length) {
          throw new Refusal(elements.size() + " elements in place of " + length);
        }
        array(element, elements);
      }
      case Type.Optional(var inner) -> optional(inner, value);
      case Type.Enumeration enumeration -> out.putInt(enumerator(enumeration, value));
      case Type.Struct struct when Layout.isChain(struct) -> chain(struct, value, 1);
      case Type.Struct struct -> {
        enter(struct);
        struct(struct.members(), value);
        leave(struct);
      }
      case Type.Union union -> {
        enter(union);
        union(union, value);
        leave(union);
      }
    }
  }

  private void plain(Type.Plain plain, Value value) {
    switch (plain) {
      case VOID -> {
        if (!(value instanceof Value.Null)) {
          throw wanted("null", value);
        }
      }
      case INT, SHORT, UNSIGNED_SHORT, CHAR, UNSIGNED_CHAR ->
          out.putInt((int) whole(value, plain.lowest(), plain.highest()));
      case UNSIGNED_INT -> out.putUnsignedInt(whole(value, 0, Resolver.UNBOUNDED));
      case HYPER -> out.putLong(whole(value, Long.MIN_VALUE, Long.MAX_VALUE));
      case UNSIGNED_HYPER ->
          out.putLong(whole(value, BigInteger.ZERO, Numbers.HIGHEST).longValue());
      case FLOAT -> out.putFloat(single(value));
      case DOUBLE -> out.putDouble(real(value));
      case QUADRUPLE -> {
        var bytes = base64(value);
        leaf(() -> out.putFixedOpaque(bytes, plain.size()));
      }
      case BOOL -> out.putBoolean(truth(value));
    }
  }

  /// Does what can be refused for its own reasons.
  private static void leaf(Runnable put) {
    try {
      put.run();
    } catch (XdrWriter.LimitException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  private static Refusal wanted(String what, Value value) {
    var is =
        switch (value) {
          case Value.Null _ -> "null";
          case Value.Truth _ -> "a truth value";
          case Value.Numeral(var literal) -> literal;
          case Value.Text _ -> "a text";
          case Value.Array _ -> "an array";
          case Value.Structure _, Value.Chain _ -> "an object";
        };
    return new Refusal(is + " in place of " + what);
  }

  private static long whole(Value value, long lowest, long highest) {
    return whole(value, BigInteger.valueOf(lowest), BigInteger.valueOf(highest)).longValue();
  }

  private static BigInteger whole(Value value, BigInteger lowest, BigInteger highest) {
    if (!(value instanceof Value.Numeral(var literal)) || !literal.matches("-?[0-9]+")) {
      throw wanted("a whole number", value);
    }
    var number = literal.length() > 20 ? null : new BigInteger(literal);
    if (number == null || number.compareTo(lowest) < 0 || number.compareTo(highest) > 0) {
      throw new Refusal(literal + " is not in " + lowest + " to " + highest);
    }
    return number;
  }

  private static double real(Value value) {
    return switch (value) {
      case Value.Numeral(var literal) when Double.isFinite(Double.parseDouble(literal)) ->
          Double.parseDouble(literal);
      case Value.Text(var text) -> special(text);
      default -> throw wanted("a number", value);
    };
  }

  private static float single(Value value) {
    return switch (value) {
      case Value.Numeral(var literal) when Float.isFinite(Float.parseFloat(literal)) ->
          Float.parseFloat(literal);
      case Value.Text(var text) -> (float) special(text);
      default -> throw wanted("a number", value);
    };
  }

  private static double special(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new Refusal("a text in place of a number, NaN, Infinity or -Infinity");
    };
  }

  private static boolean truth(Value value) {
    if (value instanceof Value.Truth(var truth)) {
      return truth;
    }
    throw wanted("true or false", value);
  }

  private static Opaque base64(Value value) {
    if (!(value instanceof Value.Text(var text))) {
      throw wanted("a text in base64", value);
    }
    try {
      return Opaque.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      throw new Refusal("no base64");
    }
  }

  private void text(long bound, Value value) {
    switch (value) {
      case Value.Text(var text) -> leaf(() -> out.putString(text, bound));
      case Value.Structure(var members)
          when members.size() == 1 && members.getFirst().name().equals("base64") -> {
        var bytes = base64(members.getFirst().value());
        leaf(() -> out.putOpaque(bytes, bound));
      }
      default -> throw wanted("a text", value);
    }
  }

  private static List<Value> elements(Value value) {
    if (value instanceof Value.Array(var elements)) {
      return elements;
    }
    throw wanted("an array", value);
  }

  private void array(Type element, List<Value> values) {
    for (var i = 0; i < values.size(); i++) {
      try {
        write(element, values.get(i));
      } catch (Refusal e) {
        throw e.within("[" + i + "]");
      }
    }
  }

  private void optional(Type type, Value value) {
    if (type instanceof Type.Struct struct && Layout.isChain(struct)) {
      chain(struct, value, 0);
      return;
    }
    out.putBoolean(!(value instanceof Value.Null));
    if (value instanceof Value.Null) {
      return;
    }
    if (!(type instanceof Type.Optional)) {
      write(type, value);
    } else if (elements(value).size() == 1) {
      write(type, elements(value).getFirst());
    } else {
      throw wanted("null or an array of one", value);
    }
  }

  private static int enumerator(Type.Enumeration enumeration, Value value) {
    if (!(value instanceof Value.Text(var name))) {
      throw wanted("a name of " + enumeration.name(), value);
    }
    var number = enumeration.numbers().get(name);
    if (number == null) {
      throw new Refusal("no " + enumeration.name() + " is called " + name);
    }
    return number;
  }

  private void struct(List<Type.Member> types, Value value) {
    var members = named(value);
    for (var type : types) {
      member(type, type.name(), members.remove(type.name()));
    }
    refuseOthers(members);
  }

  private void member(Type.Member type, String name, @Nullable Value value) {
    try {
      if (value == null) {
        throw new Refusal("it is missing");
      }
      write(type.type(), value);
    } catch (Refusal e) {
      throw e.within(name);
    }
  }

  private static Map<String, Value> named(Value value) {
    if (!(value instanceof Value.Structure(var members))) {
      throw wanted("an object", value);
    }
    var named = new HashMap<String, Value>();
    for (var member : members) {
      if (named.put(member.name(), member.value()) != null) {
        throw new Refusal("it is there twice").within(member.name());
      }
    }
    return named;
  }

  private static void refuseOthers(Map<String, Value> members) {
    if (!members.isEmpty()) {
      var first = members.keySet().stream().sorted().findFirst().orElseThrow();
      throw new Refusal("there is no such member").within(first);
    }
  }

  private void union(Type.Union union, Value value) {
    var members = named(value);
    var discriminant = union.discriminant();
    var chosen = members.remove(discriminant.name());
    member(discriminant, discriminant.name(), chosen);
    var arm = chosen == null ? null : union.arm(ValueReader.number(discriminant.type(), chosen));
    if (arm == null) {
      throw new Refusal("no arm has this discriminant").within(discriminant.name());
    }
    if (!arm.isVoid()) {
      var name = ValueReader.armName(union, arm);
      member(arm.member(), name, members.remove(name));
    }
    refuseOthers(members);
  }

  /// Writes a chain in a loop, whether it is one or is nested.
  ///
  /// @param sure how many nodes are not announced
  private void chain(Type.Struct struct, Value value, int sure) {
    var own = struct.members().subList(0, struct.members().size() - 1);
    var link = struct.members().getLast().name();
    var index = 0;
    var rest = value;
    while (!(rest instanceof Value.Null && index >= sure)) {
      if (rest instanceof Value.Chain(var nodes, var name) && name.equals(link)) {
        for (var node : nodes) {
          node(struct, own, node, index++, sure);
        }
        rest = Value.NULL;
      } else if (rest instanceof Value.Structure(var members)) {
        var next = linked(members, link, index);
        var others = members.stream().filter(each -> !each.name().equals(link)).toList();
        node(struct, own, new Value.Structure(others), index++, sure);
        rest = next;
      } else {
        throw wanted("an object" + (sure == 0 ? " or null" : ""), rest).within("[" + index + "]");
      }
    }
    out.putBoolean(false);
  }

  private static Value linked(List<Value.Member> members, String link, int index) {
    var links = members.stream().filter(each -> each.name().equals(link)).toList();
    if (links.size() != 1) {
      throw new Refusal(links.isEmpty() ? "it is missing" : "it is there twice")
          .within(link)
          .within("[" + index + "]");
    }
    return links.getFirst().value();
  }

  private void node(
      Type.Struct struct, List<Type.Member> own, Value.Structure node, int index, int sure) {
    if (index >= sure) {
      out.putBoolean(true);
    }
    try {
      enter(struct);
      struct(own, node);
      leave(struct);
    } catch (Refusal e) {
      throw e.within("[" + index + "]");
    }
  }

  private void enter(Type.Defined type) {
    if (layout.isRecursive(type)) {
      leaf(out::enter);
    }
  }

  private void leave(Type.Defined type) {
    if (layout.isRecursive(type)) {
      out.leave();
    }
  }
}
