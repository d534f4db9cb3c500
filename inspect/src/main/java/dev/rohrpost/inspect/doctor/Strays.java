package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.ProcessInfo;

/// Tells which processes were left behind by those who started them.
///
/// The parent of such a process is the first one, or one that takes in the children of its
/// descendants, such as `systemd --user`.
final class Strays {
  private static final int INIT = 1;

  private final Visit visit;

  Strays(Visit visit) {
    this.visit = visit;
  }

  /// Tells whether a process was left by a child of a reader, or by one who was started together
  /// with the reader.
  boolean isLeftTo(ProcessInfo reader, ProcessInfo process) {
    return process.started() >= begin(reader)
        && (isOfOtherSession(process)
            || isLeftToInit(reader, process)
            || isLeftByZombie(reader, process));
  }

  /// What is started together in a pipeline is no older than the shell.
  private long begin(ProcessInfo reader) {
    return visit
        .after()
        .process(reader.parent())
        .filter(parent -> parent.pid() != INIT)
        .map(ProcessInfo::started)
        .orElse(reader.started());
  }

  /// A session is inherited, unless a process makes its own: so who is in another one than his
  /// parent has got that parent later.
  private boolean isOfOtherSession(ProcessInfo process) {
    var own = visit.session(process.pid());
    var parents = visit.session(process.parent());
    return own.isPresent()
        && parents.isPresent()
        && own.getAsInt() != process.pid()
        && own.getAsInt() != parents.getAsInt();
  }

  /// The first process has children of its own, too.
  private static boolean isLeftToInit(ProcessInfo reader, ProcessInfo process) {
    return process.parent() == INIT && reader.parent() != INIT && process.uid() == reader.uid();
  }

  private boolean isLeftByZombie(ProcessInfo reader, ProcessInfo process) {
    return process.parent() != reader.pid()
        && visit.after().childrenOf(reader.pid()).stream()
            .anyMatch(child -> child.isZombie() && child.started() <= process.started());
  }
}
