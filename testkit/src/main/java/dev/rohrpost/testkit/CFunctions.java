package dev.rohrpost.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the C functions that a header class links, and how it calls them.
///
/// It reads the class files, where the prototypes are literals. Each method of `CFunction` or
/// `Libc` that takes one first, such as `CFunction.of("int close(int)")`, links; each method of a
/// `CFunction` that takes only longs is a call. A handle has its type for that.
final class CFunctions implements Operands.Visitor {
  private static final String LINKER = "java/lang/foreign/Linker";

  private final Class<?> header;
  private final List<Linked> linked = new ArrayList<>();
  private final Map<Linked, String> fields = new HashMap<>();
  private final Map<String, List<Call>> calls = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private Class<?> reading;
  private String method = "";

  /// A function or variable that is linked.
  ///
  /// @param where the class and the C name
  /// @param prototype what Java says of it
  /// @param by the method that links it
  record Linked(String where, CPrototype prototype, InvokeInstruction by) {
    ClassDesc type() {
      return by.typeSymbol().returnType();
    }
  }

  /// How a [Linked] is called once.
  record Call(Passed result, List<Passed> arguments) {}

  /// Code that leaves open which function is called.
  ///
  /// @param where the class and the method
  record Fault(String where, String what) {}

  CFunctions(Class<?> header) {
    this.header = header;
    this.reading = header;
    Stream.of(header.getNestMembers())
        .filter(each -> (each.getName() + "$").startsWith(header.getName() + "$"))
        .forEach(this::read);
  }

  private void read(Class<?> part) {
    reading = part;
    for (MethodModel each : classFile(part).methods()) {
      method = each.methodName().stringValue();
      var operands = new Operands(each, this);
      each.code().ifPresent(code -> code.forEach(operands::follow));
    }
  }

  private static ClassModel classFile(Class<?> type) {
    String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream stream = Objects.requireNonNull(type.getResourceAsStream(file), file)) {
      return ClassFile.of().parse(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Linked> linked() {
    return linked;
  }

  /// Returns the field that a function is in, with its class; empty if it is in none.
  Optional<String> field(Linked function) {
    return Optional.ofNullable(fields.get(function));
  }

  /// Returns how the function in a field is called.
  List<Call> calls(String field) {
    return calls.getOrDefault(field, List.of());
  }

  List<Fault> faults() {
    return faults;
  }

  @Override
  public Object called(
      InvokeInstruction call, Operands.Operand receiver, List<Operands.Operand> arguments) {
    if (links(call.owner().asSymbol(), call.typeSymbol())) {
      return link(call, arguments.getFirst().origin());
    }
    arguments.forEach(argument -> kept(argument, call));
    MethodTypeDesc type = call.typeSymbol();
    Passed result = Passed.of(type.returnType());
    boolean takesLongs =
        type.parameterList().stream().allMatch(each -> Passed.of(each) == Passed.LONG);
    if (isNamed(call.owner().asSymbol(), "CFunction") && takesLongs && result != Passed.UNSEEN) {
      List<Passed> passed = arguments.stream().map(Operands.Operand::passed).toList();
      if (receiver.origin() instanceof Operands.Place place) {
        calls.computeIfAbsent(place.name(), _ -> new ArrayList<>()).add(new Call(result, passed));
      } else {
        fault("calls a CFunction in a way that hides which one it is");
      }
    }
    return "";
  }

  /// Tells whether a class links functions, which is only seen in classes that are named after a
  /// header.
  static boolean linksAny(ClassModel file) {
    for (PoolEntry entry : file.constantPool()) {
      if (entry instanceof MethodRefEntry method
          && links(method.owner().asSymbol(), method.typeSymbol())) {
        return true;
      }
      if (entry instanceof ClassEntry type && type.asInternalName().equals(LINKER)) {
        return true;
      }
    }
    return false;
  }

  private static boolean links(ClassDesc owner, MethodTypeDesc type) {
    return (isNamed(owner, "Libc") || isNamed(owner, "CFunction"))
        && type.parameterCount() > 0
        && type.parameterType(0).equals(ConstantDescs.CD_String)
        && List.of("CFunction", "MethodHandle", "MemorySegment").stream()
            .anyMatch(name -> isNamed(type.returnType(), name));
  }

  private Object link(InvokeInstruction call, Object origin) {
    String text = origin instanceof String literal ? literal : "";
    Optional<Linked> found =
        CPrototype.of(text).map(each -> new Linked(where(each.name()), each, call));
    found.ifPresentOrElse(linked::add, () -> fault("links without a prototype: " + text));
    return found.<Object>map(each -> each).orElse("");
  }

  /// A function stays in the static field that it was linked for.
  @Override
  public void kept(Operands.Operand value, Object place) {
    if (value.origin() instanceof Linked function && place instanceof Operands.Place field) {
      fields.put(function, field.name());
    } else if (value.origin() instanceof Operands.Place field
        && isNamed(field.type(), "CFunction")) {
      fault("passes a function on, so that its calls are not seen: " + field.name());
    }
  }

  /// Whether a class is so called, wherever it is nested.
  private static boolean isNamed(ClassDesc type, String name) {
    return type.isClassOrInterface() && ("$" + type.displayName()).endsWith("$" + name);
  }

  private void fault(String what) {
    faults.add(new Fault(where(method + "()"), what));
  }

  private String where(String name) {
    String inside = reading.getName().substring(header.getName().length()).replace('$', '.');
    return header.getSimpleName() + inside + ": " + name;
  }
}
