package dev.rohrpost.inspect;

import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.inspect.proc.StatLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Looks at the threads of a process.
final class ThreadReader {
  private final Proc proc;
  private final Finds finds;

  ThreadReader(Proc proc, Finds finds) {
    this.proc = proc;
    this.finds = finds;
  }

  /// Looks at all of a process.
  ///
  /// @param stat of the process, which is also that of its first thread
  /// @param hidden whether this user may not look at its system calls
  /// @return empty if the process has ended
  List<ThreadInfo> read(int pid, int directory, StatLine stat, boolean hidden) {
    if (stat.threads() <= 1) {
      var only = thread(pid, pid, directory, "", stat, hidden);
      return only == null ? List.of() : List.of(only);
    }
    var tids = tids(directory);
    var threads = new ArrayList<ThreadInfo>(tids.length);
    for (var tid : tids) {
      var task = "task/" + tid + "/";
      var line = proc.piece(directory, task + "stat");
      var thread =
          line == null ? null : thread(pid, tid, directory, task, StatLine.parse(line), hidden);
      if (thread != null) {
        threads.add(thread);
      }
    }
    return List.copyOf(threads);
  }

  /// Opens the folder of the first thread that has not ended, if there is one.
  void withLiving(int directory, IntConsumer look) {
    for (var tid : tids(directory)) {
      var line = proc.piece(directory, "task/" + tid + "/stat");
      var isOver = line == null || ProcessReader.isOver(StatLine.parse(line).state());
      var files = isOver ? -1 : proc.directory(directory, "task/" + tid);
      if (files >= 0) {
        look.accept(files);
        proc.close(files);
        return;
      }
    }
  }

  private int[] tids(int directory) {
    var tasks = proc.directory(directory, "task");
    if (tasks < 0) {
      return new int[0];
    }
    try {
      var tids = proc.numbers(tasks);
      return tids == null ? new int[0] : tids;
    } finally {
      proc.close(tasks);
    }
  }

  /// @param task where the files of the thread are
  private @Nullable ThreadInfo thread(
      int pid, int tid, int directory, String task, StatLine stat, boolean hidden) {
    var schedule = proc.piece(directory, task + "schedstat");
    if (schedule == null) {
      return null;
    }
    var runs = Long.parseLong(schedule.substring(schedule.lastIndexOf(' ') + 1).trim());
    if (hidden) {
      return new ThreadInfo(tid, stat.state(), Optional.empty(), "", runs);
    }
    var line = proc.piece(directory, task + "syscall");
    var isDenied = line == null && proc.isDenied();
    if (isDenied) {
      finds.silent.add(pid);
    }
    var call = line == null ? Optional.<Call>empty() : Call.parse(line);
    var needsChannel = isDenied || (call.isPresent() && call.get().needsChannel());
    var channel = needsChannel && stat.state() != 'R' ? channel(directory, task + "wchan") : "";
    return new ThreadInfo(tid, stat.state(), call, channel, runs);
  }

  /// Only some calls need it, and reading it takes as long as all the rest.
  ///
  /// @param name the path of its `wchan`
  String channel(int directory, String name) {
    var channel = proc.piece(directory, name);
    return channel == null || channel.equals("0") ? "" : channel;
  }
}
