package dev.rohrpost.inspect;

import dev.rohrpost.inspect.proc.Fields;
import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.FcntlH;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Looks at the locks on files. Who has one is linked with it as a writer, who waits for it as a
/// reader.
///
/// @see <a href="https://man7.org/linux/man-pages/man5/proc_locks.5.html">proc_locks(5)</a>
final class Locks {
  /// Such as `3: -> FLOCK ADVISORY WRITE 2002 08:01:7864554 0 EOF`.
  private static final Pattern LINE =
      Pattern.compile(
          "(?<number>\\d+):(?<waits>[ >-]*) (?<type>[A-Z]+) +\\S+ +(?<mode>[A-Z]+) +(?<pid>-?\\d+)"
              + " (?<device>[0-9a-f]+:[0-9a-f]+):(?<inode>\\d+) (?<from>\\d+)"
              + " (?<to>\\d+|EOF)");

  private static final Map<String, String> TYPES =
      Map.of("FLOCK", "flock", "POSIX", "posix", "OFDLCK", "ofd", "LEASE", "lease");

  private Locks() {}

  /// A line of the file.
  ///
  /// @param pid the process; -1 for a lock of an open file description
  /// @param waits whether it waits for the lock
  record Entry(IpcObject.FileLock lock, int pid, boolean waits) {}

  /// Reads them, unless it is known that there are none: on a machine without a processor to spare,
  /// the kernel may take seconds to open its list.
  static void read(Proc proc, Finds finds, List<Unknown> unknown) {
    if (finds.lockable != null && finds.lockable.isEmpty()) {
      return;
    }
    var text = proc.text(FcntlH.AT_FDCWD, "/proc/locks");
    if (text == null) {
      unknown.add(
          new Unknown(Unknown.Matter.LOCKS, "locks on files", proc.error().text(), List.of()));
      return;
    }
    var entries = parse(text);
    var owners = new LockOwners(proc, finds, entries);
    for (var entry : entries) {
      var lock = owners.named(entry.lock());
      finds.objects.putIfAbsent(lock.id(), lock);
      for (var pid : owners.of(entry)) {
        finds.links.add(
            new Link(pid, Link.NO_DESCRIPTOR, lock.id(), entry.waits() ? Flow.READ : Flow.WRITE));
      }
    }
  }

  /// A waiter follows the lock that it waits for, under the same number.
  static List<Entry> parse(String text) {
    var entries = new ArrayList<Entry>();
    var held = new HashMap<String, IpcObject.FileLock>();
    var matcher = LINE.matcher(text);
    while (matcher.find()) {
      var number = matcher.group("number");
      var waits = matcher.group("waits").contains(">");
      var wanted = held.get(number);
      var pid = Integer.parseInt(matcher.group("pid"));
      if (!waits) {
        var lock = lock(matcher.toMatchResult(), pid);
        held.put(number, lock);
        entries.add(new Entry(lock, pid, false));
      } else if (wanted != null) {
        entries.add(new Entry(wanted, pid, true));
      }
    }
    return entries;
  }

  private static IpcObject.FileLock lock(MatchResult line, int pid) {
    var type = line.group("type");
    var device = Fields.device(line.group("device"));
    var inode = Long.parseLong(line.group("inode"));
    var to = line.group("to");
    return new IpcObject.FileLock(
        device + "." + inode + "." + line.group("from") + "." + pid,
        "",
        TYPES.getOrDefault(type, type.toLowerCase(Locale.ROOT)),
        line.group("mode").equals("WRITE"),
        device,
        inode,
        Long.parseLong(line.group("from")),
        to.equals("EOF") ? Long.MAX_VALUE : Long.parseLong(to));
  }
}
