package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.Identifiers;
import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.codegen.Out;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes a version of a program: an interface for the server, and a client.
final class JavaProgram {
  private final JavaSource source;
  private final JavaTypes types;
  private final Imports imports;
  private final Service.Program program;
  private final Service.Version version;
  private final String name;
  private final JavaBody body;
  private final Layout layout;
  private final Map<Service.Procedure, String> methods = new HashMap<>();
  private final Map<Service.Procedure, String> bundles = new HashMap<>();
  private final Out out = new Out();
  private String ping = "ping";

  JavaProgram(
      JavaSource source,
      JavaTypes types,
      Layout layout,
      Service.Program program,
      Service.Version version) {
    this.source = source;
    this.types = types;
    this.layout = layout;
    this.program = program;
    this.version = version;
    imports = source.imports();
    name = types.fresh(types.names().type(version.name()));
    body = new JavaBody(types, layout, imports);
    var taken =
        JavaNames.reserved(
            "program serve admits equals hashCode toString getClass notify notifyAll wait clone"
                + " finalize");
    var bundleNames = JavaNames.reserved("Client");
    for (var procedure : version.procedures()) {
      methods.put(procedure, Identifiers.fresh(types.names().member(procedure.name()), taken));
      if (procedure.parameters().size() > 1) {
        var bundle = types.names().type(procedure.name()) + "Arguments";
        bundles.put(procedure, Identifiers.fresh(bundle, bundleNames));
      }
    }
    if (version.procedures().stream().noneMatch(each -> each.number() == 0)) {
      ping = Identifiers.fresh("ping", taken);
    }
  }

  JavaFile file() {
    imports.rpc("Call");
    imports.rpc("Program");
    imports.rpc("RpcService");
    source.head(out, "`version " + version.name() + "` of `program " + program.name() + "`");
    out.line("///").line("/// The server answers procedure 0 itself.");
    source.annotations(out);
    out.open("public interface " + name + " extends RpcService {");
    out.line("/// Which version of which program it is.");
    out.assign(
        "Program ID =",
        "new Program",
        List.of(JavaBody.number(program.number()), JavaBody.number(version.number())),
        ";");
    out.line("");
    for (var procedure : version.procedures()) {
      if (procedure.number() != 0) {
        method(procedure);
      }
    }
    out.line("@Override").open("default Program program() {").line("return ID;").close("}");
    out.line("").line("@Override");
    out.open("default void serve(Call call) throws Exception {");
    out.open("switch (call.procedure()) {");
    version.procedures().stream().filter(each -> each.number() != 0).forEach(this::serve);
    out.line("default -> call.noSuchProcedure();").close("}").close("}").line("");
    client();
    return source.file(name, out.close("}"));
  }

  private static String text(Service.Procedure procedure) {
    var parameters = procedure.parameters().stream().map(Type.Member::text).toList();
    return procedure.name()
        + "("
        + (parameters.isEmpty() ? "void" : String.join(", ", parameters))
        + ") = "
        + procedure.number();
  }

  private String result(Service.Procedure procedure) {
    return types.type(procedure.result(), imports);
  }

  private List<String> parameters(Service.Procedure procedure, String last) {
    var taken = types.classNames(procedure.parameters());
    Layout.leaf(procedure.result()).forEach(type -> taken.add(types.name(type)));
    taken.addAll(List.of("call", "caller"));
    var parameters = new ArrayList<String>();
    for (var each : procedure.parameters()) {
      parameters.add(
          types.type(each.type(), imports)
              + " "
              + Identifiers.fresh(types.names().member(each.name()), taken));
    }
    if (!last.isEmpty()) {
      parameters.add(last);
    }
    return parameters;
  }

  private List<String> names(Service.Procedure procedure) {
    return parameters(procedure, "").stream()
        .map(each -> each.substring(each.lastIndexOf(' ') + 1))
        .toList();
  }

  private void document(Out inside, Service.Procedure procedure) {
    inside.comment("`" + text(procedure) + "`", "").line("///");
    var names = names(procedure);
    for (var i = 0; i < names.size(); i++) {
      inside.comment(
          "@param " + names.get(i) + " `" + procedure.parameters().get(i).text() + "`", "  ");
    }
  }

  private void method(Service.Procedure procedure) {
    document(out, procedure);
    out.line("/// @param call who calls, and until when");
    if (procedure.result() != Type.Plain.VOID) {
      out.line("/// @return what the caller gets");
    }
    out.line("/// @throws Exception if there is no result: the caller is told SYSTEM_ERR");
    out.header(
        result(procedure) + " " + methods.get(procedure),
        parameters(procedure, "Call call"),
        "throws Exception;");
    out.line("");
  }

