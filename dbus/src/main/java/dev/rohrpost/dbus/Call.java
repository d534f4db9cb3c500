package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.Header;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A call of a method: whom, what, and with which arguments. It does not change, and can be made
/// any number of times.
///
/// ```java
/// Call.to("org.bluez", "/org/bluez/hci0", "org.freedesktop.DBus.Properties", "Get")
///     .with("ss", "org.bluez.Adapter1", "Powered")
/// ```
public final class Call {
  private final @Nullable String destination;
  private final ObjectPath path;
  private final @Nullable String interfaceName;
  private final String member;
  private final Signature signature;
  private final Consumer<Encoder> arguments;
  private final int flags;

  private Call(
      @Nullable String destination,
      ObjectPath path,
      @Nullable String interfaceName,
      String member,
      Signature signature,
      Consumer<Encoder> arguments,
      int flags) {
    this.destination = destination;
    this.path = path;
    this.interfaceName = interfaceName;
    this.member = member;
    this.signature = signature;
    this.arguments = arguments;
    this.flags = flags;
  }

  /// A call without arguments.
  ///
  /// @param destination the unique or well-known name of the connection that has the object
  /// @param path of the object
  /// @param interfaceName of the method
  /// @param member the method
  /// @return the call
  /// @throws IllegalArgumentException if a name is not valid
  public static Call to(String destination, String path, String interfaceName, String member) {
    return to(destination, ObjectPath.of(path), interfaceName, member);
  }

  /// A call without arguments.
  ///
  /// @param destination the unique or well-known name of the connection that has the object
  /// @param path of the object
  /// @param interfaceName of the method
  /// @param member the method
  /// @return the call
  /// @throws IllegalArgumentException if a name is not valid
  public static Call to(String destination, ObjectPath path, String interfaceName, String member) {
    return new Call(
        Names.checkBusName(destination),
        path,
        Names.checkInterface(interfaceName),
        Names.checkMember(member),
        Signature.EMPTY,
        Call::writeNothing,
        0);
  }

  /// A call without arguments that names no connection: for a [Peer], or for a bus itself.
  ///
  /// @param path of the object
  /// @param interfaceName of the method
  /// @param member the method
  /// @return the call
  /// @throws IllegalArgumentException if a name is not valid
  public static Call of(ObjectPath path, String interfaceName, String member) {
    return new Call(
        null,
        path,
        Names.checkInterface(interfaceName),
        Names.checkMember(member),
        Signature.EMPTY,
        Call::writeNothing,
        0);
  }

  /// {@return the same with other arguments}
  ///
  /// @param types of the arguments, such as `si`
  /// @param values one for each type, as the table of [dev.rohrpost.dbus.type] says. They are
  ///   checked when the call is made, and not copied before
  /// @throws IllegalArgumentException if the signature is not valid, or there are more or fewer
  ///   values
  public Call with(String types, Object... values) {
    var parsed = Signature.of(types);
    if (parsed.types().size() != values.length) {
      throw new IllegalArgumentException(
          values.length + " values for the signature \"" + types + "\"");
    }
    var list = List.of(values);
    return with(parsed, out -> Arguments.write(out, parsed, list));
  }

  /// {@return the same with other arguments, which are written when the call is made}
  ///
  /// @param types of the arguments, such as `si`
  /// @param arguments writes them, in the order of the types, and each time the same
  /// @throws IllegalArgumentException if the signature is not valid
  public Call writing(String types, Consumer<Encoder> arguments) {
    return with(Signature.of(types), arguments);
  }

  private static void writeNothing(Encoder out) {}

  private Call with(Signature types, Consumer<Encoder> written) {
    return new Call(destination, path, interfaceName, member, types, written, flags);
  }

  /// {@return the same, but it starts no service: if there is none, the error is `NameHasNoOwner`}
  public Call withoutAutoStart() {
    return withFlag(Header.NO_AUTO_START);
  }

  /// {@return the same, and the service may have a person asked for leave: give the call a deadline
  /// of minutes}
  public Call interactive() {
    return withFlag(Header.ALLOW_INTERACTIVE_AUTHORIZATION);
  }

  Call withFlag(int flag) {
    return new Call(destination, path, interfaceName, member, signature, arguments, flags | flag);
  }

  @Nullable String destination() {
    return destination;
  }

  /// Writes the message, with 1 in place of its number.
  void encode(Encoder out, Header header) {
    header.clear();
    header.setType(Header.CALL).setFlags(flags).setSerial(1).setPath(path);
    header.setInterfaceName(interfaceName).setMember(member).setDestination(destination);
    header.setSignature(signature);
    out.begin(header);
    arguments.accept(out);
  }

  /// {@return whom and what, such as `org.bluez /org/bluez org.bluez.Adapter1.StartDiscovery`}
  @Override
  public String toString() {
    return (destination == null ? "" : destination + " ")
        + path
        + " "
        + (interfaceName == null ? "" : interfaceName + ".")
        + member;
  }
}
