package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.MemoryLayout.unionLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.rohrpost.Arch;
import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.UnionLayout;

/// What this library uses of `<linux/bpf.h>`.
public final class LinuxBpfH {
  /// Checks and takes a program.
  public static final int BPF_PROG_LOAD = 5;

  /// Attaches a program.
  public static final int BPF_LINK_CREATE = 28;

  /// Opens a file that is read by running the program that is attached to an iterator.
  public static final int BPF_ITER_CREATE = 33;

  /// Programs that look at what the kernel does.
  public static final int BPF_PROG_TYPE_TRACING = 26;

  /// Of those, the ones that are run for each of a kind of object.
  public static final int BPF_TRACE_ITER = 28;

  /// Writes bytes into the file of an iterator.
  public static final int BPF_FUNC_seq_write = 127;

  /// Finds the registers that a task has entered the kernel with.
  public static final int BPF_FUNC_task_pt_regs = 175;

  /// Loads into a register.
  public static final int BPF_LDX = 0x01;

  /// Stores a register.
  public static final int BPF_STX = 0x03;

  /// Jumps, calls and returns.
  public static final int BPF_JMP = 0x05;

  /// Computes with 64 bits.
  public static final int BPF_ALU64 = 0x07;

  /// Of loads and stores: 32 bits.
  public static final int BPF_W = 0x00;

  /// Of loads and stores: 16 bits.
  public static final int BPF_H = 0x08;

  /// Of loads and stores: 8 bits.
  public static final int BPF_B = 0x10;

  /// Of loads and stores: 64 bits.
  public static final int BPF_DW = 0x18;

  /// Of loads and stores: from and to memory.
  public static final int BPF_MEM = 0x60;

  /// The second operand is part of the instruction.
  public static final int BPF_K = 0x00;

  /// The second operand is a register.
  public static final int BPF_X = 0x08;

  /// Adds.
  public static final int BPF_ADD = 0x00;

  /// The bits that either has.
  public static final int BPF_OR = 0x40;

  /// The bits that both have.
  public static final int BPF_AND = 0x50;

  /// Shifts to the left.
  public static final int BPF_LSH = 0x60;

  /// Shifts to the right, and zeros follow.
  public static final int BPF_RSH = 0x70;

  /// Changes the sign.
  public static final int BPF_NEG = 0x80;

  /// Shifts to the right, and the sign follows.
  public static final int BPF_ARSH = 0xc0;

  /// Copies.
  public static final int BPF_MOV = 0xb0;

  /// Jumps if both are equal.
  public static final int BPF_JEQ = 0x10;

  /// Jumps if they are not equal.
  public static final int BPF_JNE = 0x50;

  /// Calls a function of the kernel.
  public static final int BPF_CALL = 0x80;

  /// Returns.
  public static final int BPF_EXIT = 0x90;

  /// An instruction. The byte without a name has the number of the destination in its lower half,
  /// and that of the source in its upper one.
  public static final StructLayout BPF_INSN =
      structLayout(
              JAVA_BYTE.withName("code"),
              paddingLayout(1),
              JAVA_SHORT.withName("off"),
              JAVA_INT.withName("imm"))
          .withName("bpf_insn");

  /// What [#bpf] is given. Newer kernels have more of it; what is not passed is zero.
  public static final UnionLayout BPF_ATTR =
      unionLayout(
              structLayout( // for BPF_PROG_LOAD
                  JAVA_INT.withName("prog_type"),
                  JAVA_INT.withName("insn_cnt"),
                  JAVA_LONG.withName("insns"),
                  JAVA_LONG.withName("license"),
                  JAVA_INT.withName("log_level"),
                  JAVA_INT.withName("log_size"),
                  JAVA_LONG.withName("log_buf"),
                  paddingLayout(28),
                  JAVA_INT.withName("expected_attach_type"),
                  paddingLayout(36),
                  JAVA_INT.withName("attach_btf_id")),
              structLayout(
                      JAVA_INT.withName("prog_fd"),
                      paddingLayout(4),
                      JAVA_INT.withName("attach_type"))
                  .withName("link_create"),
              structLayout(JAVA_INT.withName("link_fd")).withName("iter_create"))
          .withName("bpf_attr");

  private static final int SYS_BPF = Arch.pick(321, 280);

  private LinuxBpfH() {}

  /// `int bpf(int cmd, union bpf_attr *attr, unsigned int size)`
  ///
  /// @param cmd `BPF_*`
  /// @param attr a [#BPF_ATTR]
  /// @return a descriptor
  /// @throws UnixException with `EPERM` without CAP_BPF and CAP_PERFMON, `ENOSYS` or `EINVAL` where
  ///   the kernel cannot do it, `EACCES` if it does not trust the program
  /// @see <a href="https://man7.org/linux/man-pages/man2/bpf.2.html">bpf(2)</a>
  public static int bpf(int cmd, MemorySegment attr) throws UnixException {
    var result = SysSyscallH.syscall(SYS_BPF, cmd, attr.address(), attr.byteSize(), 0, 0);
    if (result < 0) {
      throw UnixException.of("bpf", "command " + cmd, new Errno((int) -result));
    }
    return (int) result;
  }
}
