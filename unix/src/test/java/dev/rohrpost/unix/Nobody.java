package dev.rohrpost.unix;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A user to whom limits apply, and who may read all files: a JVM has to find its classes.
public final class Nobody {
  private static final String[] PREFIX = {
    "setpriv",
    "--reuid=65534",
    "--regid=65534",
    "--clear-groups",
    "--inh-caps=-all,+dac_read_search",
    "--ambient-caps=-all,+dac_read_search",
    "--bounding-set=-all,+dac_read_search"
  };

  private Nobody() {}

  /// Returns what stands before a command that nobody is to run, or skips the test where that is
  /// impossible.
  ///
  /// @param more what stands between that and the command
  /// @return the beginning of the command
  /// @throws IOException if /proc cannot be read
  public static String[] prefix(String... more) throws IOException {
    assumeRoot();
    Foreign.require(PREFIX[0]);
    return Stream.of(PREFIX, more).flatMap(Stream::of).toArray(String[]::new);
  }

  /// Starts a program as nobody; closing the result kills it.
  ///
  /// @param command the program and its arguments
  /// @return the program
  /// @throws IOException if /proc cannot be read
  public static Running start(String... command) throws IOException {
    Foreign.require(command[0]);
    var all = prefix(command);
    return Foreign.start(all[0], Arrays.copyOfRange(all, 1, all.length));
  }

  /// Skips the test if this is not root, who alone can become somebody else.
  ///
  /// @throws IOException if /proc cannot be read
  public static void assumeRoot() throws IOException {
    Assumptions.assumeTrue(isRoot(), "only root can do that");
  }

  static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
