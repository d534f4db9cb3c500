package dev.rohrpost.testkit;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Java says of one C function, or of a variable.
///
/// @param result the type of what it answers, or of the variable
/// @param name the C name
/// @param parameters the types of those that it has in any case
/// @param form what it is
record CPrototype(String result, String name, List<String> parameters, Form form) {
  private static final Pattern SHAPE = Pattern.compile("(.*[ *])(\\w+)(?:\\((.*)\\))?");

  enum Form {
    FUNCTION,
    VARIADIC,
    VARIABLE
  }

  /// Reads `int open(const char *, int, ...)`, or `char **environ`.
  static Optional<CPrototype> of(String text) {
    Matcher parts = SHAPE.matcher(text);
    return parts.matches() ? Optional.of(of(parts)) : Optional.empty();
  }

  private static CPrototype of(Matcher parts) {
    String result = parts.group(1).strip();
    String inside = parts.group(3);
    if (inside == null) {
      return new CPrototype(result, parts.group(2), List.of(), Form.VARIABLE);
    }
    List<String> types =
        inside.equals("void") ? List.of() : List.of(inside.strip().split("\\s*,\\s*", -1));
    boolean isVariadic = !types.isEmpty() && types.getLast().equals("...");
    List<String> fixed = isVariadic ? types.subList(0, types.size() - 1) : types;
    return new CPrototype(
        result, parts.group(2), fixed, isVariadic ? Form.VARIADIC : Form.FUNCTION);
  }

  /// Returns C code that a compiler only takes if the headers say the same.
  ///
  /// @param variable a name for what it defines
  String claim(String variable) {
    if (form == Form.VARIABLE) {
      return "static __typeof__(" + result + ") *const " + variable + " = &" + name + ";";
    }
    String fixed = parameters.isEmpty() ? "void" : String.join(", ", parameters);
    String all = form == Form.VARIADIC ? fixed + ", ..." : fixed;
    return "static " + result + " (*const " + variable + ")(" + all + ") = " + name + ";";
  }
}
