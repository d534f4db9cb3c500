package dev.rohrpost.inspect.kernel;

import dev.rohrpost.Arch;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.UnistdH;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the kernel lists of everybody.
///
/// The descriptors are read first. So who has not run from these tasks to those of a later reading
/// has in the later one just the descriptors that are listed there.
///
/// Not everybody may be there: a kernel that protects some processes leaves them out. They are in
/// `/proc` all the same.
///
/// @param descriptors of all processes
/// @param tasks all threads of processes, by their numbers
/// @param ofKernel the numbers of the threads of the kernel
public record Tables(List<Descriptor> descriptors, List<Task> tasks, Set<Integer> ofKernel) {
  /// The number that the kernel gives to the first namespace of processes, always:
  /// `PROC_PID_INIT_INO`.
  private static final long FIRST_PID_NAMESPACE = 0xeffffffcL;

  /// Reads them.
  ///
  /// @return empty where the kernel does not answer: it lists everybody to root only, and knows
  ///   processes by the numbers of the first namespace
  public static Optional<Tables> read() {
    if (Arch.CURRENT != Arch.X86_64 || UnistdH.geteuid() != 0 || !isFirstNamespace()) {
      return Optional.empty();
    }
    var listings = Listings.PREPARED;
    if (listings.isEmpty()) {
      return Optional.empty();
    }
    try {
      var descriptors = DescriptorTable.read(listings.get().descriptors().read());
      var tasks = listings.get().tasks().read();
      return Optional.of(new Tables(descriptors, TaskTable.read(tasks), TaskTable.ofKernel(tasks)));
    } catch (UnixException _) {
      return Optional.empty(); // no descriptor left; /proc will say so
    }
  }

  /// {@return whether this process is in the first namespace of processes, where everybody has a
  /// number}
  public static boolean isFirstNamespace() {
    try {
      var namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
      return namespace.toString().equals("pid:[" + FIRST_PID_NAMESPACE + "]");
    } catch (IOException _) {
      return false;
    }
  }

  /// The listings, made from the types of the kernel when they are asked for the first time.
  private record Listings(Listing descriptors, Listing tasks) {
    static final Optional<Listings> PREPARED = prepare();

    private static Optional<Listings> prepare() {
      try {
        var types =
            Btf.ofKernel(DescriptorTable.ITERATOR, TaskTable.ITERATOR, TaskTable.REGISTERS_TYPE);
        return Optional.of(new Listings(DescriptorTable.listing(types), TaskTable.listing(types)));
      } catch (IOException _) {
        // No CAP_BPF, a kernel that was told to keep its secrets, or one with other types.
        return Optional.empty();
      }
    }
  }
}
