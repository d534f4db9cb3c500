package dev.rohrpost.rpc.gen;

import dev.rohrpost.rpc.gen.Parser.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads types and declarations.
final class TypeParser {
  private static final int DEEPEST = 64;

  private final Words words;

  TypeParser(Words words) {
    this.words = words;
  }

  /// Reads `int a[3]`, or `void`.
  Tree.Declaration declaration(int depth) throws SpecificationException {
    words.listen();
    var first = words.peek();
    var type = specifier(depth);
    if (type instanceof Tree.Plain(var plain) && plain == Type.Plain.VOID && words.peek().is(";")) {
      return new Tree.Declaration(first.place(), "", type, "void");
    }
    var star = star(type);
    var name = words.name();
    var whole = whole(type, star, name);
    var text =
        switch (type) {
          case Tree.Struct _, Tree.Union _, Tree.Enumeration _ ->
              first.text() + " {…} " + name.text();
          default -> words.heard();
        };
    return new Tree.Declaration(name.place(), name.text(), whole, text);
  }

  /// Reads what a procedure takes: a type, of which arrays are as in a declaration, with or without
  /// a name.
  Tree.Declaration parameter() throws SpecificationException {
    words.listen();
    var first = words.peek();
    var type = specifier(0);
    var star = star(type);
    var name = words.peek().isWord() ? words.next() : null;
    var place = name == null ? first.place() : name.place();
    return new Tree.Declaration(
        place, name == null ? "" : name.text(), whole(type, star, null), words.heard());
  }

  /// Reads what a procedure gives.
  Tree.Specifier result() throws SpecificationException {
    var type = specifier(0);
    return whole(type, star(type), null);
  }

  private @Nullable Token star(Tree.Specifier type) throws SpecificationException {
    if (!words.peek().is("*")) {
      return null;
    }
    var star = words.next();
    if (type instanceof Tree.Opaque) {
      throw star.place()
          .fault("opaque has no '*': write opaque NAME<>, which may be empty, or a typedef of it");
    }
    if (type instanceof Tree.Plain(var plain) && plain == Type.Plain.VOID) {
      throw star.place().fault("void has no '*'");
    }
    return star;
  }

  /// Adds what stands behind the name.
  ///
  /// @param name null where a length is not needed: what a procedure takes and gives
  private Tree.Specifier whole(Tree.Specifier type, @Nullable Token star, @Nullable Token name)
      throws SpecificationException {
    var sign = words.peek();
    if (star != null) {
      return new Tree.Optional(type);
    }
    if (sign.is("[")) {
      words.next();
      if (type instanceof Tree.Text) {
        throw sign.place()
            .fault("a string has no fixed length: write string NAME<N>, or opaque NAME[N]");
      }
      var length = words.number();
      words.expect("]");
      return fixed(type, length, sign);
    }
    if (sign.is("<")) {
      words.next();
      var bound = words.peek().is(">") ? null : words.number();
      words.expect(">");
      return variable(type, bound, sign);
    }
    if (name != null && type instanceof Tree.Text) {
      throw name.place().fault("a string needs a bound: write string " + name.text() + "<>");
    }
    if (type instanceof Tree.Opaque) {
      throw (name == null ? sign : name)
          .place()
          .fault("opaque needs a length: [N], or <N> for one up to N");
    }
    if (name != null && type instanceof Tree.Plain(var plain) && plain == Type.Plain.VOID) {
      throw name.place().fault("void has no name");
    }
    return type;
  }

  private static Tree.Specifier fixed(Tree.Specifier type, Tree.Numeral length, Token sign)
      throws SpecificationException {
    return switch (type) {
      case Tree.Opaque _ -> new Tree.FixedOpaque(length);
      case Tree.Plain(var plain) when plain == Type.Plain.VOID ->
          throw sign.place().fault("an array of void");
      default -> new Tree.FixedArray(type, length);
    };
  }

  private static Tree.Specifier variable(
      Tree.Specifier type, Tree.@Nullable Numeral bound, Token sign) throws SpecificationException {
    return switch (type) {
      case Tree.Opaque _ -> new Tree.Opaque(bound);
      case Tree.Text _ -> new Tree.Text(bound);
      case Tree.Plain(var plain) when plain == Type.Plain.VOID ->
          throw sign.place().fault("an array of void");
      default -> new Tree.Array(type, bound);
    };
  }

