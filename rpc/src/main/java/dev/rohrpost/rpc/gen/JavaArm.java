package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.Out;
import java.util.ArrayList;
import java.util.List;

/// Writes an arm of a union.
final class JavaArm {
  private final JavaTypes types;
  private final Type.Union union;
  private final Type.Arm arm;
  private final Names names;
  private final JavaBody body;
  private final JavaRecord record;
  private final List<Type.Member> members = new ArrayList<>();

  /// How the union and the arm are called.
  record Names(String union, String arm) {}

  JavaArm(
      JavaTypes types,
      Layout layout,
      Imports imports,
      Type.Union union,
      Type.Arm arm,
      Names names) {
    this.types = types;
    this.union = union;
    this.arm = arm;
    this.names = names;
    body = new JavaBody(types, layout, imports);
    if (carries(arm)) {
      members.add(union.discriminant());
    }
    if (!arm.isVoid()) {
      members.add(arm.member());
    }
    record = new JavaRecord(body, members);
  }

  /// {@return whether the arm does not say by itself what the discriminant is}
  static boolean carries(Type.Arm arm) {
    return arm.byDefault() || arm.cases().size() > 1;
  }

  void write(Out out) {
    var others = carries(arm) && !arm.byDefault() ? " and others" : "";
    var what = arm.isVoid() ? ", which is void." : ": `" + arm.member().text() + "`.";
    out.comment("The arm for `" + arm.label() + "`" + others + what, "");
    record.document(out);
    out.header("record " + names.arm(), record.header(), "implements " + names.union() + " {");
    out.shift(2);
    var inside = out.nested(0);
    record.constructor(inside, "public ", names.arm(), checks -> discriminantCheck(checks));
    record.text(inside, names.arm());
    if (!arm.isVoid()) {
      get(inside);
    }
    put(inside);
    var items = out.nested(0);
    body.items(items);
    out.raw(items.toString()).raw(inside.toString()).close("}").line("");
  }

  private void discriminantCheck(Out checks) {
    if (!carries(arm)) {
      return;
    }
    var numbers =
        arm.byDefault()
            ? union.arms().stream().flatMap(each -> each.cases().stream()).toList()
            : arm.cases();
    if (numbers.isEmpty()) {
      return;
    }
    var component = record.component(union.discriminant());
    var operands =
        numbers.stream()
            .map(number -> component + (arm.byDefault() ? " != " : " == ") + constant(number))
            .toList();
    checks.condition(
        body.imports().xdr("XdrCheck") + ".arm",
        "\"" + union.discriminant().name() + "\"",
        operands,
        arm.byDefault() ? "&&" : "||");
  }

  private String constant(long number) {
    return switch (union.discriminant().type()) {
      case Type.Enumeration enumeration ->
          types.name(enumeration, body.imports())
              + "."
              + JavaEnum.constant(enumeration, (int) number);
      case Type.Plain plain when plain == Type.Plain.BOOL -> number == 1 ? "true" : "false";
      default -> JavaBody.number(number);
    };
  }

  private void get(Out out) {
    var parameters = new ArrayList<String>();
    parameters.add("XdrReader in");
    if (carries(arm)) {
      var type = types.type(union.discriminant().type(), body.imports());
      parameters.add(type + " discriminant");
    }
    out.header("private static " + names.arm() + " get", parameters, "throws XdrException {");
    out.shift(2);
    out.open("try {");
    var arguments = new ArrayList<String>();
    if (carries(arm)) {
      arguments.add("discriminant");
    }
    arguments.add(body.read(arm.member().type()).toString());
    out.list("return new " + names.arm(), arguments, ";");
    out.turn("} catch (XdrException e) {");
    out.list("throw e.within", List.of("\"" + arm.member().name() + "\""), ";");
    out.close("}").close("}").line("");
  }

  private void put(Out out) {
    out.open("private void put(XdrWriter out) {");
    var type = union.discriminant().type();
    if (carries(arm)) {
      body.write(out, type, record.component(union.discriminant()));
    } else {
      var number = constant(arm.cases().getFirst());
      body.write(
          out,
          type instanceof Type.Enumeration ? Type.Plain.INT : type,
          type instanceof Type.Enumeration ? number + ".number()" : number);
    }
    if (!arm.isVoid()) {
      body.write(out, arm.member().type(), record.component(arm.member()));
    }
    out.close("}");
  }
}
