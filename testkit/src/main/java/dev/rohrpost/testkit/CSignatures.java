package dev.rohrpost.testkit;

import java.lang.foreign.UnionLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The claims of one class about the functions of one C header, as C code that only compiles if
/// they are true: their prototypes are those of the header, and Java passes what they take and
/// expects what they answer.
///
/// An untrue claim is reported in one line, which begins with the class and the function.
final class CSignatures {
  private final Class<?> header;
  private final CFunctions functions;
  private final List<String> lines = new ArrayList<>();

  private CSignatures(Class<?> header) {
    this.header = header;
    this.functions = new CFunctions(header);
  }

  /// Returns one assertion for each prototype, argument and result.
  static List<String> assertions(Class<?> header) {
    var signatures = new CSignatures(header);
    for (CFunctions.Fault fault : signatures.functions.faults()) {
      signatures.lines.add("#line 1 \"" + fault.where() + "\"");
      signatures.fault(fault.what());
    }
    signatures.functions.linked().forEach(signatures::claim);
    return signatures.lines;
  }

  private void claim(CFunctions.Linked linked) {
    CPrototype prototype = linked.prototype();
    lines.add("#line 1 \"" + linked.where() + "\"");
    lines.add(prototype.claim(header.getSimpleName() + "_" + lines.size()));
    Optional<String> field = functions.field(linked);
    if (Passed.of(linked.type()) == Passed.ADDRESS) {
      return; // only its address is used
    }
    if (field.isEmpty()) {
      fault("is linked for no field, so its calls are not seen");
    } else if (linked.type().displayName().equals("MethodHandle")) {
      handle(prototype, type(field.get()), linked.by().name().equalsString("linkKeeping"));
    } else {
      List<CFunctions.Call> calls = functions.calls(field.get());
      if (calls.isEmpty()) {
        fault("is never called");
      }
      calls.forEach(call -> call(prototype, call));
    }
  }

  /// Claims that a handle takes what C does.
  ///
  /// @param keeps whether Java passes segments more, after all that C has parameters for
  private void handle(CPrototype prototype, MethodType type, boolean keeps) {
    List<Passed> all = type.parameterList().stream().skip(1).map(CSignatures::passed).toList();
    int taken = keeps ? Math.min(prototype.parameters().size(), all.size()) : all.size();
    for (Passed kept : all.subList(taken, all.size())) {
      if (kept != Passed.ADDRESS) {
        fault("Java keeps " + kept + ", which is no segment");
      }
    }
    arguments(prototype, all.subList(0, taken), false);
    result(prototype, passed(type.returnType()));
  }

  private void call(CPrototype prototype, CFunctions.Call call) {
    arguments(prototype, call.arguments(), true);
    result(prototype, call.result());
  }

  private void arguments(CPrototype prototype, List<Passed> passed, boolean widened) {
    int fixed = prototype.parameters().size();
    boolean isVariadic = prototype.form() == CPrototype.Form.VARIADIC;
    if (isVariadic ? passed.size() < fixed : passed.size() != fixed) {
      fault("the number of arguments is " + fixed + " in C, and " + passed.size() + " in Java");
      return;
    }
    for (int i = 0; i < passed.size(); i++) {
      Passed each = passed.get(i);
      String which = "argument " + (i + 1) + " is ";
      if (i >= fixed) {
        if (each == Passed.UNSEEN) {
          fault(which + each + " in Java");
        }
      } else {
        String type = prototype.parameters().get(i);
        String inC = each == Passed.LONG ? inRegister(type) : type;
        String condition = widened ? each.widensTo(inC) : each.agreesWith(inC);
        assertion(condition, which + type + " in C, and " + each + " in Java");
      }
    }
  }

  private void result(CPrototype prototype, Passed passed) {
    String type = prototype.result();
    assertion(
        passed.agreesWith(type), "the result is " + type + " in C, and " + passed + " in Java");
  }

  /// Returns the type by which a union goes as a long: that of its member of eight bytes, if the
  /// class has its layout. Where one such member is a number or an address, both processors pass
  /// the whole union as they pass that, whatever else is in it.
  private String inRegister(String type) {
    return layouts()
        .filter(layout -> type.equals("union " + layout.name().orElse("")))
        .flatMap(layout -> layout.memberLayouts().stream())
        .filter(member -> member.byteSize() == Long.BYTES)
        .map(member -> "((" + type + " *)0)->" + member.name().orElseThrow())
        .findFirst()
        .orElse(type);
  }

  private Stream<UnionLayout> layouts() {
    return Stream.of(header.getDeclaredFields())
        .filter(field -> field.getType() == UnionLayout.class)
        .map(field -> (UnionLayout) CHeader.value(field));
  }

  private MethodType type(String place) {
    int dot = place.lastIndexOf('.');
    try {
      Class<?> owner = Class.forName(place.substring(0, dot), false, header.getClassLoader());
      Field field = owner.getDeclaredField(place.substring(dot + 1));
      field.setAccessible(true);
      return ((MethodHandle) CHeader.value(field)).type();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(place, e);
    }
  }

  private static Passed passed(Class<?> type) {
    return type.describeConstable().map(Passed::of).orElse(Passed.UNSEEN);
  }

  private void assertion(String condition, String claim) {
    lines.add("_Static_assert(" + condition + ", \"" + claim + "\");");
  }

  private void fault(String what) {
    assertion("0", what);
  }
}
