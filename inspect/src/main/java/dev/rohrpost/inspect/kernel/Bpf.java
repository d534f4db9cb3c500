package dev.rohrpost.inspect.kernel;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.LinuxBpfH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// From a program to a file that is read by running it. Each step is a descriptor.
final class Bpf {
  /// The kernel lends some functions to programs under the GPL only. So the programs that are put
  /// together here are under it, too, besides the licence of the rest.
  private static final String LICENCE = "GPL";

  private Bpf() {}

  /// Has a program checked and taken.
  ///
  /// @param function the iterator that will run it
  static int program(int function, Code code, Arena arena) throws UnixException {
    var attributes = arena.allocate(LinuxBpfH.BPF_ATTR);
    set(attributes, "prog_type", LinuxBpfH.BPF_PROG_TYPE_TRACING);
    set(attributes, "expected_attach_type", LinuxBpfH.BPF_TRACE_ITER);
    set(attributes, "attach_btf_id", function);
    set(attributes, "insn_cnt", code.size());
    point(attributes, "insns", code.in(arena));
    point(attributes, "license", arena.allocateFrom(LICENCE));
    return LinuxBpfH.bpf(LinuxBpfH.BPF_PROG_LOAD, attributes);
  }

  private static void set(MemorySegment attributes, String member, int number) {
    attributes.set(ValueLayout.JAVA_INT, offset(0, member), number);
  }

  private static void point(MemorySegment attributes, String member, MemorySegment target) {
    attributes.set(ValueLayout.JAVA_LONG, offset(0, member), target.address());
  }

  private static long offset(int part, String member) {
    return LinuxBpfH.BPF_ATTR
        .select(PathElement.groupElement(part))
        .byteOffset(PathElement.groupElement(member));
  }

  /// Attaches a program to its iterator.
  static int link(int program, Arena arena) throws UnixException {
    var attributes = arena.allocate(LinuxBpfH.BPF_ATTR);
    attributes.set(ValueLayout.JAVA_INT, offset(1, "prog_fd"), program);
    attributes.set(ValueLayout.JAVA_INT, offset(1, "attach_type"), LinuxBpfH.BPF_TRACE_ITER);
    return LinuxBpfH.bpf(LinuxBpfH.BPF_LINK_CREATE, attributes);
  }

  /// Opens an iterator.
  static int iterator(int link, Arena arena) throws UnixException {
    var attributes = arena.allocate(LinuxBpfH.BPF_ATTR);
    attributes.set(ValueLayout.JAVA_INT, offset(2, "link_fd"), link);
    return LinuxBpfH.bpf(LinuxBpfH.BPF_ITER_CREATE, attributes);
  }
}
