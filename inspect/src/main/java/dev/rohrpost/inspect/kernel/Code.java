package dev.rohrpost.inspect.kernel;

import dev.rohrpost.libc.LinuxBpfH;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;

/// The instructions of a BPF program. Registers 1 to 5 are arguments and do not outlive a call, 6
/// to 9 do, 0 is the result, and 10 points behind the stack.
///
/// @see <a href="https://docs.kernel.org/bpf/standardization/instruction-set.html">BPF Instruction
///   Set Architecture (RFC 9669)</a>
final class Code {
  static final int RESULT = 0;
  static final int STACK = 10;

  private long[] instructions = new long[256];
  private int count;

  /// Loads a number of 1, 2, 4 or 8 bytes; the upper bits become zero.
  Code load(int size, int destination, int pointer, int offset) {
    return add(
        LinuxBpfH.BPF_LDX | LinuxBpfH.BPF_MEM | width(size), destination, pointer, offset, 0);
  }

  /// Stores a register.
  Code store(int pointer, int offset, int source) {
    return add(
        LinuxBpfH.BPF_STX | LinuxBpfH.BPF_MEM | LinuxBpfH.BPF_DW, pointer, source, offset, 0);
  }

  private static int width(int size) {
    return switch (size) {
      case Byte.BYTES -> LinuxBpfH.BPF_B;
      case Short.BYTES -> LinuxBpfH.BPF_H;
      case Integer.BYTES -> LinuxBpfH.BPF_W;
      case Long.BYTES -> LinuxBpfH.BPF_DW;
      default -> throw new IllegalArgumentException(size + " bytes are no number");
    };
  }

  /// Computes with two registers.
  ///
  /// @param operation `BPF_MOV`, `BPF_OR`, …
  Code compute(int operation, int destination, int source) {
    return add(LinuxBpfH.BPF_ALU64 | LinuxBpfH.BPF_X | operation, destination, source, 0, 0);
  }

  /// Computes with a register and a number.
  Code computeWith(int operation, int destination, int number) {
    return add(LinuxBpfH.BPF_ALU64 | LinuxBpfH.BPF_K | operation, destination, 0, 0, number);
  }

  /// Jumps to where it lands with [#land].
  ///
  /// @param condition `BPF_JEQ` or `BPF_JNE`
  /// @return the jump
  int jump(int condition, int register, int number) {
    add(LinuxBpfH.BPF_JMP | LinuxBpfH.BPF_K | condition, register, 0, 0, number);
    return count - 1;
  }

  /// Lets jumps land here.
  void land(int... jumps) {
    for (var jump : jumps) {
      instructions[jump] |= (count - jump - 1L & 0xffff) << 16;
    }
  }

  /// Calls a function of the kernel.
  ///
  /// @param function `BPF_FUNC_*`
  Code call(int function) {
    return add(LinuxBpfH.BPF_JMP | LinuxBpfH.BPF_CALL, 0, 0, 0, function);
  }

  /// Returns 0: go on with the next object.
  Code end() {
    return computeWith(LinuxBpfH.BPF_MOV, RESULT, 0)
        .add(LinuxBpfH.BPF_JMP | LinuxBpfH.BPF_EXIT, 0, 0, 0, 0);
  }

  private Code add(int code, int destination, int source, int offset, int number) {
    if (count == instructions.length) {
      instructions = Arrays.copyOf(instructions, 2 * count);
    }
    instructions[count++] =
        code | destination << 8 | source << 12 | (offset & 0xffffL) << 16 | (long) number << 32;
    return this;
  }

  int size() {
    return count;
  }

  /// Writes the program down as an array of [LinuxBpfH#BPF_INSN].
  MemorySegment in(SegmentAllocator allocator) {
    return allocator
        .allocate(LinuxBpfH.BPF_INSN.byteSize() * count, Long.BYTES)
        .copyFrom(MemorySegment.ofArray(Arrays.copyOf(instructions, count)));
  }
}
