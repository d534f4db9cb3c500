package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.codegen.Out;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes an enumeration.
final class JavaEnum {
  private JavaEnum() {}

  static JavaFile file(
      JavaSource source, JavaTypes types, Layout layout, Type.Enumeration enumeration) {
    var name = types.name(enumeration);
    var body = new JavaBody(types, layout, source.imports());
    var out = new Out();
    source.head(out, "`enum " + enumeration.name() + "`");
    source.annotations(out);
    out.open("public enum " + name + " {");
    var constants = new ArrayList<Type.Enumerator>();
    var aliases = new ArrayList<Type.Enumerator>();
    Set<Integer> seen = new HashSet<>();
    for (var member : enumeration.members()) {
      (seen.add(member.number()) ? constants : aliases).add(member);
    }
    constants(out, constants);
    aliases(out, name, enumeration, aliases);
    out.line("/// Writes and reads it.");
    body.beginCodec(out, "public static final ", name, "CODEC");
    out.line("out.putInt(value.number);");
    body.turnCodec(out, name);
    decode(out, enumeration, constants);
    body.endCodec(out);
    number(out, name);
    return source.file(name, out.close("}"));
  }

  private static void constants(Out out, List<Type.Enumerator> constants) {
    for (var constant : constants) {
      out.line("/// `" + constant.name() + " = " + constant.number() + "`");
      var end = constant.equals(constants.getLast()) ? ";" : ",";
      out.line(JavaNames.constant(constant.name()) + "(" + constant.number() + ")" + end);
      if (end.equals(",")) {
        out.line("");
      }
    }
    out.line("");
  }

  private static void aliases(
      Out out, String name, Type.Enumeration enumeration, List<Type.Enumerator> aliases) {
    for (var alias : aliases) {
      out.line("/// `" + alias.name() + " = " + alias.number() + "`, another name");
      out.line(
          "public static final "
              + name
              + " "
              + JavaNames.constant(alias.name())
              + " = "
              + constant(enumeration, alias.number())
              + ";");
      out.line("");
    }
  }

  /// {@return the constant for a number}
  static String constant(Type.Enumeration enumeration, int number) {
    return JavaNames.constant(enumeration.names().getOrDefault(number, ""));
  }

  private static void decode(
      Out out, Type.Enumeration enumeration, List<Type.Enumerator> constants) {
    out.open("return switch (in.getInt()) {");
    for (var constant : constants) {
      out.line("case " + constant.number() + " -> " + JavaNames.constant(constant.name()) + ";");
    }
    out.assign("default ->", "throw in.unknown", List.of("\"" + enumeration.name() + "\""), ";");
    out.close("};");
  }

  private static void number(Out out, String name) {
    out.line("").line("private final int number;").line("");
    out.open(name + "(int number) {").line("this.number = number;").close("}").line("");
    out.line("/// {@return the number that stands for it}");
    out.open("public int number() {").line("return number;").close("}");
  }
}
