package dev.rohrpost.inspect.kernel;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.LinuxBpfH;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A question about all objects of a kind: a table, with a row for each object and columns of 64
/// bits.
///
/// The program for it is run by the kernel for each object. It follows pointers to what was asked
/// for; one that leads nowhere reads as zeros.
final class Query {
  private static final int CONTEXT = 6; // register: what the iterator hands over
  private static final int FIRST = 7; // register of the first object
  private static final int META = 0; // the place of the iterator's own data among these
  private static final int STACK_SIZE = 512;

  private final Btf btf;
  private final int function;
  private final Map<String, Given> given = new HashMap<>();
  private final Code code = new Code();
  private final int width;
  private int columns;

  /// Something that the iterator hands over.
  ///
  /// @param type of it
  /// @param offset of its place among what is handed over
  /// @param register where it is, if it is a pointer
  private record Given(int type, int offset, int register) {}

  /// @param iterator the function of the kernel that would run a program for each object
  /// @param width how many columns there will be
  Query(Btf btf, String iterator, int width) throws NoSuchTypeException {
    this.btf = btf;
    this.function = btf.named(iterator);
    this.width = width;
    if (width * Long.BYTES > STACK_SIZE) {
      throw new IllegalArgumentException(width + " columns");
    }
    code.compute(LinuxBpfH.BPF_MOV, CONTEXT, 1);
    var parameters = btf.parameters(function);
    var register = FIRST;
    for (var place = META + 1; place < parameters.size(); place++) {
      var parameter = parameters.get(place);
      var offset = place * Long.BYTES;
      given.put(parameter.name(), new Given(parameter.type(), offset, register));
      if (btf.isPointer(parameter.type())) {
        code.load(Long.BYTES, register, CONTEXT, offset);
        skipWithout(register);
        register++;
      }
    }
  }

  private Given given(String name) throws NoSuchTypeException {
    var found = given.get(name);
    if (found == null) {
      throw new NoSuchTypeException(name);
    }
    return found;
  }

  /// Leaves out what the kernel hands over without an object, as at the end.
  private void skipWithout(int register) {
    var kept = code.jump(LinuxBpfH.BPF_JNE, register, 0);
    code.end();
    code.land(kept);
  }

  Code code() {
    return code;
  }

  /// Adds a column.
  ///
  /// @param path what the iterator hands over, and then members, such as `task->real_parent->tgid`
  void column(String path) throws NoSuchTypeException {
    load(1, path);
    column(1);
  }

  /// Adds a column with what a register has.
  void column(int register) {
    code.store(Code.STACK, (columns++ - width) * Long.BYTES, register);
  }

  /// Adds columns for a text.
  ///
  /// @param object what the iterator hands over
  /// @param member of it
  /// @param size of the text in bytes
  void text(String object, String member, int size) throws NoSuchTypeException {
    var start = btf.member(given(object).type(), member).offset();
    for (var at = 0; at < size; at += Long.BYTES) {
      code.load(Long.BYTES, 1, given(object).register(), start + at);
      column(1);
    }
  }

  /// Loads what is at the end of a path.
  void load(int register, String path) throws NoSuchTypeException {
    var steps = List.of(path.split("->", -1));
    var start = given(steps.getFirst());
    if (steps.size() == 1 && btf.isPointer(start.type())) {
      code.compute(LinuxBpfH.BPF_MOV, register, start.register()); // known to be one, unlike there
      return;
    }
    if (steps.size() == 1) {
      code.load(btf.size(start.type()), register, CONTEXT, start.offset());
      return;
    }
    var from = start.register();
    var type = start.type();
    for (var step : steps.subList(1, steps.size())) {
      var member = btf.member(type, step);
      type = member.type();
      code.load(btf.size(type), register, from, member.offset());
      from = register;
    }
  }

  /// Finds what is at the end of a path.
  Btf.Member member(String path) throws NoSuchTypeException {
    var steps = List.of(path.split("->", -1));
    var found = new Btf.Member(0, given(steps.getFirst()).type());
    for (var step : steps.subList(1, steps.size())) {
      found = btf.member(found.type(), step);
    }
    return found;
  }

  /// Ends the program, and hands it to the kernel, which checks it.
  ///
  /// @throws UnixException as [LinuxBpfH#bpf]
  Listing ready() throws UnixException {
    if (columns != width) {
      throw new IllegalStateException(columns + " columns of " + width);
    }
    code.load(Long.BYTES, 1, CONTEXT, META)
        .load(Long.BYTES, 1, 1, 0) // the file that is read
        .compute(LinuxBpfH.BPF_MOV, 2, Code.STACK)
        .computeWith(LinuxBpfH.BPF_ADD, 2, -width * Long.BYTES)
        .computeWith(LinuxBpfH.BPF_MOV, 3, width * Long.BYTES)
        .call(LinuxBpfH.BPF_FUNC_seq_write)
        .end();
    return Listing.of(function, code, width);
  }
}
