package dev.rohrpost.inspect.doctor;

import dev.rohrpost.libc.FcntlH;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds the threads that only keep house, of those that wait for a time: those of a virtual
/// machine. What a program does itself, such as to sleep before it reads on, is its work.
final class Housekeeping {
  /// How Java's virtual machine calls its threads, of which the kernel keeps 15 letters.
  private static final Pattern OF_JAVA =
      Pattern.compile(
          "VM |G1 |GC |Z[A-Z]|Shenandoah |C[12] Comp|Service Thread|Monitor Deflati|Common-Cleaner"
              + "|process reaper");

  private final Visit visit;
  private final Set<Integer> javas = new HashSet<>();

  private Housekeeping(Visit visit) {
    this.visit = visit;
  }

  /// Finds them, in processes that have neither read nor written between the two looks.
  static Set<Integer> of(Visit visit) {
    return new Housekeeping(visit).find();
  }

  private Set<Integer> find() {
    var candidates = visit.housekeeping();
    var named = new HashSet<Integer>();
    for (var tid : candidates) {
      var pid = visit.after().task(tid).pid();
      if (OF_JAVA.matcher(name(pid, tid)).lookingAt()) {
        named.add(tid);
        javas.add(pid);
      }
    }
    candidates.removeIf(tid -> !named.contains(tid) && isProgramsOwn(tid));
    return candidates;
  }

  /// Other machines do not name their threads. But the first is hardly ever one that keeps house.
  private boolean isProgramsOwn(int tid) {
    var pid = visit.after().task(tid).pid();
    return tid == pid || javas.contains(pid);
  }

  private String name(int pid, int tid) {
    var name = visit.proc().text(FcntlH.AT_FDCWD, "/proc/" + pid + "/task/" + tid + "/comm");
    return name == null ? "" : name;
  }
}