  private String arguments(Service.Procedure procedure) {
    return switch (procedure.parameters().size()) {
      case 0 -> body.codec(Type.Plain.VOID);
      case 1 -> codec(procedure.parameters().getFirst().type());
      default -> "Client." + bundles.get(procedure) + ".CODEC";
    };
  }

  /// {@return a codec, which the client has if it is one without a name of its own}
  private String codec(Type type) {
    var codec = body.codec(type);
    return codec.contains(".") ? codec : "Client." + codec;
  }

  private void serve(Service.Procedure procedure) {
    out.open("case " + (int) procedure.number() + " -> {");
    var count = procedure.parameters().size();
    var arguments = new ArrayList<String>();
    if (count == 0) {
      out.line("call.arguments(" + arguments(procedure) + ");");
    } else {
      out.assign("var arguments =", "call.arguments", List.of(arguments(procedure)), ";");
      if (count == 1) {
        arguments.add("arguments");
      } else {
        var bundle = bundled(procedure, new JavaBody(types, layout, imports));
        procedure
            .parameters()
            .forEach(each -> arguments.add("arguments." + bundle.component(each) + "()"));
      }
    }
    arguments.add("call");
    if (procedure.result() == Type.Plain.VOID) {
      out.list(methods.getOrDefault(procedure, ""), arguments, ";");
      out.line("call.reply(" + body.codec(Type.Plain.VOID) + ", null);");
    } else {
      out.assign("var result =", methods.getOrDefault(procedure, ""), arguments, ";");
      out.list("call.reply", List.of(codec(procedure.result()), "result"), ";");
    }
    out.close("}");
  }

  private void client() {
    imports.rpc("RpcCaller");
    imports.rpc("RpcException");
    var inside = new Out().shift(4);
    inside.line("private final RpcCaller caller;").line("");
    inside.line("/// Calls a server.").line("///").line("/// @param caller how");
    inside.open("public Client(RpcCaller caller) {").line("this.caller = caller;").close("}");
    if (!ping.isEmpty() && version.procedures().stream().noneMatch(each -> each.number() == 0)) {
      call(
          inside,
          new Service.Procedure(version.place(), "NULL", 0, Type.Plain.VOID, List.of()),
          ping);
    }
    for (var procedure : version.procedures()) {
      call(inside, procedure, methods.getOrDefault(procedure, ""));
    }
    for (var procedure : version.procedures()) {
      if (procedure.parameters().size() > 1) {
        bundle(inside, procedure);
      }
    }
    out.line("/// Calls the procedures of a server.");
    out.open("final class Client {");
    var items = new Out().shift(4);
    body.items(items);
    out.raw(items.toString()).raw(inside.toString()).close("}");
  }

  private void call(Out inside, Service.Procedure procedure, String method) {
    inside.line("");
    document(inside, procedure);
    var isVoid = procedure.result() == Type.Plain.VOID;
    if (!isVoid) {
      inside.line("/// @return the result");
    }
    inside.line("/// @throws RpcException if there is no result");
    inside.line("/// @throws InterruptedException if the thread is interrupted");
    inside.header(
        "public " + result(procedure) + " " + method,
        parameters(procedure, ""),
        "throws RpcException, InterruptedException {");
    inside.shift(2);
    var names = names(procedure);
    var argument =
        switch (names.size()) {
          case 0 -> "null";
          case 1 -> names.getFirst();
          default -> "new " + bundles.get(procedure) + "(" + String.join(", ", names) + ")";
        };
    var results = body.codec(procedure.result());
    inside.list(
        (isVoid ? "" : "return ") + "caller.call",
        List.of(
            "ID",
            Integer.toString((int) procedure.number()),
            arguments(procedure).replace("Client.", ""),
            argument,
            results),
        ";");
    inside.close("}");
  }

  private static JavaRecord bundled(Service.Procedure procedure, JavaBody own) {
    return new JavaRecord(own, procedure.parameters());
  }

  /// Writes the arguments of a procedure as one record.
  private void bundle(Out inside, Service.Procedure procedure) {
    var own = new JavaBody(types, layout, imports);
    var record = bundled(procedure, own);
    var bundle = bundles.getOrDefault(procedure, "");
    inside.line("");
    inside.list("private record " + bundle, record.header(), " {").shift(2);
    own.beginCodec(inside, "static final ", bundle, "CODEC");
    record.write(inside, "value.");
    own.turnCodec(inside, bundle);
    record.read(inside, bundle, List.of());
    own.endCodec(inside);
    var items = inside.nested(0);
    own.items(items);
    if (!items.toString().isEmpty()) {
      inside.line("").raw(items.toString().stripTrailing() + "\n");
    }
    var checks = inside.nested(0);
    record.constructor(checks, "private ", bundle, _ -> {});
    if (!checks.toString().isEmpty()) {
      inside.line("").raw(checks.toString().stripTrailing() + "\n");
    }
    inside.close("}");
  }
}
