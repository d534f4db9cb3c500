package dev.rohrpost.cli.bus;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.dbus.introspect.Interface;
import dev.rohrpost.dbus.introspect.Method;
import dev.rohrpost.dbus.type.Signature;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the methods of a mock answer, where that was said.
///
/// @param values by the method
record MockAnswers(Map<Method, Object[]> values) {
  /// An answer as it was given.
  ///
  /// @param member a method, with or without its interface
  /// @param text the results
  record Given(String member, String text) {
    /// Reads `MEMBER=TEXT`.
    static Given of(String text) {
      var end = text.indexOf('=');
      if (end < 1) {
        throw new IllegalArgumentException("an answer is MEMBER=TEXT, not '" + text + "'");
      }
      return new Given(text.substring(0, end), text.substring(end + 1));
    }

    boolean isFor(Interface face, Method method) {
      return member.equals(method.name()) || member.equals(face.name() + "." + method.name());
    }
  }

  /// Reads answers as arguments of the types that the methods have.
  ///
  /// @throws Failure with status 2 if a text is not of these types, or there is no such method
  /// @throws UnixException with EBADF if there is no such descriptor
  static MockAnswers of(List<Given> all, List<Interface> faces) throws Failure, UnixException {
    var values = new IdentityHashMap<Method, Object[]>();
    var seen = new HashMap<String, String>();
    for (var given : all) {
      if (seen.put(given.member(), given.text()) != null) {
        throw Failure.usage("--answer " + Escape.text(given.member()) + " is there twice");
      }
      var isUsed = false;
      for (var face : faces) {
        for (var method : face.methods()) {
          if (given.isFor(face, method)) {
            values.put(method, read(given, method));
            isUsed = true;
          }
        }
      }
      if (!isUsed) {
        throw Failure.usage("--answer: there is no method " + Escape.text(given.member()));
      }
    }
    return new MockAnswers(values);
  }

  private static Object[] read(Given given, Method method) throws Failure, UnixException {
    try {
      var signature = Signature.of(Description.signature(method.results()));
      return Arguments.read(signature, ShellWords.of(given.text()));
    } catch (IllegalArgumentException e) {
      throw wrong(given, String.valueOf(e.getMessage()));
    } catch (Failure e) {
      throw wrong(given, e.line());
    }
  }

  private static Failure wrong(Given given, String why) {
    return Failure.usage("--answer " + Escape.text(given.member()) + ": " + why);
  }

  /// {@return the results of a method; null if nothing was said}
  Object @Nullable [] of(Method method) {
    return values.get(method);
  }
}
