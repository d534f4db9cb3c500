package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.Reply;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.fd.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// An object at the other end of a connection.
///
/// @param caller makes calls on the connection
/// @param sender sends calls on it that want no reply
/// @param destination the name of the connection that has the object; null without a bus
record CalledObject(
    Caller caller, Sender sender, @Nullable String destination, ObjectPath path, Duration patience)
    implements RemoteObject {
  private static final String PROPERTIES = "org.freedesktop.DBus.Properties";
  private static final String OTHER_TYPES = "org.freedesktop.DBus.Error.InvalidSignature";

  /// Makes a call, as [dev.rohrpost.dbus.Bus] and [dev.rohrpost.dbus.Peer] do.
  @FunctionalInterface
  interface Caller {
    <T> T call(Call call, Deadline deadline, Reply.Reader<T> reader)
        throws DbusException, InterruptedException;
  }

  /// Sends a call that wants no reply, as they do.
  @FunctionalInterface
  interface Sender {
    void send(Call call) throws DbusException, InterruptedException;
  }

  /// What came, if it could be read.
  ///
  /// @param value null if it is of other types
  /// @param types that came
  private record Read<T>(@Nullable T value, String types) {}

  @Override
  public <T> T call(
      String interfaceName,
      String member,
      String signature,
      BodyWriter arguments,
      String resultSignature,
      BodyReader<T> results)
      throws DbusException, InterruptedException {
    var call = call(interfaceName, member).writing(signature, arguments::write);
    var read =
        read(
            call,
            (types, in) -> {
              if (!types.toString().equals(resultSignature)) {
                return new Read<T>(null, types.toString());
              }
              var value = results.read(in);
              in.end();
              return new Read<>(value, resultSignature);
            });
    if (read.value() == null) {
      throw otherTypes(interfaceName + "." + member, read.types(), resultSignature);
    }
    return read.value();
  }

  @Override
  public void call(String interfaceName, String member, String signature, BodyWriter arguments)
      throws DbusException, InterruptedException {
    var _ = call(interfaceName, member, signature, arguments, "", _ -> "");
  }

  @Override
  public void send(String interfaceName, String member, String signature, BodyWriter arguments)
      throws DbusException, InterruptedException {
    sender.send(call(interfaceName, member).writing(signature, arguments::write));
  }

  @Override
  public <T> T get(String interfaceName, String property, String type, BodyReader<T> value)
      throws DbusException, InterruptedException {
    var call = call(PROPERTIES, "Get").with("ss", interfaceName, property);
    var read =
        read(
            call,
            (types, in) -> {
              if (!types.toString().equals("v")) {
                return new Read<T>(null, types.toString());
              }
              var found = in.beginVariant().toString();
              if (!found.equals(type)) {
                return new Read<T>(null, found);
              }
              var got = value.read(in);
              in.endVariant();
              in.end();
              return new Read<>(got, type);
            });
    if (read.value() == null) {
      throw otherTypes(interfaceName + "." + property, read.types(), type);
    }
    return read.value();
  }

  @Override
  public void set(String interfaceName, String property, String type, BodyWriter value)
      throws DbusException, InterruptedException {
    var variant = Signature.of(type).single();
    var call =
        call(PROPERTIES, "Set")
            .writing(
                "ssv",
                out -> {
                  out.text(interfaceName);
                  out.text(property);
                  out.beginVariant(variant);
                  value.write(out);
                  out.endVariant();
                });
    var _ = read(call, (_, _) -> "");
  }

  @Override
  public RemoteObject within(Duration other) {
    return new CalledObject(caller, sender, destination, path, other);
  }

  private Call call(String interfaceName, String member) {
    return destination == null
        ? Call.of(path, interfaceName, member)
        : Call.to(destination, path, interfaceName, member);
  }

  private <T> T read(Call call, Reply.Reader<T> reader) throws DbusException, InterruptedException {
    return caller.call(call, Deadline.after(patience), reader);
  }

  private static DbusException otherTypes(String what, String found, String expected) {
    var text = what + ": \"" + found + "\" came, \"" + expected + "\" was expected";
    return new DbusException(OTHER_TYPES, text);
  }
}
