package dev.rohrpost.dbus.gen;

import dev.rohrpost.codegen.Out;
import java.util.ArrayList;
import java.util.List;

/// Writes the class that calls an object of a peer.
final class JavaClient {
  private static final String THROWN = "throws DbusException, InterruptedException {";

  private final Face face;
  private final JavaTypes types;
  private final Imports imports;
  private final Out out;

  JavaClient(Face face, JavaTypes types, Imports imports, Out out) {
    this.face = face;
    this.types = types;
    this.imports = imports;
    this.out = out;
  }

  void write() {
    imports.add("RemoteObject");
    imports.add("Duration");
    out.line("").line("/// Calls an object of a peer.");
    out.open("final class Client implements " + face.className + " {");
    out.line("private final RemoteObject remote;").line("");
    out.line("/// Calls an object.").line("///");
    out.line("/// @param remote which");
    out.open("public Client(RemoteObject remote) {").line("this.remote = remote;").close("}");
    out.line("").line("/// {@return the same object, with another time to wait for each reply}");
    out.line("///").line("/// @param patience how long to wait");
    out.open("public Client within(Duration patience) {");
    out.line("return new Client(remote.within(patience));").close("}");
    face.methods.forEach(this::method);
    face.properties.forEach(this::accessors);
    out.close("}");
  }

  private void method(Face.JavaMethod method) {
    var source = method.source();
    override(source.isDeprecated());
    out.header(
            "public " + JavaGenerator.result(method, types) + " " + method.name(),
            JavaGenerator.declared(method.parameters(), types),
            THROWN)
        .shift(2);
    var items =
        new ArrayList<>(
            List.of(
                "INTERFACE",
                Literal.of(source.name()),
                Literal.of(Face.signature(source.arguments())),
                writer(method.parameters())));
    if (source.results().isEmpty()) {
      out.list(source.isWithoutReply() ? "this.remote.send" : "this.remote.call", items, ";");
    } else {
      items.add(Literal.of(Face.signature(source.results())));
      items.add("in -> " + reader(method));
      out.list("return this.remote.call", items, ";");
    }
    out.close("}");
  }

  private String reader(Face.JavaMethod method) {
    return method.result() == null
        ? types.read(method.source().results().getFirst().type())
        : method.result().name() + ".read(in)";
  }

  private String writer(List<Face.Component> components) {
    if (components.isEmpty()) {
      return imports.add("BodyWriter") + ".NOTHING";
    }
    if (components.size() == 1) {
      var only = components.getFirst();
      return "out -> " + types.write(only.type(), only.name());
    }
    var lines = new StringBuilder("out -> {\n");
    for (var each : components) {
      lines.append("  ").append(types.write(each.type(), each.name())).append(";\n");
    }
    return lines.append("}").toString();
  }

  private void accessors(Face.JavaProperty each) {
    var property = each.source();
    var name = Literal.of(property.name());
    var type = Literal.of(property.type().toString());
    if (property.access().canRead()) {
      override(property.isDeprecated());
      var head = "public " + types.of(property.type()) + " " + each.getter();
      out.header(head, List.of(), THROWN).shift(2);
      var reader = "in -> " + types.read(property.type());
      out.list("return this.remote.get", List.of("INTERFACE", name, type, reader), ";").close("}");
    }
    if (property.access().canWrite()) {
      override(property.isDeprecated());
      var parameter = List.of(types.of(property.type()) + " value");
      out.header("public void " + each.setter(), parameter, THROWN).shift(2);
      var writer = "out -> " + types.write(property.type(), "value");
      out.list("this.remote.set", List.of("INTERFACE", name, type, writer), ";").close("}");
    }
  }

  private void override(boolean isDeprecated) {
    imports.add("DbusException");
    out.line("").line("@Override");
    if (isDeprecated) {
      out.line("@Deprecated");
    }
  }
}
