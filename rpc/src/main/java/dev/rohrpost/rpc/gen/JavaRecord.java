package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.Identifiers;
import dev.rohrpost.codegen.Out;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The parts that all records have: components, their checks, and how they are read and written.
final class JavaRecord {
  private final JavaBody body;
  private final List<Type.Member> members;
  private final Map<Type.Member, String> components = new LinkedHashMap<>();

  JavaRecord(JavaBody body, List<Type.Member> members) {
    this.body = body;
    this.members = members;
    var taken = body.types().classNames(members);
    for (var member : members) {
      components.put(member, Identifiers.fresh(body.types().names().member(member.name()), taken));
    }
  }

  /// {@return what a component is called}
  String component(Type.Member member) {
    return components.getOrDefault(member, "");
  }

  /// {@return how many words its constructor takes: the JVM has a limit}
  int words() {
    return members.stream()
        .mapToInt(each -> List.of("long", "double").contains(plain(each)) ? 2 : 1)
        .sum();
  }

  private String plain(Type.Member member) {
    return body.types().plain(member.type(), new Imports(""));
  }

  /// {@return the components as they stand in the header}
  List<String> header() {
    return members.stream()
        .map(each -> body.types().type(each.type(), body.imports()) + " " + component(each))
        .toList();
  }

  void document(Out out) {
    if (!members.isEmpty()) {
      out.line("///");
    }
    for (var member : members) {
      out.comment("@param " + component(member) + " `" + member.text() + "`", "  ");
    }
  }

  /// Writes the constructor, if there is something to check.
  ///
  /// @param name of the record
  void constructor(Out out, String modifier, String name, Consumer<Out> more) {
    var inside = out.nested(2);
    var checks = new JavaChecks(body, inside, new HashSet<>(components.values()));
    for (var member : members) {
      checks.check(member.type(), component(member), member.name());
    }
    more.accept(inside);
    var before = inside.toString();
    if (!before.isEmpty()) {
      out.line("/// Checks the members, and copies lists.");
      out.line("///");
      out.line("/// @throws IllegalArgumentException if one is outside of its bounds");
      out.open(modifier + name + " {");
      out.raw(before);
      out.close("}").line("");
    }
  }

  /// Writes `toString`, if there are numbers that the one of records would print as negative.
  void text(Out out, String name) {
    if (members.stream().noneMatch(each -> isUnsigned(each.type()))) {
      return;
    }
    out.line("/// {@return the members, unsigned numbers as such}");
    out.line("@Override").open("public String toString() {");
    var pieces = new ArrayList<String>();
    pieces.add("\"" + name + "[\"");
    for (var member : members) {
      var component = component(member);
      pieces.add("\"" + (pieces.size() == 1 ? "" : ", ") + component + "=\"");
      pieces.add(shown(member.type(), component));
    }
    pieces.add("\"]\"");
    var line = "return " + String.join(" + ", pieces) + ";";
    if (out.fits(line)) {
      out.line(line);
    } else {
      out.line("return " + pieces.getFirst()).shift(4);
      for (var piece : pieces.subList(1, pieces.size() - 1)) {
        out.line("+ " + piece);
      }
      out.line("+ " + pieces.getLast() + ";").shift(-4);
    }
    out.close("}").line("");
  }

  private static boolean isUnsigned(Type type) {
    return switch (type) {
      case Type.Plain plain -> plain == Type.Plain.UNSIGNED_HYPER;
      case Type.Array(var element, _) -> element == Type.Plain.UNSIGNED_HYPER;
      case Type.FixedArray(var element, _) -> element == Type.Plain.UNSIGNED_HYPER;
      case Type.Optional(var value) -> value == Type.Plain.UNSIGNED_HYPER;
      default -> false;
    };
  }

  private static String shown(Type type, String component) {
    if (!isUnsigned(type)) {
      return component;
    }
    return switch (type) {
      case Type.Plain _ -> "Long.toUnsignedString(" + component + ")";
      case Type.Optional _ ->
          "(" + component + " == null ? null : Long.toUnsignedString(" + component + "))";
      default -> component + ".toUnsignedString()";
    };
  }

  /// Writes the statements that write all members.
  void write(Out out, String prefix) {
    members.forEach(
        each -> body.write(out, each.type(), prefix + component(each) + accessor(prefix)));
  }

  private static String accessor(String prefix) {
    return prefix.isEmpty() ? "" : "()";
  }

  /// Writes the statements that read all members and return the record.
  ///
  /// @param before arguments of the constructor that are there already
  void read(Out out, String name, List<String> before) {
    var arguments = new ArrayList<>(before);
    if (members.isEmpty()) {
      out.line("return new " + name + "(" + String.join(", ", arguments) + ");");
      return;
    }
    if (members.size() == 1) {
      out.open("try {");
      var member = members.getFirst();
      arguments.add(body.read(member.type()).toString());
      out.list("return new " + name, arguments, ";");
      out.turn("} catch (XdrException e) {");
      out.list("throw e.within", List.of("\"" + member.name() + "\""), ";").close("}");
      return;
    }
    var taken = JavaNames.reserved("in out at e value");
    var first = true;
    for (var member : members) {
      var place = "at = \"" + member.name() + "\";";
      if (first) {
        out.line("var " + place).open("try {");
      } else {
        out.line(place);
      }
      first = false;
      var local = Identifiers.fresh(component(member), taken);
      var code = body.read(member.type());
      out.assign("var " + local + " =", code.head(), code.arguments(), code.tail() + ";");
      arguments.add(local);
    }
    out.list("return new " + name, arguments, ";");
    out.turn("} catch (XdrException e) {").line("throw e.within(at);").close("}");
  }
}
