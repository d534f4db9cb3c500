package dev.rohrpost.dbus.gen;

import dev.rohrpost.codegen.Out;
import java.util.List;

/// Writes what an interface has of signals: a record for each, how they are read, and how they are
/// sent.
final class JavaSignals {
  private final Face face;
  private final JavaTypes types;
  private final Imports imports;
  private final Out out;

  JavaSignals(Face face, JavaTypes types, Imports imports, Out out) {
    this.face = face;
    this.types = types;
    this.imports = imports;
    this.out = out;
  }

  void write() {
    if (face.signals.isEmpty()) {
      return;
    }
    out.line("").line("/// A signal of this interface.");
    out.line("sealed interface Signal {}");
    var records = new JavaRecords(types, imports);
    for (var signal : face.signals) {
      out.line("").line("/// The signal `" + signal.source().name() + "`");
      if (!signal.source().documentation().isEmpty()) {
        out.line("///");
        Javadoc.write(out, signal.source().documentation());
      }
      if (!signal.record().components().isEmpty()) {
        out.line("///");
      }
      parameters(signal);
      if (signal.source().isDeprecated()) {
        out.line("@Deprecated");
      }
      records.write(out, signal.record(), false, "implements Signal");
    }
    reader();
    emitter();
  }

  private void parameters(Face.JavaSignal signal) {
    for (var each : signal.record().components()) {
      Javadoc.tag(out, "@param " + each.name(), JavaGenerator.described(each));
    }
  }

  private void reader() {
    out.line("").line("/// Reads a signal of this interface.").line("///");
    out.line("/// @param member its name");
    out.line("/// @param signature the types of its arguments");
    out.line("/// @param in its arguments");
    out.line("/// @return the signal; empty if there is none of this name with these arguments");
    out.line("/// @throws WireException if the bytes break a rule");
    imports.add("Optional");
    imports.add("Decoder");
    imports.add("WireException");
    out.header(
            "static Optional<Signal> signal",
            List.of("String member", "String signature", "Decoder in"),
            "throws WireException {")
        .shift(2);
    out.open("return switch (member + \" \" + signature) {");
    for (var signal : face.signals) {
      var label = signal.source().name() + " " + Face.signature(signal.source().arguments());
      var value = "Optional.of(" + signal.record().name() + ".read(in));";
      out.arrow("case " + Literal.of(label) + " ->", value);
    }
    out.line("default -> Optional.empty();").close("};").close("}");
  }

  private void emitter() {
    imports.add("SignalEmitter");
    imports.add("DbusException");
    out.line("").line("/// Sends the signals of an object.").open("final class Emitter {");
    out.line("private final SignalEmitter emitter;").line("");
    out.line("/// Sends signals of this interface.").line("///");
    out.line("/// @param emitter sends the signals of the object");
    out.open("public Emitter(SignalEmitter emitter) {");
    out.line("this.emitter = emitter;").close("}");
    for (var signal : face.signals) {
      out.line("").line("/// Sends `" + signal.source().name() + "`").line("///");
      parameters(signal);
      out.line("/// @throws DbusException if it cannot be sent");
      out.line("/// @throws InterruptedException if the thread is interrupted");
      if (signal.source().isDeprecated()) {
        out.line("@Deprecated");
      }
      emit(signal);
    }
    out.close("}");
  }

  private void emit(Face.JavaSignal signal) {
    var components = signal.record().components();
    var throwing = "throws DbusException, InterruptedException {";
    out.header("public void " + signal.emit(), JavaGenerator.declared(components, types), throwing)
        .shift(2);
    var names = components.stream().map(Face.Component::name).toList();
    out.assign("var signal_1 =", "new " + signal.record().name(), names, ";");
    out.list(
        "this.emitter.emit",
        List.of(
            "INTERFACE",
            Literal.of(signal.source().name()),
            Literal.of(Face.signature(signal.source().arguments())),
            "signal_1::write"),
        ";");
    out.close("}");
  }
}
