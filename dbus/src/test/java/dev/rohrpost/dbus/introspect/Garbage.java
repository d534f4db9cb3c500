package dev.rohrpost.dbus.introspect;

import dev.rohrpost.dbus.gen.Generated;
import java.nio.charset.StandardCharsets;

/// Gives the reader anything: it may only say what is wrong. If nothing is, the tree must be
/// written so that it is read as the same, and Java can be generated of it.
final class Garbage {
  private Garbage() {}

  static void read(byte[] bytes) {
    try {
      var node = Introspection.read("f.xml", bytes);
      var written = Introspection.write(node);
      var again = Introspection.read("again", written.getBytes(StandardCharsets.UTF_8));
      if (!Introspection.write(again).equals(written)) {
        throw new AssertionError("it was read as something else: " + written);
      }
      var made = Generated.of(node);
      if (made.stream().anyMatch(each -> each.text().isBlank())) {
        throw new AssertionError("a file without text");
      }
    } catch (IntrospectionException e) {
      if (e.faults().isEmpty()
          || e.faults().stream().anyMatch(each -> each.what().lines().count() != 1)) {
        throw new AssertionError("a fault that is not one line", e);
      }
      if (e.faults().getFirst().file().equals("again")) {
        throw new AssertionError("what was written cannot be read", e);
      }
    }
  }
}
