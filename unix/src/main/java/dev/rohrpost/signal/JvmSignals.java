package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.libc.SignalH;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/// `sun.misc.Signal`, which javac warns of in a way that cannot be switched off at one place; hence
/// by reflection.
final class JvmSignals {
  private JvmSignals() {}

  /// Makes a handler.
  ///
  /// @param consumer gets the number of the signal
  /// @return a `SignalHandler`
  static Object handler(IntConsumer consumer) {
    return Proxy.newProxyInstance(
        JvmSignals.class.getClassLoader(),
        new Class<?>[] {type("sun.misc.SignalHandler")},
        (self, method, arguments) -> {
          if (method.getName().equals("handle")) {
            var signal = arguments[0];
            consumer.accept((int) signal.getClass().getMethod("getNumber").invoke(signal));
          }
          return null;
        });
  }

  /// Returns the handler that stands for an action of the kernel.
  ///
  /// @param disposition `SIG_IGN` or `SIG_DFL`
  /// @return a `SignalHandler`
  static Object constant(long disposition) {
    var name = disposition == SignalH.SIG_IGN ? "SIG_IGN" : "SIG_DFL";
    try {
      return type("sun.misc.SignalHandler").getField(name).get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("sun.misc.SignalHandler", e);
    }
  }

  /// Sets the handler of a signal.
  ///
  /// @param signal which
  /// @param handler a `SignalHandler`
  /// @return the one before
  /// @throws IllegalArgumentException if the JVM does not know the signal or keeps it
  static Object handle(Signal signal, Object handler) {
    var name = signal.toString().substring("SIG".length());
    try {
      var jvmSignal = type("sun.misc.Signal").getConstructor(String.class).newInstance(name);
      return jvmSignal
          .getClass()
          .getMethod("handle", jvmSignal.getClass(), type("sun.misc.SignalHandler"))
          .invoke(null, jvmSignal, handler);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "the JVM cannot receive " + signal + ": " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("sun.misc.Signal", e);
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new LinkageError("module jdk.unsupported is missing", e);
    }
  }
}
