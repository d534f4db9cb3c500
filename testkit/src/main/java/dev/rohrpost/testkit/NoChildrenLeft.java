package dev.rohrpost.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test that leaves a child of this JVM behind, running or as a zombie: `left behind: [4711
/// (sleep) Z]`.
///
/// Use it as `@ExtendWith(NoChildrenLeft.class)` on a test class.
public final class NoChildrenLeft implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(NoChildrenLeft.class);

  /// Made by JUnit.
  public NoChildrenLeft() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(HERE).put("before", Children.now());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Children before = context.getStore(HERE).get("before", Children.class);
    if (before == null) {
      return;
    }
    // A child that was just killed is reaped a moment later by a thread that tells nobody.
    List<String> left = Settling.whatRemains(() -> Children.now().since(before));
    if (!left.isEmpty()) {
      throw new AssertionError("left behind: " + left);
    }
  }

  /// This JVM's children.
  ///
  /// @param byPid the name and state of each, as in `(sleep) Z`
  record Children(Map<Long, String> byPid) {
    static Children now() {
      long self = ProcessHandle.current().pid();
      var found = new TreeMap<Long, String>();
      try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
        for (Path process : all) {
          String stat = stat(process);
          // The name is in parentheses and may contain any character, also a parenthesis.
          int name = stat.lastIndexOf(')');
          if (name < 0) {
            continue;
          }
          String[] rest = stat.substring(name + 2).split(" ", -1);
          if (Long.parseLong(rest[1]) == self) {
            String id = process.getFileName().toString();
            found.put(
                Long.parseLong(id), stat.substring(stat.indexOf('('), name + 1) + " " + rest[0]);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Children(found);
    }

    private static String stat(Path process) {
      try {
        return Files.readString(process.resolve("stat"));
      } catch (IOException _) {
        return ""; // gone between listing and reading
      }
    }

    List<String> since(Children before) {
      return byPid.entrySet().stream()
          .filter(child -> !before.byPid.containsKey(child.getKey()))
          .map(child -> child.getKey() + " " + child.getValue())
          .toList();
    }
  }
}
