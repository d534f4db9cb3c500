package dev.rohrpost.testkit;

import java.lang.constant.ClassDesc;
import java.util.Map;

/// What Java hands to a C function, or takes from it.
enum Passed {
  SHORT("a short"),
  INT("an int"),
  LONG("a long"),
  /// The address of a segment, or the segment itself.
  ADDRESS("an address"),
  CONSTANT("a constant"),
  NOTHING("nothing"),
  UNSEEN("something that the audit cannot follow");

  private static final Map<String, Passed> BY_TYPE =
      Map.of(
          "S",
          SHORT,
          "I",
          INT,
          "J",
          LONG,
          "V",
          NOTHING,
          "Ljava/lang/foreign/MemorySegment;",
          ADDRESS);

  private final String words;

  Passed(String words) {
    this.words = words;
  }

  static Passed of(ClassDesc type) {
    return BY_TYPE.getOrDefault(type.descriptorString(), UNSEEN);
  }

  /// Returns what must be true in C of the type at the other side.
  ///
  /// @param type the C type
  String agreesWith(String type) {
    if (type.equals("void")) {
      return this == NOTHING ? "1" : "0";
    }
    String size = "sizeof(" + type + ")";
    return switch (this) {
      case SHORT -> isNumber(type) + " && " + size + " == 2";
      case INT -> isNumber(type) + " && " + size + " == 4";
      case LONG -> isNumberOrAddress(type) + " && " + size + " == 8";
      case ADDRESS -> kind(type) + " == 5";
      case CONSTANT -> isNumberOrAddress(type) + " && " + size + " <= 8";
      case NOTHING, UNSEEN -> "0";
    };
  }

  /// As above, of an argument that Java has made a long of: a number may grow on the way, and never
  /// shrink.
  String widensTo(String type) {
    return switch (this) {
      case SHORT -> isNumber(type) + " && sizeof(" + type + ") >= 2";
      case INT -> isNumber(type) + " && sizeof(" + type + ") >= 4";
      default -> agreesWith(type);
    };
  }

  private static String isNumber(String type) {
    return kind(type) + " <= 4";
  }

  private static String isNumberOrAddress(String type) {
    return kind(type) + " <= 5";
  }

  /// In the words of gcc: 1 to 4 is an integer, a character, an enumeration or a truth value, 5 an
  /// address; floating numbers, structs and unions are more.
  private static String kind(String type) {
    return "__builtin_classify_type(*(__typeof__(" + type + ") *)0)";
  }

  @Override
  public String toString() {
    return words;
  }
}
