package dev.rohrpost.rpc.gen;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A type whose names have been looked up.
sealed interface Type {
  /// What XDR has itself.
  enum Plain implements Type {
    VOID(0),
    INT(4),
    UNSIGNED_INT(4),
    HYPER(8),
    UNSIGNED_HYPER(8),
    SHORT(4, Short.MIN_VALUE, Short.MAX_VALUE),
    UNSIGNED_SHORT(4, 0, 0xffff),
    CHAR(4, Byte.MIN_VALUE, Byte.MAX_VALUE),
    UNSIGNED_CHAR(4, 0, 0xff),
    FLOAT(4),
    DOUBLE(8),
    QUADRUPLE(16),
    BOOL(4);

    private final int size;
    private final boolean narrow;
    private final int lowest;
    private final int highest;

    Plain(int size) {
      this.size = size;
      narrow = false;
      lowest = Integer.MIN_VALUE;
      highest = Integer.MAX_VALUE;
    }

    Plain(int size, int lowest, int highest) {
      this.size = size;
      narrow = true;
      this.lowest = lowest;
      this.highest = highest;
    }

    /// {@return how many bytes it takes}
    int size() {
      return size;
    }

    /// {@return whether it travels in more bits than it has}
    boolean isNarrow() {
      return narrow;
    }

    int lowest() {
      return lowest;
    }

    int highest() {
      return highest;
    }
  }

  record Text(long bound) implements Type {}

  record Bytes(long bound) implements Type {}

  record FixedBytes(int length) implements Type {}

  record Array(Type element, long bound) implements Type {}

  record FixedArray(Type element, int length) implements Type {}

  record Optional(Type value) implements Type {}

  /// A type that has a name of its own in the generated code.
  sealed interface Defined extends Type {
    Place place();

    String name();

    /// {@return `struct`, `union` or `enum`}
    String keyword();
  }

  /// An enumeration. Of several names of a number the first is its own, and the others are aliases.
  final class Enumeration implements Defined {
    private final Place place;
    private final String name;
    private final List<Enumerator> members;
    private final Map<Integer, String> names = new LinkedHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    Enumeration(Place place, String name, List<Enumerator> members) {
      this.place = place;
      this.name = name;
      this.members = members;
      for (var member : members) {
        names.putIfAbsent(member.number(), member.name());
        numbers.put(member.name(), member.number());
      }
    }

    @Override
    public Place place() {
      return place;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String keyword() {
      return "enum";
    }

    List<Enumerator> members() {
      return members;
    }

    /// {@return its numbers, each with its own name}
    Map<Integer, String> names() {
      return names;
    }

    /// {@return all its names}
    Map<String, Integer> numbers() {
      return numbers;
    }
  }

  record Enumerator(String name, int number) {}

  /// A struct. Its members come later, as it may contain itself.
  final class Struct implements Defined {
    private final Place place;
    private final String name;
    private List<Member> members = List.of();

    Struct(Place place, String name) {
      this.place = place;
      this.name = name;
    }

    @Override
    public Place place() {
      return place;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String keyword() {
      return "struct";
    }

    List<Member> members() {
      return members;
    }

    void setMembers(List<Member> members) {
      this.members = List.copyOf(members);
    }
  }

  /// A member of a struct, or the arm of a union.
  ///
  /// @param text the declaration as it stands in the file
  record Member(Place place, String name, Type type, String text) {}

  /// A union. Its arms come later, as it may contain itself.
  final class Union implements Defined {
    private final Place place;
    private final String name;
    private Member discriminant = new Member(Place.BUILT_IN, "", Plain.INT, "");
    private List<Arm> arms = List.of();
    private final Map<Long, Arm> cases = new HashMap<>();
    private @Nullable Arm otherwise;

    Union(Place place, String name) {
      this.place = place;
      this.name = name;
    }

    @Override
    public Place place() {
      return place;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String keyword() {
      return "union";
    }

    Member discriminant() {
      return discriminant;
    }

    List<Arm> arms() {
      return arms;
    }

    void set(Member newDiscriminant, List<Arm> newArms) {
      discriminant = newDiscriminant;
      arms = List.copyOf(newArms);
      for (var arm : arms) {
        arm.cases().forEach(number -> cases.put(number, arm));
        otherwise = arm.byDefault() ? arm : otherwise;
      }
    }

    /// {@return the arm for a discriminant, or null if there is none}
    @Nullable Arm arm(long number) {
      return cases.getOrDefault(number, otherwise);
    }
  }

  /// An arm of a union with its cases.
  ///
  /// @param cases the numbers, without those of `default`
  /// @param byDefault whether it is for all others
  /// @param label how the file calls its first case
  /// @param member what it has, which may be void
  record Arm(List<Long> cases, boolean byDefault, String label, Member member) {
    boolean isVoid() {
      return member.type() == Plain.VOID;
    }
  }
}
