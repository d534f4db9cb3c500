package dev.rohrpost.process;

import dev.rohrpost.testkit.Foreign;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// A user to whom limits apply, and who may read all files: a JVM has to find its classes.
final class Nobody {
  static final String[] PREFIX = {
    "setpriv",
    "--reuid=65534",
    "--regid=65534",
    "--clear-groups",
    "--inh-caps=-all,+dac_read_search",
    "--ambient-caps=-all,+dac_read_search",
    "--bounding-set=-all,+dac_read_search"
  };

  private Nobody() {}

  static void assume() throws Exception {
    Foreign.require("setpriv");
    var owner = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Assumptions.assumeTrue(owner.equals(0), "only root can become nobody");
  }
}
