package dev.rohrpost.inspect;

import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.proc.Proc;
import java.util.Optional;

/// Looks at processes through their files in `/proc`, as anybody may: at the own ones, at least.
final class ProcScan implements Scan {
  private final int[] pids;
  private final MappingReader mappings;

  private ProcScan(int[] pids, MappingReader mappings) {
    this.pids = pids;
    this.mappings = mappings;
  }

  static ProcScan of(Proc proc, MappingReader mappings) throws UnixException {
    return new ProcScan(pids(proc), mappings);
  }

  /// Lists the processes that this user sees, and the threads of the kernel.
  static int[] pids(Proc proc) throws UnixException {
    var root = proc.root();
    try {
      var pids = proc.numbers(root);
      if (pids == null) {
        throw UnixException.of("getdents64", "/proc", proc.error());
      }
      return pids;
    } finally {
      proc.close(root);
    }
  }

  @Override
  public int size() {
    return pids.length;
  }

  @Override
  public Optional<References> references() {
    return Optional.empty();
  }

  @Override
  public Reader reader(Proc proc, int root, Finds finds) {
    var reader = new ProcessReader(proc, root, finds, mappings);
    return index -> reader.read(pids[index]);
  }
}