  /// Reads a type without its lengths.
  private Tree.Specifier specifier(int depth) throws SpecificationException {
    var first = words.peek();
    if (!first.isWord()) {
      throw words.unexpected("a type");
    }
    words.next();
    return switch (first.text()) {
      case "string" -> new Tree.Text(null);
      case "opaque" -> new Tree.Opaque(null);
      case "enum", "struct", "union" -> tagged(first, depth);
      case "unsigned" -> new Tree.Plain(unsigned());
      case "long" -> new Tree.Plain(isLonger() ? Type.Plain.HYPER : Type.Plain.INT);
      case "hyper", "short" -> {
        words.accept("int");
        yield new Tree.Plain(first.text().equals("hyper") ? Type.Plain.HYPER : Type.Plain.SHORT);
      }
      default -> {
        var plain = plain(first.text());
        yield plain == null
            ? new Tree.TypeName(first.place(), first.text(), false)
            : new Tree.Plain(plain);
      }
    };
  }

  private static Type.@Nullable Plain plain(String word) {
    return switch (word) {
      case "void" -> Type.Plain.VOID;
      case "int" -> Type.Plain.INT;
      case "char" -> Type.Plain.CHAR;
      case "float" -> Type.Plain.FLOAT;
      case "double" -> Type.Plain.DOUBLE;
      case "quadruple" -> Type.Plain.QUADRUPLE;
      case "bool" -> Type.Plain.BOOL;
      default -> null;
    };
  }

  /// Reads what follows a `long`: it has 32 bits, unless a second one follows.
  private boolean isLonger() throws SpecificationException {
    var longer = words.accept("long");
    words.accept("int");
    return longer;
  }

  private Type.Plain unsigned() throws SpecificationException {
    if (words.accept("long")) {
      return isLonger() ? Type.Plain.UNSIGNED_HYPER : Type.Plain.UNSIGNED_INT;
    }
    if (words.accept("char")) {
      return Type.Plain.UNSIGNED_CHAR;
    }
    var word = words.peek();
    if (word.is("hyper") || word.is("short")) {
      words.next();
      words.accept("int");
      return word.is("hyper") ? Type.Plain.UNSIGNED_HYPER : Type.Plain.UNSIGNED_SHORT;
    }
    words.accept("int");
    return Type.Plain.UNSIGNED_INT;
  }

  private Tree.Specifier tagged(Token keyword, int depth) throws SpecificationException {
    var next = words.peek();
    if (next.is("{") || (next.is("switch") && keyword.is("union"))) {
      return body(keyword, depth + 1);
    }
    var name = words.name();
    if (words.peek().is("{")) {
      throw name.place().fault("a type inside another has no name of its own: leave it out");
    }
    return new Tree.TypeName(name.place(), name.text(), true);
  }

  /// Reads what stands behind the name of a struct, union or enum.
  Tree.Specifier body(Token keyword, int depth) throws SpecificationException {
    if (depth > DEEPEST) {
      throw keyword.place().fault("nested more than " + DEEPEST + " deep");
    }
    return switch (keyword.text()) {
      case "enum" -> enumeration(keyword);
      case "struct" -> struct(keyword, depth);
      default -> union(keyword, depth);
    };
  }

  private Tree.Enumeration enumeration(Token keyword) throws SpecificationException {
    words.expect("{");
    var enumerators = new ArrayList<Tree.Enumerator>();
    do {
      var name = words.name();
      var number = words.accept("=") ? words.number() : null;
      enumerators.add(new Tree.Enumerator(name.place(), name.text(), number));
    } while (words.accept(",") && !words.peek().is("}"));
    words.expect("}");
    return new Tree.Enumeration(keyword.place(), List.copyOf(enumerators));
  }

  private Tree.Struct struct(Token keyword, int depth) throws SpecificationException {
    words.expect("{");
    var members = new ArrayList<Tree.Declaration>();
    while (!words.accept("}")) {
      var member = declaration(depth);
      words.expect(";");
      if (!member.isVoid()) {
        members.add(member);
      }
    }
    return new Tree.Struct(keyword.place(), List.copyOf(members));
  }

  private Tree.Union union(Token keyword, int depth) throws SpecificationException {
    words.expect("switch");
    words.expect("(");
    var discriminant = declaration(depth);
    words.expect(")");
    words.expect("{");
    var arms = new ArrayList<Tree.Arm>();
    do {
      arms.add(arm(depth));
    } while (!words.accept("}"));
    return new Tree.Union(keyword.place(), discriminant, List.copyOf(arms));
  }

  private Tree.Arm arm(int depth) throws SpecificationException {
    var first = words.peek();
    var cases = new ArrayList<Tree.Numeral>();
    if (words.accept("default")) {
      words.expect(":");
    } else {
      if (!first.is("case")) {
        throw words.unexpected("case, default or '}'");
      }
      while (words.accept("case")) {
        cases.add(words.number());
        words.expect(":");
      }
    }
    var declaration = declaration(depth);
    words.expect(";");
    return new Tree.Arm(first.place(), List.copyOf(cases), declaration);
  }
}
