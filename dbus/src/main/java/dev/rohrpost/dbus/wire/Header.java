package dev.rohrpost.dbus.wire;

import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// The header of a message. It can be filled again and again.
///
/// @see <a
///   href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-header-fields">D-Bus
///   specification, header fields</a>
public final class Header {
  /// The type of calls.
  public static final int CALL = 1;

  /// The type of replies with results.
  public static final int RETURN = 2;

  /// The type of replies that tell an error.
  public static final int ERROR = 3;

  /// The type of signals.
  public static final int SIGNAL = 4;

  /// The flag of a call to which no reply is wanted.
  public static final int NO_REPLY_EXPECTED = 1;

  /// The flag of a message that must not start a service.
  public static final int NO_AUTO_START = 2;

  /// The flag of a call whose caller waits for a person to be asked.
  public static final int ALLOW_INTERACTIVE_AUTHORIZATION = 4;

  private static final String LOCAL_INTERFACE = "org.freedesktop.DBus.Local";
  private static final String LOCAL_PATH = "/org/freedesktop/DBus/Local";

  int type;
  int flags;
  long serial;
  long replySerial;
  @Nullable ObjectPath path;
  @Nullable String interfaceName;
  @Nullable String member;
  @Nullable String errorName;
  @Nullable String destination;
  @Nullable String sender;
  Signature signature = Signature.EMPTY;
  long descriptorCount;

  /// Only of what was read.
  boolean isBig;

  long bodyOffset;
  long bodyLength;

  /// Makes a header without any field.
  public Header() {}

  /// Makes the header of a call.
  ///
  /// @param path of the object
  /// @param interfaceName of the method; null to let the object choose
  /// @param member the method
  /// @return the header
  /// @throws IllegalArgumentException if a name is not valid
  public static Header call(ObjectPath path, @Nullable String interfaceName, String member) {
    return new Header()
        .setType(CALL)
        .setPath(path)
        .setInterfaceName(interfaceName)
        .setMember(member);
  }

  /// Makes the header of a signal.
  ///
  /// @param path of the object
  /// @param interfaceName of the signal
  /// @param member the signal
  /// @return the header
  /// @throws IllegalArgumentException if a name is not valid
  public static Header signal(ObjectPath path, String interfaceName, String member) {
    return new Header()
        .setType(SIGNAL)
        .setPath(path)
        .setInterfaceName(interfaceName)
        .setMember(member);
  }

  /// Makes the header of a reply with results.
  ///
  /// @param replySerial the serial of the call
  /// @return the header
  /// @throws IllegalArgumentException if it is not between 1 and 4,294,967,295
  public static Header reply(long replySerial) {
    return new Header().setType(RETURN).setReplySerial(replySerial);
  }

  /// Makes the header of a reply that tells an error.
  ///
  /// @param replySerial the serial of the call
  /// @param errorName such as `org.freedesktop.DBus.Error.Failed`
  /// @return the header
  /// @throws IllegalArgumentException if the name is not valid, or the serial not between 1 and
  ///   4,294,967,295
  public static Header error(long replySerial, String errorName) {
    return new Header().setType(ERROR).setReplySerial(replySerial).setErrorName(errorName);
  }

  /// Empties all fields.
  public void clear() {
    type = 0;
    flags = 0;
    serial = 0;
    replySerial = 0;
    path = null;
    interfaceName = null;
    member = null;
    errorName = null;
    destination = null;
    sender = null;
    signature = Signature.EMPTY;
    descriptorCount = 0;
  }

  /// {@return the type: one of the constants, or one that is not known, up to 255}
  public int type() {
    return type;
  }

  /// {@return the flags: those of the constants, and any others}
  public int flags() {
    return flags;
  }

  /// {@return whether a flag is set}
  ///
  /// @param flag one of the constants
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /// {@return the number of the message, from 1 to 4,294,967,295; 0 if it has none yet}
  public long serial() {
    return serial;
  }

  /// {@return the number of the call that this replies to; 0 if none}
  public long replySerial() {
    return replySerial;
  }

  /// {@return the path of the object}
  public @Nullable ObjectPath path() {
    return path;
  }

  /// {@return the interface of the method or signal}
  public @Nullable String interfaceName() {
    return interfaceName;
  }

  /// {@return the method or signal}
  public @Nullable String member() {
    return member;
  }

  /// {@return the name of the error}
  public @Nullable String errorName() {
    return errorName;
  }

  /// {@return the name of the connection that the message goes to}
  public @Nullable String destination() {
    return destination;
  }

  /// {@return the unique name of the connection that the message comes from; only a bus tells it}
  public @Nullable String sender() {
    return sender;
  }

  /// {@return the types of the arguments}
  public Signature signature() {
    return signature;
  }

  /// {@return how many descriptors come with a message that was read. What is sent has those that
  /// were given to the [Encoder]}
  public long descriptorCount() {
    return descriptorCount;
  }

