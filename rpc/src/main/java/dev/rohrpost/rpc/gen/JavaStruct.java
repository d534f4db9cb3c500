package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.codegen.Out;
import java.util.List;

/// Writes a struct as a record.
final class JavaStruct {
  private final JavaSource source;
  private final JavaBody body;
  private final Type.Struct struct;
  private final String name;
  private final JavaRecord record;
  private final boolean recursive;
  private final boolean chain;
  private final Out out = new Out();

  JavaStruct(JavaSource source, JavaTypes types, Layout layout, Type.Struct struct) {
    this.source = source;
    this.struct = struct;
    body = new JavaBody(types, layout, source.imports());
    name = types.name(struct);
    chain = Layout.isChain(struct);
    recursive = layout.isRecursive(struct);
    var members = struct.members();
    record = new JavaRecord(body, chain ? members.subList(0, members.size() - 1) : members);
  }

  int words() {
    return record.words();
  }

  JavaFile file() {
    source.head(out, "`struct " + struct.name() + "`");
    record.document(out);
    source.annotations(out);
    out.list("public record " + name, record.header(), " {").shift(2);
    if (chain) {
      chainCodecs();
    } else {
      out.line("/// Writes and reads it.");
      codec("public static final ", "CODEC");
    }
    var items = new Out().shift(2);
    var rest = new Out().shift(2);
    record.constructor(rest, "public ", name, _ -> {});
    record.text(rest, name);
    if (recursive) {
      recursion(rest);
    }
    body.items(items);
    out.raw(items.toString()).raw(rest.toString()).close("}");
    return source.file(name, withoutBlankEnd(out));
  }

  /// Takes away the empty line before the last brace.
  static Out withoutBlankEnd(Out out) {
    var text = out.toString();
    return new Out()
        .raw(text.endsWith("\n\n}\n") ? text.substring(0, text.length() - 3) + "}\n" : text);
  }

  private void chainCodecs() {
    var codec = source.imports().xdr("XdrCodec");
    var list = source.imports().add("java.util", "List");
    var lists = source.imports().xdr("XdrLists");
    codec("private static final ", "NODE");
    out.line("/// Writes and reads `" + struct.name() + " *`: a chain, which may be empty.");
    var head = "public static final " + codec + "<" + list + "<" + name + ">> ";
    out.assign(head + "CHAIN =", lists + ".chain", List.of("NODE"), ";").line("");
    out.line("/// Writes and reads `" + struct.name() + "`: a chain of at least one.");
    out.assign(head + "CODEC =", lists + ".chainOfSome", List.of("NODE"), ";").line("");
  }

  private void codec(String modifiers, String constant) {
    body.beginCodec(out, modifiers, name, constant);
    if (recursive) {
      out.line("out.enter();").line("put(out, value);").line("out.leave();");
    } else {
      record.write(out, "value.");
    }
    body.turnCodec(out, name);
    if (recursive) {
      out.line("in.enter();").line("var value = get(in);").line("in.leave();");
      out.line("return value;");
    } else {
      record.read(out, name, List.of());
    }
    body.endCodec(out);
    out.line("");
  }

  private void recursion(Out rest) {
    rest.open("private static void put(XdrWriter out, " + name + " value) {");
    record.write(rest, "value.");
    rest.close("}").line("");
    rest.open("private static " + name + " get(XdrReader in) throws XdrException {");
    record.read(rest, name, List.of());
    rest.close("}").line("");
  }
}
