package dev.rohrpost.testkit;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The operand stack of a method, as far as its code is straight: a branch makes it forgotten.
final class Operands {
  private static final Operand UNSEEN = new Operand(Passed.UNSEEN, "");

  private final Deque<Operand> stack = new ArrayDeque<>();
  private final Map<Integer, Passed> parameters = new HashMap<>();
  private final Visitor visitor;

  /// One of them.
  ///
  /// @param passed what C would get
  /// @param origin the constant, the field or the linked function that it is; else empty
  record Operand(Passed passed, Object origin) {
    Operand(Passed passed) {
      this(passed, "");
    }
  }

  /// A field.
  record Place(String name, ClassDesc type) {
    static Place of(FieldInstruction field) {
      String owner = field.owner().asInternalName().replace('/', '.');
      return new Place(owner + "." + field.name().stringValue(), field.typeSymbol());
    }
  }

  /// Is told what the operands are used for.
  interface Visitor {
    /// Sees a call, before its result.
    ///
    /// @return the origin of that
    Object called(InvokeInstruction call, Operand receiver, List<Operand> arguments);

    /// Sees a value that goes to another place.
    ///
    /// @param place where: a [Place], if it is a field
    void kept(Operand value, Object place);
  }

  Operands(MethodModel method, Visitor visitor) {
    this.visitor = visitor;
    int slot = method.flags().has(AccessFlag.STATIC) ? 0 : 1;
    for (ClassDesc type : method.methodTypeSymbol().parameterList()) {
      parameters.put(slot, Passed.of(type));
      slot += TypeKind.from(type).slotSize();
    }
  }

  void follow(CodeElement element) {
    switch (element) {
      case LoadInstruction load -> push(loaded(load));
      case ConstantInstruction constant ->
          push(new Operand(Passed.CONSTANT, constant.constantValue()));
      case ConvertInstruction convert -> convert(convert);
      case OperatorInstruction operator -> operate(operator);
      case InvokeInstruction call -> invoke(call);
      case InvokeDynamicInstruction call -> {
        pop(call.typeSymbol());
        push(new Operand(Passed.of(call.typeSymbol().returnType())));
      }
      case FieldInstruction field -> use(field);
      case StoreInstruction store -> visitor.kept(pop(), store);
      case StackInstruction move -> move(move.opcode());
      case BranchInstruction _, ReturnInstruction _, ThrowInstruction _ -> stack.clear();
      default -> array(element);
    }
  }

  private Operand loaded(LoadInstruction load) {
    Passed declared =
        load.typeKind() == TypeKind.INT ? parameters.getOrDefault(load.slot(), Passed.INT) : null;
    return new Operand(declared == Passed.SHORT ? declared : kind(load.typeKind()));
  }

  private static Passed kind(TypeKind kind) {
    return switch (kind) {
      case SHORT -> Passed.SHORT;
      case INT -> Passed.INT;
      case LONG -> Passed.LONG;
      default -> Passed.UNSEEN;
    };
  }

  /// A short or an int that becomes a long still counts as a short or an int.
  private void convert(ConvertInstruction convert) {
    Operand from = pop();
    boolean isSame = from.passed() == Passed.CONSTANT || convert.opcode() == Opcode.I2L;
    push(isSame ? from : new Operand(kind(convert.toType())));
  }

  private void operate(OperatorInstruction operator) {
    boolean isUnary =
        switch (operator.opcode()) {
          case INEG, LNEG, FNEG, DNEG, ARRAYLENGTH -> true;
          default -> false;
        };
    pop();
    if (!isUnary) {
      pop();
    }
    boolean isInt =
        switch (operator.opcode()) {
          case LCMP, FCMPL, FCMPG, DCMPL, DCMPG, ARRAYLENGTH -> true;
          default -> false;
        };
    push(new Operand(isInt ? Passed.INT : kind(operator.typeKind())));
  }

  private void invoke(InvokeInstruction call) {
    MethodTypeDesc type = call.typeSymbol();
    List<Operand> arguments = pop(type);
    Operand receiver = call.opcode() == Opcode.INVOKESTATIC ? UNSEEN : pop();
    Object origin = visitor.called(call, receiver, arguments);
    boolean isAddress =
        call.name().equalsString("address") && Passed.of(call.owner().asSymbol()) == Passed.ADDRESS;
    Passed answer = isAddress ? Passed.ADDRESS : Passed.of(type.returnType());
    if (answer != Passed.NOTHING) {
      push(new Operand(answer, origin));
    }
  }

  private void use(FieldInstruction field) {
    boolean isStatic = field.opcode() == Opcode.GETSTATIC || field.opcode() == Opcode.PUTSTATIC;
    boolean isRead = field.opcode() == Opcode.GETSTATIC || field.opcode() == Opcode.GETFIELD;
    if (!isRead) {
      visitor.kept(pop(), Place.of(field));
    }
    if (!isStatic) {
      pop();
    }
    if (isRead) {
      push(new Operand(Passed.of(field.typeSymbol()), Place.of(field)));
    }
  }

  private void move(Opcode how) {
    switch (how) {
      case DUP -> push(stack.isEmpty() ? UNSEEN : stack.peek());
      case POP -> pop();
      case POP2 -> pop(); // of a long, which is one operand
      default -> stack.clear();
    }
  }

  private void array(CodeElement element) {
    switch (element) {
      case ArrayLoadInstruction load -> {
        pop();
        pop();
        push(new Operand(kind(load.typeKind())));
      }
      case ArrayStoreInstruction store -> {
        visitor.kept(pop(), store);
        pop();
        pop();
      }
      case NewReferenceArrayInstruction _, NewPrimitiveArrayInstruction _ -> {
        pop();
        push(UNSEEN);
      }
      case NewObjectInstruction _ -> push(UNSEEN);
      case IncrementInstruction _, TypeCheckInstruction _, NopInstruction _ -> {}
      case Instruction _ -> stack.clear();
      default -> {} // a line number or the like
    }
  }

  private void push(Operand operand) {
    stack.push(operand);
  }

  private Operand pop() {
    return stack.isEmpty() ? UNSEEN : stack.pop();
  }

  private List<Operand> pop(MethodTypeDesc type) {
    var arguments = new ArrayList<Operand>();
    for (int i = 0; i < type.parameterCount(); i++) {
      arguments.addFirst(pop());
    }
    return arguments;
  }
}
