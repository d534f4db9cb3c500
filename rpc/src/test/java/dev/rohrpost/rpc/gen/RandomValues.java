package dev.rohrpost.rpc.gen;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes values of any type, often at its limits.
final class RandomValues {
  private static final List<String> TEXTS =
      List.of("", "a", "abcd", "hello", "\u00e4\u00f6", "\ud83d\ude80", "~!@#$%^&*()_+|", " ");

  private final RandomGenerator random;
  private int left = 400;

  RandomValues(RandomGenerator random) {
    this.random = random;
  }

  Value of(Type type) {
    return switch (type) {
      case Type.Plain plain -> plain(plain);
      case Type.Text(var bound) -> text(bound);
      case Type.Bytes(var bound) -> bytes(random.nextInt((int) Math.min(bound, 9) + 1));
      case Type.FixedBytes(var length) -> bytes(length);
      case Type.Array(var element, var bound) ->
          array(element, left > 0 ? random.nextInt((int) Math.min(bound, 3) + 1) : 0);
      case Type.FixedArray(var element, var length) -> array(element, length);
      case Type.Optional(var value) -> optional(value);
      case Type.Enumeration enumeration ->
          new Value.Text(
              List.copyOf(enumeration.names().values())
                  .get(random.nextInt(enumeration.names().size())));
      case Type.Struct struct when Layout.isChain(struct) -> chain(struct, 1);
      case Type.Struct struct -> members(struct.members());
      case Type.Union union -> union(union);
    };
  }

  private Value plain(Type.Plain plain) {
    return switch (plain) {
      case VOID -> Value.NULL;
      case INT, SHORT, UNSIGNED_SHORT, CHAR, UNSIGNED_CHAR ->
          number(pick(plain.lowest(), plain.highest()));
      case UNSIGNED_INT -> number(pick(0, 0xffff_ffffL));
      case HYPER -> number(pick(Long.MIN_VALUE, Long.MAX_VALUE));
      case UNSIGNED_HYPER ->
          new Value.Numeral(Long.toUnsignedString(pick(Long.MIN_VALUE, Long.MAX_VALUE)));
      case FLOAT -> real(Float.toString((float) real()));
      case DOUBLE -> real(Double.toString(real()));
      case QUADRUPLE -> bytes(16);
      case BOOL -> new Value.Truth(random.nextBoolean());
    };
  }

  private static Value number(long number) {
    return new Value.Numeral(Long.toString(number));
  }

  private long pick(long lowest, long highest) {
    return switch (random.nextInt(4)) {
      case 0 -> lowest;
      case 1 -> highest;
      case 2 -> 0;
      default -> lowest == Long.MIN_VALUE ? random.nextLong() : random.nextLong(lowest, highest);
    };
  }

  private double real() {
    return switch (random.nextInt(7)) {
      case 0 -> -0.0;
      case 1 -> Double.NaN;
      case 2 -> Double.NEGATIVE_INFINITY;
      case 3 -> Float.MIN_VALUE;
      case 4 -> Float.MAX_VALUE;
      default -> random.nextDouble(-1e9, 1e9);
    };
  }

  private static Value real(String text) {
    return text.endsWith("N") || text.endsWith("y")
        ? new Value.Text(text)
        : new Value.Numeral(text);
  }

  private Value text(long bound) {
    var text = TEXTS.get(random.nextInt(TEXTS.size()));
    return new Value.Text(
        bound < 8 && text.length() * 3L > bound ? "" : text.length() > bound ? "" : text);
  }

  private Value bytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return new Value.Text(Base64.getEncoder().encodeToString(bytes));
  }

  private Value array(Type element, int count) {
    var elements = new ArrayList<Value>();
    for (var i = 0; i < count; i++) {
      elements.add(of(element));
    }
    return new Value.Array(elements);
  }

  private Value optional(Type type) {
    if (type instanceof Type.Struct struct && Layout.isChain(struct)) {
      return chain(struct, 0);
    }
    if (left <= 0 || random.nextInt(3) == 0) {
      return Value.NULL;
    }
    var value = of(type);
    return type instanceof Type.Optional ? new Value.Array(List.of(value)) : value;
  }

  private Value chain(Type.Struct struct, int least) {
    var nodes = new ArrayList<Value.Structure>();
    var count = least + (left > 0 ? random.nextInt(4) : 0);
    for (var i = 0; i < count; i++) {
      nodes.add(members(struct.members().subList(0, struct.members().size() - 1)));
    }
    return nodes.isEmpty() ? Value.NULL : new Value.Chain(nodes, struct.members().getLast().name());
  }

  private Value.Structure members(List<Type.Member> types) {
    left -= types.size();
    return new Value.Structure(
        types.stream().map(type -> new Value.Member(type.name(), of(type.type()))).toList());
  }

  private Value union(Type.Union union) {
    left--;
    var type = union.discriminant().type();
    var arms = union.arms();
    while (true) {
      var chosen = of(type);
      if (!(type instanceof Type.Enumeration) && random.nextBoolean()) {
        var cases = arms.get(random.nextInt(arms.size())).cases();
        chosen = cases.isEmpty() ? chosen : discriminant(type, cases.getFirst());
      }
      var arm = union.arm(ValueReader.number(type, chosen));
      if (arm != null) {
        var members = new ArrayList<Value.Member>();
        members.add(new Value.Member(union.discriminant().name(), chosen));
        if (!arm.isVoid()) {
          members.add(new Value.Member(ValueReader.armName(union, arm), of(arm.member().type())));
        }
        return new Value.Structure(members);
      }
    }
  }

  private static Value discriminant(Type type, long number) {
    return type == Type.Plain.BOOL ? new Value.Truth(number == 1) : number(number);
  }
}
