package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.WireException;
import java.util.List;
import java.util.Optional;

/// A call that came, of a path that is served with [Bus#serve].
///
/// This is the raw form, for objects whose interfaces are known only when the program runs. Objects
/// with interfaces are made by [dev.rohrpost.dbus.object.ExportedObject].
///
/// Descriptors in the arguments are closed when the call has been answered: a handler that needs
/// one for longer keeps a duplicate.
public sealed interface IncomingCall permits ServedCall {
  /// {@return the unique name of the caller; empty without a bus}
  Optional<String> sender();

  /// {@return the path that is called}
  ObjectPath path();

  /// {@return the interface; empty if the caller leaves the choice to the object}
  Optional<String> interfaceName();

  /// {@return the method}
  String member();

  /// {@return the types of the arguments that came}
  Signature signature();

  /// Begins to read the arguments. They are valid until the handler returns.
  ///
  /// @param expected the types that the method has
  /// @return the arguments
  /// @throws DbusException `org.freedesktop.DBus.Error.InvalidArgs` if others came
  Decoder arguments(String expected) throws DbusException;

  /// Answers with results. They are sent when the handler returns, and not at all if the caller
  /// wants no reply; they are written all the same if there may be descriptors in them, so that
  /// whoever owns these can close them. Descriptors in them stay the handler's, which may close
  /// them afterwards.
  ///
  /// @param types of the results
  /// @param results writes them
  /// @throws DbusException what `results` throws; `NotSupported` if there are descriptors and the
  ///   connection cannot send them, `LimitsExceeded` if this process has no room to duplicate them
  /// @throws InterruptedException what `results` throws
  /// @throws IllegalArgumentException if a value may not be sent
  /// @throws IllegalStateException if it was answered already
  void reply(String types, Results results) throws DbusException, InterruptedException;

  /// Answers with results as [#reply], and sends them now: before any signal that is sent
  /// afterwards.
  ///
  /// @param types of the results
  /// @param results writes them
  /// @throws DbusException as [#reply]
  /// @throws InterruptedException what `results` throws
  /// @throws IllegalArgumentException if a value may not be sent
  /// @throws IllegalStateException if it was answered already
  void replyNow(String types, Results results) throws DbusException, InterruptedException;

  /// Lets the next call of the object begin although this one has not ended: for those that take
  /// their time. To wait for something on the same connection does the same. Doing it again does
  /// nothing.
  void giveTurnAway();

  /// Tells which call a thread carries out. Implementations that get arguments only, as those of
  /// generated interfaces, learn from it who has called.
  ///
  /// @return the call, which is answered by who was given it; empty on threads that carry out none
  static Optional<IncomingCall> current() {
    return ServedCall.current();
  }

  /// {@return the names of the nodes right below the path, in alphabetical order: those of paths
  /// that are served}
  List<String> nodesBelow();

  /// Writes the results of a method.
  @FunctionalInterface
  interface Results {
    /// Writes them, in the order of their types.
    ///
    /// @param out where they go
    /// @throws DbusException the error that the caller gets instead
    /// @throws InterruptedException if the thread is interrupted
    /// @throws IllegalArgumentException if a value may not be sent
    void write(Encoder out) throws DbusException, InterruptedException;
  }

  /// Carries out the calls of one path.
  ///
  /// Calls begin in the order in which they came, each on a virtual thread, and the next one begins
  /// when the one before has ended; or when it waits for something on the same connection, such as
  /// a reply: then it gives its turn away, and goes on beside the others.
  @FunctionalInterface
  interface Handler {
    /// Carries out a call and answers it.
    ///
    /// @param call what to do; not valid any more when this has returned
    /// @throws DbusException the error that the caller gets. After any other exception the caller
    ///   gets `org.freedesktop.DBus.Error.Failed` and nothing of its text, and the handler of
    ///   uncaught exceptions of the thread gets the exception
    /// @throws InterruptedException if the thread is interrupted
    /// @throws WireException if the arguments break a rule: the connection ends
    void handle(IncomingCall call) throws DbusException, InterruptedException, WireException;

    /// {@return a handler that does the same, but carries calls out side by side: each gives its
    /// turn away when it begins}
    default Handler concurrent() {
      return call -> {
        call.giveTurnAway();
        handle(call);
      };
    }
  }

  /// A path that is served.
  interface Registration extends AutoCloseable {
    /// Serves the path no more. Calls that have begun go on and are answered; the others get
    /// `org.freedesktop.DBus.Error.UnknownObject`. Closing again does nothing.
    @Override
    void close();
  }
}
