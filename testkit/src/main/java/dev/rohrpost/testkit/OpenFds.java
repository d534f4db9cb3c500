package dev.rohrpost.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The descriptors that this JVM has open at one moment, by number.
///
/// @param targets what each number points to, as `/proc/self/fd` says it
record OpenFds(Map<Integer, String> targets) {

  /// Kinds that the JDK and this library open once, when first needed, and keep until the JVM ends:
  /// the pollers of the JDK and of `Wait` (an epoll and an eventfd each) and the signalfd and
  /// timerfd behind `Signals`, and the programs by which the kernel lists tasks and descriptors. So
  /// many of each may stay. A test that really leaks one is caught when it has done so a few times.
  private static final Map<String, Integer> KEPT_UNTIL_EXIT =
      Map.of(
          "anon_inode:[eventpoll]", 6,
          "anon_inode:[eventfd]", 6,
          "anon_inode:[signalfd]", 2,
          "anon_inode:[timerfd]", 2,
          "anon_inode:bpf_link", 2);

  static OpenFds now() {
    var found = new TreeMap<Integer, String>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path entry : entries) {
        String target = target(entry);
        if (!isOfTheJvm(target)) {
          found.put(Integer.parseInt(entry.getFileName().toString()), target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new OpenFds(found);
  }

  private static String target(Path entry) {
    try {
      return Files.readSymbolicLink(entry).toString();
    } catch (IOException _) {
      return "/proc/gone"; // closed between listing and reading
    }
  }

  /// Files that class loading and seeding open at any moment, and the descriptor of the listing
  /// itself.
  private static boolean isOfTheJvm(String target) {
    return target.endsWith(".jar")
        || target.endsWith("/lib/modules")
        || target.equals("/dev/random")
        || target.equals("/dev/urandom")
        || target.startsWith("/proc/");
  }

  /// Returns what is open here and was not open before, as `28 -> pipe:[4711]`.
  List<String> since(OpenFds before) {
    var left = new ArrayList<String>();
    var kept = new LinkedHashMap<String, Integer>();
    targets.forEach((number, target) -> {
      int sameKind = kept.merge(target, 1, Integer::sum);
      boolean allowed = sameKind <= KEPT_UNTIL_EXIT.getOrDefault(target, 0);
      if (!allowed && !target.equals(before.targets.get(number))) {
        left.add(number + " -> " + target);
      }
    });
    return left;
  }
}
