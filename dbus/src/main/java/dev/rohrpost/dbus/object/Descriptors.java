package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Fd;
import java.util.List;
import java.util.Map;

/// Descriptors in values of any type.
final class Descriptors {
  private Descriptors() {}

  /// Closes those in a value: what is remembered has none.
  ///
  /// @return whether there was one
  static boolean closeAll(Object value) {
    var some = false;
    switch (value) {
      case Fd fd -> {
        fd.close();
        some = true;
      }
      case Value inner -> some = closeAll(inner.content());
      case List<?> list -> {
        for (var each : list) {
          some |= closeAll(each);
        }
      }
      case Map<?, ?> map -> {
        for (var each : map.entrySet()) {
          some |= closeAll(each.getKey());
          some |= closeAll(each.getValue());
        }
      }
      default -> {}
    }
    return some;
  }
}
