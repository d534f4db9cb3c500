package dev.rohrpost.dbus.introspect;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong, so that all of it can be said at once.
final class Faults {
  private static final int MOST = 50;

  /// Longer texts of a document are cut in messages.
  private static final int SHOWN = 80;

  private final String file;
  private final List<Fault> faults = new ArrayList<>();

  Faults(String file) {
    this.file = file;
  }

  void add(int line, String what) {
    if (faults.size() < MOST) {
      faults.add(new Fault(file, line, what));
    }
  }

  /// Ends here if something is wrong.
  void end() throws IntrospectionException {
    if (!faults.isEmpty()) {
      throw new IntrospectionException(faults);
    }
  }

  /// {@return a text for a message: one line, cut if long, `?` for what a terminal might not show}
  static String quoted(String text) {
    return "'" + shown(text) + "'";
  }

  static String shown(String text) {
    var shown = new StringBuilder();
    for (var i = 0; i < Math.min(SHOWN, text.length()); i++) {
      var c = text.charAt(i);
      shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return shown.append(text.length() > SHOWN ? "…" : "").toString();
  }
}
