package dev.rohrpost.dbus.gen;

import dev.rohrpost.codegen.Out;
import java.util.ArrayList;
import java.util.List;

/// Writes records: structs, several results, and signals.
final class JavaRecords {
  private final JavaTypes types;
  private final Imports imports;

  JavaRecords(JavaTypes types, Imports imports) {
    this.types = types;
    this.imports = imports;
  }

  /// Writes a record.
  ///
  /// @param isStruct whether it is one on the wire, too
  /// @param end what follows the components: `implements …`, or nothing
  void write(Out out, Face.JavaRecord record, boolean isStruct, String end) {
    var components = record.components();
    var header = new ArrayList<String>();
    components.forEach(each -> header.add(types.of(each.type()) + " " + each.name()));
    var head = "record " + record.name();
    if (end.isEmpty()) {
      out.list(head, header, " {").shift(2);
    } else {
      out.header(head, header, end + " {").shift(2);
    }
    read(out, record, isStruct);
    out.line("");
    out.open("private void write(" + imports.add("Encoder") + " out) {");
    if (isStruct) {
      out.line("out.beginStruct();");
    }
    for (var each : components) {
      var value = each.name().equals("out") ? "this.out" : each.name();
      out.line(types.write(each.type(), value) + ";");
    }
    if (isStruct) {
      out.line("out.endStruct();");
    }
    out.close("}");
    if (components.stream().anyMatch(each -> JavaTypes.isPrimitive(each.type()))) {
      equality(out, record);
    }
    out.close("}");
  }

  private void read(Out out, Face.JavaRecord record, boolean isStruct) {
    var head = "private static " + record.name() + " read";
    var decoder = imports.add("Decoder") + " in";
    out.header(head, List.of(decoder), "throws " + imports.add("WireException") + " {").shift(2);
    var items = record.components().stream().map(each -> types.read(each.type())).toList();
    if (isStruct) {
      out.line("in.beginStruct();");
      out.assign("var value =", "new " + record.name(), items, ";");
      out.line("in.endStruct();").line("return value;");
    } else {
      out.list("return new " + record.name(), items, ";");
    }
    out.close("}");
  }

  /// Makes arrays equal if their elements are.
  private void equality(Out out, Face.JavaRecord record) {
    var equal = new ArrayList<String>();
    var hashes = new ArrayList<String>();
    for (var each : record.components()) {
      var name = "this." + each.name();
      if (JavaTypes.isPrimitive(each.type())) {
        equal.add(imports.add("Arrays") + ".equals(" + name + ", that." + each.name() + ")");
        hashes.add("Arrays.hashCode(" + name + ")");
      } else {
        equal.add(imports.add("Objects") + ".equals(" + name + ", that." + each.name() + ")");
        hashes.add(name);
      }
    }
    out.line("").line("@Override").open("public boolean equals(Object other) {");
    lines(out, "return other instanceof " + record.name() + " that", equal, "&& ");
    out.close("}").line("").line("@Override").open("public int hashCode() {");
    out.list("return " + imports.add("Objects") + ".hash", hashes, ";").close("}");
  }

  private static void lines(Out out, String first, List<String> more, String operator) {
    out.line(first).shift(4);
    for (var i = 0; i < more.size(); i++) {
      out.line(operator + more.get(i) + (i == more.size() - 1 ? ";" : ""));
    }
    out.shift(-4);
  }
}
