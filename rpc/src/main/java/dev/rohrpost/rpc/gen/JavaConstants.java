package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.codegen.Out;
import java.math.BigInteger;
import java.util.Optional;

/// Writes the constants of a file as a class.
final class JavaConstants {
  private JavaConstants() {}

  /// {@return the class, or nothing if there are no constants}
  static Optional<JavaFile> file(
      JavaSource source, JavaTypes types, Specification specification, String base) {
    if (specification.numbers().isEmpty() && specification.texts().isEmpty()) {
      return Optional.empty();
    }
    var name = types.fresh(JavaNames.upperCamel(base) + "Constants");
    var out = new Out();
    source.head(out, "Constants");
    source.annotations(out);
    out.open("public final class " + name + " {");
    for (var number : specification.numbers().entrySet()) {
      constant(out, number.getKey(), type(number.getValue()), literal(number.getValue()));
    }
    for (var text : specification.texts().entrySet()) {
      constant(out, text.getKey(), "String", quoted(text.getValue()));
    }
    out.line("private " + name + "() {}").close("}");
    return Optional.of(source.file(name, out));
  }

  private static void constant(Out out, String name, String type, String value) {
    out.comment("`const " + name + "`", "");
    var left = "public static final " + type + " " + JavaNames.constant(name) + " =";
    if (out.fits(left + " " + value + ";")) {
      out.line(left + " " + value + ";");
    } else {
      out.line(left).shift(4).line(value + ";").shift(-4);
    }
    out.line("");
  }

  private static String type(BigInteger number) {
    return number.bitLength() < 32 ? "int" : "long";
  }

  /// Writes a number above the largest `long` as its bits.
  private static String literal(BigInteger number) {
    if (number.bitLength() > 63) {
      return "0x" + number.toString(16) + "L";
    }
    return number + (number.bitLength() < 32 ? "" : "L");
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '\\' || c == '"') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        quoted.append("\\u");
        for (var shift = 12; shift >= 0; shift -= 4) {
          quoted.append(Character.forDigit(c >> shift & 15, 16));
        }
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