  /// {@return the order of the bytes of a message that was read}
  public ByteOrder order() {
    return isBig ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /// {@return where the arguments begin in a message that was read, in bytes}
  public long bodyOffset() {
    return bodyOffset;
  }

  /// {@return how long the arguments of a message that was read are, in bytes}
  public long bodyLength() {
    return bodyLength;
  }

  /// Sets the type.
  ///
  /// @param next from 1 to 255
  /// @return this
  /// @throws IllegalArgumentException if it is out of this range
  public Header setType(int next) {
    if (next < 1 || next > 255) {
      throw new IllegalArgumentException("a message of type " + next);
    }
    type = next;
    return this;
  }

  /// Sets the flags.
  ///
  /// @param next from 0 to 255
  /// @return this
  /// @throws IllegalArgumentException if it is out of this range
  public Header setFlags(int next) {
    if (next >>> 8 != 0) {
      throw new IllegalArgumentException("flags " + next);
    }
    flags = next;
    return this;
  }

  /// Sets the serial.
  ///
  /// @param next from 1 to 4,294,967,295
  /// @return this
  /// @throws IllegalArgumentException if it is out of this range
  public Header setSerial(long next) {
    var _ = checkedSerial(next);
    serial = next;
    return this;
  }

  /// Sets the serial of the call that this replies to.
  ///
  /// @param next from 1 to 4,294,967,295
  /// @return this
  /// @throws IllegalArgumentException if it is out of this range
  public Header setReplySerial(long next) {
    var _ = checkedSerial(next);
    replySerial = next;
    return this;
  }

  /// Sets the path of the object.
  ///
  /// @param next the path, or null for none
  /// @return this
  public Header setPath(@Nullable ObjectPath next) {
    path = next;
    return this;
  }

  /// Sets the interface.
  ///
  /// @param next its name, or null for none
  /// @return this
  /// @throws IllegalArgumentException if it is not valid
  public Header setInterfaceName(@Nullable String next) {
    interfaceName = next == null ? null : Names.checkInterface(next);
    return this;
  }

  /// Sets the method or signal.
  ///
  /// @param next its name, or null for none
  /// @return this
  /// @throws IllegalArgumentException if it is not valid
  public Header setMember(@Nullable String next) {
    member = next == null ? null : Names.checkMember(next);
    return this;
  }

  /// Sets the name of the error.
  ///
  /// @param next the name, or null for none
  /// @return this
  /// @throws IllegalArgumentException if it is not valid
  public Header setErrorName(@Nullable String next) {
    errorName = next == null ? null : Names.checkErrorName(next);
    return this;
  }

  /// Sets the connection that the message goes to.
  ///
  /// @param next its unique or well-known name, or null for none
  /// @return this
  /// @throws IllegalArgumentException if it is not valid
  public Header setDestination(@Nullable String next) {
    destination = next == null ? null : Names.checkBusName(next);
    return this;
  }

  /// Sets the connection that the message comes from. A bus does that itself.
  ///
  /// @param next its unique or well-known name, or null for none
  /// @return this
  /// @throws IllegalArgumentException if it is not valid
  public Header setSender(@Nullable String next) {
    sender = next == null ? null : Names.checkBusName(next);
    return this;
  }

  /// Sets the types of the arguments.
  ///
  /// @param next the types
  /// @return this
  public Header setSignature(Signature next) {
    signature = next;
    return this;
  }

  /// {@return what is missing for the type; null if nothing is}
  @Nullable String missing() {
    return switch (type) {
      case CALL -> path == null ? "path" : member == null ? "member" : null;
      case RETURN -> replySerial == 0 ? "serial of the call" : null;
      case ERROR ->
          replySerial == 0 ? "serial of the call" : errorName == null ? "error name" : null;
      case SIGNAL ->
          path == null
              ? "path"
              : interfaceName == null ? "interface" : member == null ? "member" : null;
      default -> null;
    };
  }

  void checkComplete() {
    var missing = missing();
    if (type == 0 || missing != null) {
      throw new IllegalArgumentException(
          "a message of type " + type + " without " + (missing == null ? "a type" : missing));
    }
    if (isLocal()) {
      throw new IllegalArgumentException(LOCAL_INTERFACE + " is not sent");
    }
  }

  /// {@return whether it names what only a library says to its own program}
  boolean isLocal() {
    return LOCAL_INTERFACE.equals(interfaceName)
        || (path != null && LOCAL_PATH.equals(path.text()));
  }

  static int checkedSerial(long serial) {
    if (serial < 1 || serial >>> 32 != 0) {
      throw new IllegalArgumentException("serial " + serial);
    }
    return (int) serial;
  }

  @Override
  public String toString() {
    return switch (type) {
      case CALL -> "call " + interfaceName + "." + member + " of " + path;
      case RETURN -> "return to " + replySerial;
      case ERROR -> "error " + errorName + " to " + replySerial;
      case SIGNAL -> "signal " + interfaceName + "." + member + " of " + path;
      default -> "message of type " + type;
    };
  }
}
