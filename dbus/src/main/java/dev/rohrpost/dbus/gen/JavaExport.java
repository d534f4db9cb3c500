package dev.rohrpost.dbus.gen;

import dev.rohrpost.codegen.Out;
import dev.rohrpost.dbus.introspect.Introspection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes the method that makes an object one that peers can call.
final class JavaExport {
  private static final String THROWN =
      "throws DbusException, InterruptedException, WireException {";

  private final Face face;
  private final JavaTypes types;
  private final Imports imports;
  private final Out out;

  JavaExport(Face face, JavaTypes types, Imports imports, Out out) {
    this.face = face;
    this.types = types;
    this.imports = imports;
    this.out = out;
  }

  void write() {
    for (var name :
        List.of(
            "ExportedInterface",
            "ObjectCall",
            "PropertyType",
            "List",
            "DbusException",
            "WireException",
            "Encoder",
            "Decoder")) {
      imports.add(name);
    }
    out.line("").line("/// {@return the object, ready for calls of peers}").line("///");
    out.line("/// @param object what is called");
    out.open("static ExportedInterface exported(" + face.className + " object) {");
    out.open("return new ExportedInterface() {");
    out.line("@Override").open("public String name() {").line("return INTERFACE;").close("}");
    introspection();
    out.line("").line("@Override").open("public List<PropertyType> properties() {");
    out.line("return PROPERTIES;").close("}");
    calls();
    for (var i = 0; i < face.methods.size(); i++) {
      method(face.methods.get(i), i + 1);
    }
    get();
    set();
    out.close("};").close("}");
  }

  private void introspection() {
    out.line("").line("@Override").open("public String introspection() {");
    var pieces = Literal.pieces(Introspection.write(face.source));
    if (pieces.size() == 1) {
      block("return ", pieces.getFirst(), ";");
    } else {
      out.line("return String.join(").shift(4).line("\"\",");
      for (var piece : pieces) {
        block("", piece, piece.equals(pieces.getLast()) ? ");" : ",");
      }
      out.shift(-4);
    }
    out.close("}");
  }

  private void block(String before, List<String> lines, String after) {
    out.line(before + "\"\"\"");
    lines.forEach(line -> out.line(Literal.inBlock(line)));
    out.line("\"\"\"" + after);
  }

  /// Methods of one name are told apart by their arguments.
  private void calls() {
    var byName = new LinkedHashMap<String, List<Integer>>();
    for (var i = 0; i < face.methods.size(); i++) {
      var name = face.methods.get(i).source().name();
      byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(i + 1);
    }
    out.line("").line("@Override");
    out.header("public boolean call", List.of("ObjectCall call"), THROWN).shift(2);
    if (byName.isEmpty()) {
      out.line("return false;").close("}");
      return;
    }
    out.open("switch (call.member()) {");
    for (var each : byName.entrySet()) {
      var label = "case " + Literal.of(each.getKey()) + " -> ";
      if (each.getValue().size() == 1) {
        out.line(label + "call_" + each.getValue().getFirst() + "(call);");
      } else {
        out.open(label + "{").open("switch (call.signature().toString()) {");
        for (var number : each.getValue().subList(1, each.getValue().size())) {
          var arguments = face.methods.get(number - 1).source().arguments();
          var signature = Literal.of(Face.signature(arguments));
          out.line("case " + signature + " -> call_" + number + "(call);");
        }
        out.line("default -> call_" + each.getValue().getFirst() + "(call);");
        out.close("}").close("}");
      }
    }
    out.open("default -> {").line("return false;").close("}").close("}");
    out.line("return true;").close("}");
  }

  private void method(Face.JavaMethod method, int number) {
    out.line("");
    out.header("private void call_" + number, List.of("ObjectCall call"), THROWN).shift(2);
    var signature = Literal.of(Face.signature(method.source().arguments()));
    out.line("var in = call.arguments(" + signature + ");");
    var arguments = new ArrayList<String>();
    for (var each : method.parameters()) {
      arguments.add("a" + (arguments.size() + 1));
      out.line("var " + arguments.getLast() + " = " + types.read(each.type()) + ";");
    }
    out.line("in.end();");
    var call = "object." + method.name();
    var results = method.source().results();
    if (results.isEmpty()) {
      out.list(call, arguments, ";");
      out.line("call.reply(\"\", " + imports.add("BodyWriter") + ".NOTHING);");
    } else {
      out.list("var result = " + call, arguments, ";");
      var writer =
          method.result() == null
              ? "out -> " + types.write(results.getFirst().type(), "result")
              : "result::write";
      out.list("call.reply", List.of(Literal.of(Face.signature(results)), writer), ";");
    }
    out.close("}");
  }

  private void get() {
    out.line("").line("@Override");
    out.header(
            "public void get",
            List.of("String property", "Encoder out"),
            "throws DbusException, InterruptedException {")
        .shift(2);
    var cases =
        face.properties.stream()
            .filter(each -> each.source().access().canRead())
            .collect(
                Collectors.toMap(
                    each -> each.source().name(),
                    each -> types.write(each.source().type(), "object." + each.getter() + "()"),
                    (one, _) -> one,
                    LinkedHashMap::new));
    cases(cases);
  }

  private void set() {
    out.line("").line("@Override");
    out.header("public void set", List.of("String property", "Decoder in"), THROWN).shift(2);
    var cases =
        face.properties.stream()
            .filter(each -> each.source().access().canWrite())
            .collect(
                Collectors.toMap(
                    each -> each.source().name(),
                    each ->
                        "object." + each.setter() + "(" + types.read(each.source().type()) + ")",
                    (one, _) -> one,
                    LinkedHashMap::new));
    cases(cases);
  }

  private void cases(Map<String, String> cases) {
    if (cases.isEmpty()) {
      out.line("throw ExportedInterface.unknown(property);").close("}");
      return;
    }
    out.open("switch (property) {");
    cases.forEach((name, action) -> out.arrow("case " + Literal.of(name) + " ->", action + ";"));
    out.line("default -> throw ExportedInterface.unknown(property);").close("}").close("}");
  }
}
