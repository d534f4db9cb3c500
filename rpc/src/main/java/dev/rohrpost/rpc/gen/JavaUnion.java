package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.Identifiers;
import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.codegen.Out;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes a union as a sealed interface with a record for each arm.
final class JavaUnion {
  private final JavaSource source;
  private final JavaTypes types;
  private final Layout layout;
  private final Type.Union union;
  private final String name;
  private final JavaBody body;
  private final Map<Type.Arm, String> names = new HashMap<>();
  private final List<Type.Arm> arms = new ArrayList<>();
  private final Out out = new Out();

  JavaUnion(JavaSource source, JavaTypes types, Layout layout, Type.Union union) {
    this.source = source;
    this.types = types;
    this.layout = layout;
    this.union = union;
    name = types.name(union);
    body = new JavaBody(types, layout, source.imports());
    var taken = shadowed();
    for (var arm : union.arms()) {
      if (!arm.byDefault() || occurs()) {
        arms.add(arm);
        names.put(arm, Identifiers.fresh(armName(arm), taken));
      }
    }
  }

  /// Collects names that an arm would hide.
  private Set<String> shadowed() {
    var taken = new HashSet<String>();
    taken.add(name);
    Layout.leaf(union.discriminant().type()).forEach(type -> taken.add(types.name(type)));
    for (var arm : union.arms()) {
      Layout.leaf(arm.member().type()).forEach(type -> taken.add(types.name(type)));
    }
    return taken;
  }

  private String armName(Type.Arm arm) {
    if (!arm.isVoid()) {
      return types.names().type(arm.member().name());
    }
    var label = arm.label();
    var number = label.matches("-?[0-9]+");
    var word = number ? "case_" + label.replace("-", "minus_") : label;
    return types.names().type(word).equals("default_") ? "Default" : types.names().type(word);
  }

  /// {@return whether a discriminant is left for the default arm}
  private boolean occurs() {
    var cases = union.arms().stream().mapToInt(arm -> arm.cases().size()).sum();
    return switch (union.discriminant().type()) {
      case Type.Enumeration enumeration -> cases < enumeration.names().size();
      case Type.Plain plain when plain == Type.Plain.BOOL -> cases < 2;
      default -> true;
    };
  }

  JavaFile file() {
    source.head(out, "`union " + union.name() + "`");
    source.annotations(out);
    out.open("public sealed interface " + name + " {");
    out.line("/// Writes and reads it.");
    codec();
    discriminant();
    for (var arm : arms) {
      new JavaArm(types, layout, source.imports(), union, arm, armNames(arm)).write(out);
    }
    out.close("}");
    return source.file(name, JavaStruct.withoutBlankEnd(out));
  }

  private JavaArm.Names armNames(Type.Arm arm) {
    return new JavaArm.Names(name, names.getOrDefault(arm, ""));
  }

  private void codec() {
    var recursive = layout.isRecursive(union);
    body.beginCodec(out, "", name, "CODEC");
    if (recursive) {
      out.line("out.enter();");
    }
    out.open("switch (value) {");
    for (var arm : arms) {
      out.line("case " + names.get(arm) + " arm -> arm.put(out);");
    }
    out.close("}");
    if (recursive) {
      out.line("out.leave();");
    }
    body.turnCodec(out, name);
    if (recursive) {
      out.line("in.enter();").line("var value = get(in);").line("in.leave();");
      out.line("return value;");
    } else {
      get(out);
    }
    body.endCodec(out);
    out.line("");
    if (recursive) {
      out.open("private static " + name + " get(XdrReader in) throws XdrException {");
      get(out);
      out.close("}").line("");
    }
  }

  private void get(Out inside) {
    var type = union.discriminant().type();
    inside.line("var discriminant = discriminant(in);");
    if (type == Type.Plain.BOOL) {
      inside.open("if (discriminant) {").line(returned(1)).close("}").line(returned(0));
      return;
    }
    var unsigned = type == Type.Plain.UNSIGNED_INT;
    inside.open("return switch (" + (unsigned ? "(int) " : "") + "discriminant) {");
    var left = new ArrayList<String>();
    if (type instanceof Type.Enumeration enumeration) {
      left.addAll(enumeration.names().values().stream().map(JavaNames::constant).toList());
    }
    for (var arm : arms) {
      var labels = arm.cases().stream().map(this::label).toList();
      left.removeAll(labels);
      if (!labels.isEmpty()) {
        inside.labels(labels, made(arm) + ";");
      }
    }
    var rest = union.arms().stream().filter(Type.Arm::byDefault).findFirst();
    var made = rest.map(this::made).orElse(unknown());
    if (type instanceof Type.Enumeration) {
      if (!left.isEmpty()) {
        inside.labels(left, made + ";");
      }
    } else {
      inside.line("default -> " + made + ";");
    }
    inside.close("};");
  }

  private String label(long number) {
    return union.discriminant().type() instanceof Type.Enumeration enumeration
        ? JavaEnum.constant(enumeration, (int) number)
        : Integer.toString((int) number);
  }

  private String returned(long truth) {
    var arm = union.arm(truth);
    return (arm == null ? unknown() : "return " + made(arm)) + ";";
  }

  private String made(Type.Arm arm) {
    var carried = JavaArm.carries(arm) ? "discriminant" : "";
    if (arm.isVoid()) {
      return "new " + names.get(arm) + "(" + carried + ")";
    }
    return names.get(arm) + ".get(in" + (carried.isEmpty() ? "" : ", " + carried) + ")";
  }

  private String unknown() {
    return "throw in.unknown(\""
        + union.name()
        + "\").within(\""
        + union.discriminant().name()
        + "\")";
  }

  /// Writes what reads the discriminant, so that its name is in the path of a fault.
  private void discriminant() {
    var member = union.discriminant();
    var type = types.type(member.type(), source.imports());
    out.open("private static " + type + " discriminant(XdrReader in) throws XdrException {");
    out.open("try {").line("return " + body.read(member.type()) + ";");
    out.turn("} catch (XdrException e) {");
    out.line("throw e.within(\"" + member.name() + "\");");
    out.close("}").close("}").line("");
  }
}
