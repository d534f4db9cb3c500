package dev.rohrpost.dbus.gen;

import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.codegen.Out;
import dev.rohrpost.dbus.type.Type;
import java.util.ArrayList;
import java.util.List;

/// Writes the Java file of an interface: its parts one after the other.
final class JavaGenerator {
  private final Face face;
  private final Imports imports = new Imports();
  private final JavaTypes types;
  private final JavaRecords records;
  private final Out out = new Out();

  private JavaGenerator(Face face) {
    this.face = face;
    this.types = new JavaTypes(face, imports);
    this.records = new JavaRecords(types, imports);
  }

  static JavaFile generate(Face face) {
    var generator = new JavaGenerator(face);
    generator.body();
    var all = new Out().line("package " + face.packageName + ";").line("");
    generator.imports.print(all);
    all.line("").raw(generator.out.toString());
    var path = face.packageName.replace('.', '/') + "/" + face.className + ".java";
    return new JavaFile(path, all.toString());
  }

  private void body() {
    documentation("`" + face.source.name() + "`", face.source.documentation());
    if (face.source.isDeprecated()) {
      out.line("@Deprecated");
    }
    imports.add("NullMarked");
    imports.add("Generated");
    out.line("@NullMarked").line(Generation.GENERATOR.mark());
    out.open("public interface " + face.className + " {");
    out.line("/// The name of this interface.");
    out.arrow("String INTERFACE =", Literal.of(face.source.name()) + ";");
    out.line("");
    properties();
    face.methods.forEach(this::method);
    face.properties.forEach(this::accessors);
    records();
    new JavaSignals(face, types, imports, out).write();
    new JavaClient(face, types, imports, out).write();
    new JavaExport(face, types, imports, out).write();
    types.methods(out);
    out.close("}");
  }

  private void documentation(String what, String text) {
    out.line("/// " + what);
    if (!text.isEmpty()) {
      out.line("///");
      Javadoc.write(out, text);
    }
  }

  private void properties() {
    out.line("/// Its properties.");
    var items = new ArrayList<String>();
    for (var each : face.properties) {
      var property = each.source();
      items.add(
          "new PropertyType("
              + Literal.of(property.name())
              + ", "
              + Literal.of(property.type().toString())
              + ", "
              + (imports.add("Access") + "." + property.access())
              + ", "
              + (imports.add("Emits") + "." + property.emits())
              + ")");
    }
    imports.add("List");
    imports.add("PropertyType");
    out.assign("List<PropertyType> PROPERTIES =", "List.of", items, ";");
  }

  private void method(Face.JavaMethod method) {
    var source = method.source();
    out.line("");
    documentation("`" + source.name() + "`", source.documentation());
    out.line("///");
    parameters(method.parameters());
    results(method);
    fails("no reply, or it");
    if (source.isDeprecated()) {
      out.line("@Deprecated");
    }
    var head = result(method) + " " + method.name();
    out.header(head, declared(method.parameters()), thrown() + ";");
  }

  private void results(Face.JavaMethod method) {
    if (method.result() != null) {
      out.line("/// @return the results");
    } else if (!method.source().results().isEmpty()) {
      var result = method.source().results().getFirst();
      Javadoc.tag(out, "@return", described(result.name(), result.documentation(), result.type()));
    }
  }

  private void parameters(List<Face.Component> components) {
    for (var each : components) {
      Javadoc.tag(out, "@param " + each.name(), described(each));
    }
  }

  static String described(Face.Component component) {
    return described("", component.documentation(), component.type());
  }

  private static String described(String name, String documentation, Type type) {
    if (!documentation.isEmpty()) {
      return documentation.replaceAll("\n+(- )?", " ");
    }
    return name.isEmpty() ? "`" + type + "`" : name + ": `" + type + "`";
  }

  private void fails(String what) {
    out.line("/// @throws DbusException if there is " + what + " is an error");
    out.line("/// @throws InterruptedException if the thread is interrupted");
  }

  private String result(Face.JavaMethod method) {
    return result(method, types);
  }

  static String result(Face.JavaMethod method, JavaTypes types) {
    if (method.result() != null) {
      return method.result().name();
    }
    var results = method.source().results();
    return results.isEmpty() ? "void" : types.of(results.getFirst().type());
  }

  private List<String> declared(List<Face.Component> components) {
    return declared(components, types);
  }

  static List<String> declared(List<Face.Component> components, JavaTypes types) {
    return components.stream().map(each -> types.of(each.type()) + " " + each.name()).toList();
  }

  private String thrown() {
    return "throws " + imports.add("DbusException") + ", InterruptedException";
  }

  private void accessors(Face.JavaProperty each) {
    var property = each.source();
    var head = "`" + Javadoc.code(property.name()) + "`, " + emitted(each);
    if (property.access().canRead()) {
      out.line("");
      documentation(head, property.documentation());
      out.line("///").line("/// @return its value: `" + property.type() + "`");
      fails("no reply, or it");
      if (property.isDeprecated()) {
        out.line("@Deprecated");
      }
      out.header(types.of(property.type()) + " " + each.getter(), List.of(), thrown() + ";");
    }
    if (property.access().canWrite()) {
      out.line("");
      documentation("Sets " + head, property.documentation());
      out.line("///").line("/// @param value its new value: `" + property.type() + "`");
      fails("no reply, or it");
      if (property.isDeprecated()) {
        out.line("@Deprecated");
      }
      var parameter = List.of(types.of(property.type()) + " value");
      out.header("void " + each.setter(), parameter, thrown() + ";");
    }
  }

  private static String emitted(Face.JavaProperty property) {
    return switch (property.source().emits()) {
      case TRUE -> "of which changes are announced with the new value.";
      case INVALIDATES -> "of which changes are announced without the new value.";
      case CONST -> "which never changes.";
      case FALSE -> "of which changes are not announced.";
    };
  }

  private void records() {
    for (var method : face.methods) {
      if (method.result() != null) {
        out.line("").line("/// What `" + method.source().name() + "` answers.").line("///");
        parameters(method.result().components());
        records.write(out, method.result(), false, "");
      }
    }
    for (var struct : face.structs.entrySet()) {
      out.line("").line("/// A struct: `" + struct.getKey() + "`").line("///");
      parameters(struct.getValue().components());
      records.write(out, struct.getValue(), true, "");
    }
  }
}
