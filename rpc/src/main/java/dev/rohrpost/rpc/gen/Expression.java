package dev.rohrpost.rpc.gen;

import java.util.List;
import java.util.Map;

/// The condition of an `#if`: numbers, `defined`, and the operators of C.
final class Expression {
  private static final int DEEPEST = 100;

  /// How strongly the operators of two sides bind; a higher number binds first.
  private static final Map<String, Integer> STRENGTH =
      Map.ofEntries(
          Map.entry("||", 1),
          Map.entry("&&", 2),
          Map.entry("|", 3),
          Map.entry("^", 4),
          Map.entry("&", 5),
          Map.entry("==", 6),
          Map.entry("!=", 6),
          Map.entry("<", 7),
          Map.entry(">", 7),
          Map.entry("<=", 7),
          Map.entry(">=", 7),
          Map.entry("<<", 8),
          Map.entry(">>", 8),
          Map.entry("+", 9),
          Map.entry("-", 9),
          Map.entry("*", 10),
          Map.entry("/", 10),
          Map.entry("%", 10));

  private final List<Token> tokens;
  private final Macros macros;
  private final Place place;
  private int at;
  private int depth;

  Expression(List<Token> tokens, Macros macros, Place place) {
    this.tokens = tokens;
    this.macros = macros;
    this.place = place;
  }

  long value() throws SpecificationException {
    var value = choice();
    if (at < tokens.size()) {
      throw wrong();
    }
    return value;
  }

  private SpecificationException wrong() {
    return place.fault("cannot understand the condition");
  }

  private boolean accept(String sign) {
    if (at < tokens.size() && tokens.get(at).is(sign)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String sign) throws SpecificationException {
    if (!accept(sign)) {
      throw wrong();
    }
  }

  private long choice() throws SpecificationException {
    if (++depth > DEEPEST) {
      throw wrong();
    }
    var value = binary(1);
    if (accept("?")) {
      var yes = choice();
      expect(":");
      var no = choice();
      value = value != 0 ? yes : no;
    }
    depth--;
    return value;
  }

  private long binary(int weakest) throws SpecificationException {
    var left = unary();
    while (true) {
      var operator = operator();
      var strength = STRENGTH.getOrDefault(operator, 0);
      if (strength < weakest) {
        return left;
      }
      at += operator.length();
      left = apply(operator, left, binary(strength + 1));
    }
  }

  /// Looks at the next operator, whose characters are tokens of their own.
  private String operator() {
    if (at + 1 < tokens.size()) {
      var two = tokens.get(at).text() + tokens.get(at + 1).text();
      if (two.length() == 2 && STRENGTH.containsKey(two)) {
        return two;
      }
    }
    return at < tokens.size() ? tokens.get(at).text() : "";
  }

  private long apply(String operator, long left, long right) throws SpecificationException {
    return switch (operator) {
      case "||" -> left != 0 || right != 0 ? 1 : 0;
      case "&&" -> left != 0 && right != 0 ? 1 : 0;
      case "|" -> left | right;
      case "^" -> left ^ right;
      case "&" -> left & right;
      case "==" -> left == right ? 1 : 0;
      case "!=" -> left != right ? 1 : 0;
      case "<" -> left < right ? 1 : 0;
      case ">" -> left > right ? 1 : 0;
      case "<=" -> left <= right ? 1 : 0;
      case ">=" -> left >= right ? 1 : 0;
      case "<<" -> left << right;
      case ">>" -> left >> right;
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      default -> divided(operator, left, right);
    };
  }

  private long divided(String operator, long left, long right) throws SpecificationException {
    if (right == 0) {
      return 0; // behind && or ||, cpp would not look at it
    }
    return operator.equals("/") ? left / right : left % right;
  }

  private long unary() throws SpecificationException {
    if (++depth > DEEPEST || at == tokens.size()) {
      throw wrong();
    }
    var token = tokens.get(at++);
    var value =
        switch (token.text()) {
          case "!" -> unary() == 0 ? 1L : 0L;
          case "-" -> -unary();
          case "+" -> unary();
          case "~" -> ~unary();
          case "(" -> {
            var inside = choice();
            expect(")");
            yield inside;
          }
          case "defined" -> defined() ? 1L : 0L;
          default -> plain(token);
        };
    depth--;
    return value;
  }

  private boolean defined() throws SpecificationException {
    var parenthesis = accept("(");
    if (at == tokens.size() || !tokens.get(at).isWord()) {
      throw wrong();
    }
    var name = tokens.get(at++).text();
    if (parenthesis) {
      expect(")");
    }
    return macros.isDefined(name);
  }

  private long plain(Token token) throws SpecificationException {
    return switch (token.kind()) {
      case WORD -> 0; // as in C: a name that is not defined
      case NUMBER -> Numbers.parse(token, true).longValue();
      default -> throw wrong();
    };
  }
}
