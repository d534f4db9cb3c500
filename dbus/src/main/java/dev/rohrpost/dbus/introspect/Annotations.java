package dev.rohrpost.dbus.introspect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What programs agree upon beside types.
final class Annotations {
  static final String DEPRECATED = "org.freedesktop.DBus.Deprecated";
  static final String NO_REPLY = "org.freedesktop.DBus.Method.NoReply";
  static final String EMITS_CHANGED = "org.freedesktop.DBus.Property.EmitsChangedSignal";
  static final String GDBUS_DOCUMENTATION = "org.gtk.GDBus.DocString";

  private Annotations() {}

  /// {@return a copy that does not change and has the same order: output must not depend on hashes}
  static Map<String, String> copy(Map<String, String> annotations) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  static boolean isSet(Map<String, String> annotations, String name) {
    return "true".equals(annotations.get(name));
  }
}
