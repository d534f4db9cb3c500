package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.Identifiers;
import dev.rohrpost.codegen.Out;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The statements with which a constructor checks its arguments.
final class JavaChecks {
  private final JavaBody body;
  private final Out out;
  private final Set<String> taken;

  /// @param taken names of variables that are there already
  JavaChecks(JavaBody body, Out out, Set<String> taken) {
    this.body = body;
    this.out = out;
    this.taken = taken;
  }

  /// Checks a component.
  ///
  /// @param member how the file calls it
  void check(Type type, String name, String member) {
    if (body.types().isNullable(type) && type instanceof Type.Optional(var value)) {
      present(value, name, member);
      return;
    }
    var java = body.types().plain(type, new Imports(""));
    if (!List.of("int", "long", "float", "double", "boolean").contains(java)) {
      body.imports().add("java.util", "Objects");
      out.list("Objects.requireNonNull", List.of(name, quoted(member)), ";");
    }
    if (java.startsWith("List<")) {
      copy(type, name);
    }
    bounds(type, name, member);
  }

  private void copy(Type type, String name) {
    var nulls =
        switch (type) {
          case Type.Array(var element, _) -> body.types().isNullable(element);
          case Type.FixedArray(var element, _) -> body.types().isNullable(element);
          default -> false;
        };
    if (nulls) {
      var list = body.imports().add("java.util", "ArrayList");
      var collections = body.imports().add("java.util", "Collections");
      out.line(name + " = " + collections + ".unmodifiableList(new " + list + "<>(" + name + "));");
    } else {
      out.line(name + " = " + body.imports().add("java.util", "List") + ".copyOf(" + name + ");");
    }
  }

  /// Checks what may be there.
  private void present(Type value, String name, String member) {
    var inside = out.nested(2);
    var checks = new JavaChecks(body, inside, taken);
    if (!body.types().isNullable(value)) {
      if (body.types().plain(value, new Imports("")).startsWith("List<")) {
        checks.copy(value, name);
      }
      checks.bounds(value, name, member);
    }
    if (!inside.toString().isEmpty()) {
      out.line("if (" + name + " != null) {").raw(inside.toString()).line("}");
    }
  }

  private void bounds(Type type, String name, String member) {
    switch (type) {
      case Type.Plain plain -> bounds(plain, name, member);
      case Type.Text(var bound) when !body.types().hasOpaqueStrings() ->
          call("string", member, name, body.bound(bound));
      case Type.Text(var bound) -> atMost(bound, name, member);
      case Type.Bytes(var bound) -> atMost(bound, name, member);
      case Type.FixedBytes(var length) ->
          call("exactly", member, name + ".size()", JavaBody.number(length));
      case Type.Array(var element, var bound) -> {
        atMost(bound, name, member);
        elements(element, name, member);
      }
      case Type.FixedArray(var element, var length) -> {
        call("exactly", member, name + ".size()", JavaBody.number(length));
        elements(element, name, member);
      }
      case Type.Struct struct when Layout.isChain(struct) ->
          call("range", member, name + ".size()", "1", "Integer.MAX_VALUE");
      default -> {}
    }
  }

  private void bounds(Type.Plain plain, String name, String member) {
    if (plain.isNarrow()) {
      call(
          "range", member, name, JavaBody.number(plain.lowest()), JavaBody.number(plain.highest()));
    } else if (plain == Type.Plain.UNSIGNED_INT) {
      call("range", member, name, "0", body.bound(Resolver.UNBOUNDED));
    } else if (plain == Type.Plain.QUADRUPLE) {
      call("exactly", member, name + ".size()", "16");
    }
  }

  private void atMost(long bound, String name, String member) {
    if (bound < Integer.MAX_VALUE) {
      call("atMost", member, name + ".size()", JavaBody.number(bound));
    }
  }

  private void elements(Type element, String name, String member) {
    if (JavaTypes.isPrimitive(element)) {
      if (element instanceof Type.Plain plain) {
        bounds(plain, name, member);
      }
      return;
    }
    var nullable = body.types().isNullable(element);
    var type = nullable && element instanceof Type.Optional(var value) ? value : element;
    var each = Identifiers.fresh("each", taken);
    var inside = out.nested(nullable ? 4 : 2);
    if (!body.types().isNullable(type)) {
      new JavaChecks(body, inside, taken).bounds(type, each, member + "[]");
    }
    taken.remove(each);
    var checks = inside.toString();
    if (!checks.isEmpty()) {
      out.open("for (var " + each + " : " + name + ") {");
      if (nullable) {
        out.line("if (" + each + " != null) {");
      }
      out.raw(checks);
      if (nullable) {
        out.line("}");
      }
      out.close("}");
    }
  }

  private void call(String check, String member, String... arguments) {
    var all = new ArrayList<String>();
    all.add(quoted(member));
    all.addAll(List.of(arguments));
    out.list(body.imports().xdr("XdrCheck") + "." + check, all, ";");
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
