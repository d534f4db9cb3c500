package dev.rohrpost.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// The children of others in this JVM. For each of [ProcessBuilder], the JDK has a thread that
/// waits, with the number of the child in its name; and each copy of this library, as another class
/// loader may have one, has one thread that sees the ends of all its children.
///
/// @param named the numbers in the names of the threads of the JDK
/// @param any whether there is a thread of others, perhaps of the JDK just before it takes its name
record ForeignChildren(Set<Integer> named, boolean any) {
  private static final String POLLER = "rohrpost-poller";
  private static final String REAPER = "process reaper";
  private static final String FOR_CHILD = REAPER + " (pid ";

  /// How long such a thread may take to give itself its name, or to reap.
  private static final long MOMENT = Duration.ofMillis(200).toNanos();

  /// How long it may take to reap. One that does not is there for [ProcessHandle#onExit()] of a
  /// process that became a child later, and waits until that was reaped.
  private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

  /// Looks at the threads of this JVM.
  static ForeignChildren now() {
    var group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    Thread[] threads;
    int count;
    do { // what does not fit is left out without a word
      threads = new Thread[2 * group.activeCount() + 1];
      count = group.enumerate(threads, true);
    } while (count == threads.length);
    var named = new HashSet<Integer>();
    var any = false;
    var pollers = 0;
    for (var i = 0; i < count; i++) {
      var name = threads[i].getName();
      any |= name.startsWith(REAPER);
      pollers += name.equals(POLLER) ? 1 : 0;
      if (name.startsWith(FOR_CHILD) && name.endsWith(")")) {
        named.add(Integer.valueOf(name.substring(FOR_CHILD.length(), name.length() - 1)));
      }
    }
    return new ForeignChildren(Set.copyOf(named), any || pollers > 1);
  }

  /// Tells whether a process that has ended may be one of them, still to be reaped by the JDK.
  ///
  /// @param age for how many nanoseconds it is known to have ended
  boolean mayContain(int pid, long age) {
    return any && age < (named.contains(pid) ? PATIENCE : MOMENT);
  }
}
