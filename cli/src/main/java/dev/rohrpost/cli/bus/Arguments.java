package dev.rohrpost.cli.bus;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.command.Inherited;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Fd;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Reads values from words, in the notation of busctl(1): an array or a dictionary begins with the
/// number of its elements, a variant with its signature, and a struct is its fields. The value of a
/// descriptor, `h`, is the number of one that this command was started with.
final class Arguments {
  /// As many variants may be within each other in a message.
  private static final int MOST_VARIANTS = 63;

  private static final BigInteger MOST_UINT64 = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private final List<String> words;
  private int next;
  private int variants;

  private Arguments(List<String> words) {
    this.words = words;
  }

  /// Reads the values of a signature.
  ///
  /// @param signature the types
  /// @param words all of which have to be used
  /// @return one value for each type, as the table of [dev.rohrpost.dbus.type] says
  /// @throws Failure with status 2 if a word is not of its type, or there are more or fewer
  /// @throws UnixException with EBADF if there is no such descriptor
  static Object[] read(Signature signature, List<String> words) throws Failure, UnixException {
    var arguments = new Arguments(words);
    var values = new ArrayList<>();
    for (var type : signature.types()) {
      values.add(arguments.value(type));
    }
    if (arguments.next < words.size()) {
      throw Failure.usage(
          shown(words.get(arguments.next)) + " is more than the signature '" + signature + "' has");
    }
    return values.toArray();
  }

  private Object value(Type type) throws Failure, UnixException {
    return switch (type.kind()) {
      case BYTE -> (int) whole(type, 0, 0xff);
      case BOOLEAN -> truth();
      case INT16 -> (short) whole(type, Short.MIN_VALUE, Short.MAX_VALUE);
      case UINT16 -> (int) whole(type, 0, 0xffff);
      case INT32 -> (int) whole(type, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case UINT32 -> whole(type, 0, 0xffff_ffffL);
      case INT64 -> whole(type, Long.MIN_VALUE, Long.MAX_VALUE);
      case UINT64 -> whole(type, BigInteger.ZERO, MOST_UINT64);
      case DOUBLE -> number();
      case STRING -> word(type);
      case OBJECT_PATH -> checked(word(type), ObjectPath::of);
      case SIGNATURE -> checked(word(type), Signature::of);
      case UNIX_FD -> descriptor();
      case VARIANT -> variant();
      case ARRAY -> array(type);
      case DICT -> dict(type);
      case STRUCT -> struct(type);
    };
  }

  private String word(Type type) throws Failure {
    if (next == words.size()) {
      throw Failure.usage("an argument is missing where the signature has '" + type + "'");
    }
    return words.get(next++);
  }

  private static <T> T checked(String word, Function<String, T> reader) throws Failure {
    try {
      return reader.apply(word);
    } catch (IllegalArgumentException e) {
      throw BusFailures.wrong(e);
    }
  }

  private long whole(Type type, long least, long most) throws Failure {
    return whole(type, BigInteger.valueOf(least), BigInteger.valueOf(most));
  }

  /// {@return the bits of a number; decimal, or with `0x`, `0o`, `0b`, or octal after a zero}
  private long whole(Type type, BigInteger least, BigInteger most) throws Failure {
    var word = word(type);
    try {
      var number = integer(word);
      if (number.compareTo(least) >= 0 && number.compareTo(most) <= 0) {
        return number.longValue();
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw Failure.usage(
        shown(word) + " is not of type " + type + ", a number from " + least + " to " + most);
  }

  private static BigInteger integer(String word) {
    var isNegative = word.startsWith("-");
    var digits = isNegative || word.startsWith("+") ? word.substring(1) : word;
    if (!digits.matches("[0-9][0-9a-zA-Z]{0,79}")) {
      throw new NumberFormatException(word);
    }
    var prefix = digits.length() > 2 ? digits.substring(0, 2).toLowerCase(Locale.ROOT) : "";
    var number =
        switch (prefix) {
          case "0x" -> new BigInteger(digits.substring(2), 16);
          case "0b" -> new BigInteger(digits.substring(2), 2);
          case "0o" -> new BigInteger(digits.substring(2), 8);
          default -> new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
        };
    return isNegative ? number.negate() : number;
  }

  private boolean truth() throws Failure {
    var word = word(Type.BOOLEAN);
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "1", "yes", "y", "true", "t", "on" -> true;
      case "0", "no", "n", "false", "f", "off" -> false;
      default -> throw Failure.usage(shown(word) + " is not of type b, true or false");
    };
  }

  private double number() throws Failure {
    var word = word(Type.DOUBLE);
    var isNegative = word.startsWith("-");
    return switch (word.replaceFirst("^[+-]", "").toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "infinity" -> isNegative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      default -> {
        if (!word.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
          throw Failure.usage(shown(word) + " is not of type d, a number such as -1.5e3");
        }
        yield Double.parseDouble(word);
      }
    };
  }

  private Fd descriptor() throws Failure, UnixException {
    var number = (int) whole(Type.UNIX_FD, 0, Integer.MAX_VALUE);
    Inherited.check(number);
    return Fd.inherit(number); // which stays the user's, and open
  }

  private Value variant() throws Failure, UnixException {
    if (++variants > MOST_VARIANTS) {
      throw Failure.usage("more than " + MOST_VARIANTS + " variants within each other");
    }
    var type = checked(word(Type.VARIANT), Type::of);
    var value = Value.of(type, value(type));
    variants--;
    return value;
  }

  /// {@return how many elements there are; each of them is at least one word}
  private int count(Type type) throws Failure {
    var count = whole(type, 0, 0xffff_ffffL);
    var left = words.size() - next;
    if (count > left) {
      throw Failure.usage(
          "'" + type + "' has " + count + " elements, and only " + left + " words follow");
    }
    return (int) count;
  }

  private List<Object> array(Type type) throws Failure, UnixException {
    var count = count(type);
    var elements = new ArrayList<>(count);
    for (var i = 0; i < count; i++) {
      elements.add(value(type.element()));
    }
    return elements;
  }

  private Map<Object, Object> dict(Type type) throws Failure, UnixException {
    var count = count(type);
    var map = LinkedHashMap.newLinkedHashMap(count);
    for (var i = 0; i < count; i++) {
      var key = value(type.elements().get(0));
      if (map.containsKey(key)) {
        throw Failure.usage(shown(key.toString()) + " is twice a key of '" + type + "'");
      }
      map.put(key, value(type.elements().get(1)));
    }
    return map;
  }

  private List<Object> struct(Type type) throws Failure, UnixException {
    var fields = new ArrayList<>();
    for (var field : type.elements()) {
      fields.add(value(field));
    }
    return fields;
  }

  private static String shown(String word) {
    return "'" + Escape.text(word) + "'";
  }
}
