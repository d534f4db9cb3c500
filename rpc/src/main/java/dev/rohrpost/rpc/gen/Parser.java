package dev.rohrpost.rpc.gen;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the definitions of a file: RFC 4506, RFC 5531, and what real files have beside.
final class Parser {
  private static final int DEEPEST = 64;

  private final Words words;
  private final TypeParser types;
  private final List<Tree.Definition> definitions = new ArrayList<>();

  Parser(Preprocessor tokens) throws SpecificationException {
    words = new Words(tokens);
    types = new TypeParser(words);
  }

  List<Tree.Definition> parse() throws SpecificationException {
    while (!words.peek().isEnd()) {
      definition(0);
    }
    return definitions;
  }

  private void definition(int depth) throws SpecificationException {
    var first = words.peek();
    switch (first.text()) {
      case "const" -> constant();
      case "enum", "struct", "union" -> definitions.add(named());
      case "typedef" -> typedef();
      case "program" -> definitions.add(program());
      case "namespace" -> namespace(depth);
      case ";" -> words.next(); // as behind a namespace
      default ->
          throw words.unexpected("const, enum, struct, union, typedef, program or namespace");
    }
  }

  private void namespace(int depth) throws SpecificationException {
    var place = words.next().place();
    if (depth == DEEPEST) {
      throw place.fault("nested more than " + DEEPEST + " deep");
    }
    do {
      words.name();
    } while (words.accept("::"));
    words.expect("{");
    while (!words.accept("}")) {
      definition(depth + 1);
    }
  }

  private void constant() throws SpecificationException {
    words.next();
    var name = words.name();
    words.expect("=");
    if (words.peek().kind() == Token.Kind.STRING) {
      var text = words.next().text();
      definitions.add(new Tree.TextConstant(name.place(), name.text(), text));
    } else {
      definitions.add(new Tree.Constant(name.place(), name.text(), words.number()));
    }
    words.expect(";");
  }

  private Tree.Definition named() throws SpecificationException {
    var keyword = words.next();
    var name = words.name();
    var type = types.body(keyword, 0);
    words.expect(";");
    return new Tree.Named(name.place(), name.text(), type);
  }

  private void typedef() throws SpecificationException {
    words.next();
    var declaration = types.declaration(0);
    if (declaration.isVoid()) {
      throw declaration.place().fault("a typedef of nothing");
    }
    words.expect(";");
    if (declaration.type() instanceof Tree.TypeName(_, var name, var tagged)
        && tagged
        && name.equals(declaration.name())) {
      return; // typedef struct x x; says nothing new
    }
    definitions.add(new Tree.Named(declaration.place(), declaration.name(), declaration.type()));
  }

  private Tree.Program program() throws SpecificationException {
    words.next();
    var name = words.name();
    words.expect("{");
    var versions = new ArrayList<Tree.Version>();
    do {
      versions.add(version());
    } while (!words.accept("}"));
    words.expect("=");
    var number = words.number();
    words.expect(";");
    return new Tree.Program(name.place(), name.text(), List.copyOf(versions), number);
  }

  private Tree.Version version() throws SpecificationException {
    words.expect("version");
    var name = words.name();
    words.expect("{");
    var procedures = new ArrayList<Tree.Procedure>();
    do {
      procedures.add(procedure());
    } while (!words.accept("}"));
    words.expect("=");
    var number = words.number();
    words.expect(";");
    return new Tree.Version(name.place(), name.text(), List.copyOf(procedures), number);
  }

  private Tree.Procedure procedure() throws SpecificationException {
    var result = types.result();
    var name = words.name();
    words.expect("(");
    var parameters = new ArrayList<Tree.Declaration>();
    if (!words.accept(")")) {
      do {
        parameters.add(types.parameter());
      } while (words.accept(","));
      words.expect(")");
    }
    if (parameters.size() == 1 && parameters.getFirst().isVoid()) {
      parameters.clear();
    }
    words.expect("=");
    var number = words.number();
    words.expect(";");
    for (var parameter : parameters) {
      refuseVoid(parameter);
    }
    return new Tree.Procedure(name.place(), name.text(), result, List.copyOf(parameters), number);
  }

  private static void refuseVoid(Tree.Declaration parameter) throws SpecificationException {
    if (parameter.isVoid()) {
      throw parameter.place().fault("void among other arguments");
    }
  }

  /// The tokens, with one seen in advance.
  static final class Words {
    private final Preprocessor tokens;
    private Token next;
    private @Nullable StringBuilder heard;

    Words(Preprocessor tokens) throws SpecificationException {
      this.tokens = tokens;
      next = tokens.next();
    }

    /// Begins to write down what is read.
    void listen() {
      heard = new StringBuilder();
    }

    /// {@return what was read since [#listen], shortened}
    String heard() {
      var text = heard == null ? "" : heard.toString();
      return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    Token peek() {
      return next;
    }

    Token next() throws SpecificationException {
      var token = next;
      if (heard != null && heard.length() <= 60) {
        var space = !heard.isEmpty() && token.isWord() && !"*<[(".contains(last(heard)) ? " " : "";
        heard.append(token.is("*") ? " *" : space + token.text());
      }
      next = tokens.next();
      return token;
    }

    private static String last(StringBuilder text) {
      return text.substring(text.length() - 1);
    }

    boolean accept(String sign) throws SpecificationException {
      if (!next.is(sign)) {
        return false;
      }
      next();
      return true;
    }

    Token expect(String sign) throws SpecificationException {
      if (!next.is(sign)) {
        throw unexpected("'" + sign + "'");
      }
      return next();
    }

    /// Takes a name, which may be a keyword where nothing else can stand.
    Token name() throws SpecificationException {
      if (!next.isWord()) {
        throw unexpected("a name");
      }
      return next();
    }

    Tree.Numeral number() throws SpecificationException {
      var token = next;
      if (token.isWord()) {
        next();
        return new Tree.Reference(token.place(), token.text());
      }
      var negative = accept("-");
      var digits = next;
      if (digits.kind() != Token.Kind.NUMBER) {
        throw unexpected("a number or the name of one");
      }
      next();
      var value = Numbers.parse(digits, false);
      value = negative ? value.negate() : value;
      if (value.compareTo(Numbers.HIGHEST) > 0 || value.compareTo(Numbers.LOWEST) < 0) {
        throw Numbers.tooLarge(digits);
      }
      return new Tree.Literal(token.place(), value);
    }

    SpecificationException unexpected(String wanted) {
      return next.place().fault(next.shown() + " in place of " + wanted);
    }
  }
}
