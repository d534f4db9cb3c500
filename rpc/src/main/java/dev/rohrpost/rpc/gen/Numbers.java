package dev.rohrpost.rpc.gen;

import java.math.BigInteger;
import java.util.Locale;

/// Numbers as they are written in C: `12`, `0x1f`, `017`, `1'000`.
final class Numbers {
  static final BigInteger LOWEST = BigInteger.valueOf(Long.MIN_VALUE);
  static final BigInteger HIGHEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private Numbers() {}

  /// Reads a number without its sign.
  ///
  /// @param suffix whether it may end in `U` and `L`, as in C
  static BigInteger parse(Token token, boolean suffix) throws SpecificationException {
    var text = token.text().replace("'", "");
    if (suffix) {
      text = text.replaceFirst("[uUlL]{1,3}$", "");
    }
    var lower = text.toLowerCase(Locale.ROOT);
    var radix = lower.startsWith("0x") ? 16 : lower.startsWith("0") ? 8 : 10;
    var digits = radix == 16 ? lower.substring(2) : lower;
    if (digits.isEmpty()
        || !digits.matches(radix == 16 ? "[0-9a-f]+" : radix == 8 ? "[0-7]+" : "[0-9]+")) {
      throw token.place().fault(token.shown() + " is no number");
    }
    digits = digits.replaceFirst("^0+(?=.)", "");
    if (digits.length() > 24) {
      throw tooLarge(token);
    }
    return new BigInteger(digits, radix);
  }

  static SpecificationException tooLarge(Token token) {
    return token.place().fault(token.shown() + " does not fit into 64 bits");
  }
}
