package dev.rohrpost.dbus;

import dev.rohrpost.dbus.introspect.Introspection;
import dev.rohrpost.dbus.introspect.Node;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What every connection answers, whatever it exports: at every path whether it is there, and at
/// paths above objects what is below them.
///
/// @see <a
///   href="https://dbus.freedesktop.org/doc/dbus-specification.html#standard-interfaces-peer">D-Bus
///   specification, org.freedesktop.DBus.Peer</a>
final class BuiltIn {
  private static final String PEER = "org.freedesktop.DBus.Peer";
  private static final String INTROSPECTABLE = "org.freedesktop.DBus.Introspectable";
  private static final List<Path> MACHINE_ID =
      List.of(Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"));
  private static final Signature TEXT = Signature.of("s");

  private BuiltIn() {}

  /// {@return whether a call is answered here, also if there is an object}
  static boolean isMeant(Header call) {
    return PEER.equals(call.interfaceName())
        || (call.interfaceName() == null
            && ("Ping".equals(call.member()) || "GetMachineId".equals(call.member())));
  }

  /// {@return a call that every peer answers}
  static Call ping() {
    return Call.of(ObjectPath.ROOT, PEER, "Ping");
  }

  /// Writes the answer to a call.
  ///
  /// @param below the nodes right below the path
  static void answer(Header call, Outbound answer, List<String> below) {
    var interfaceName = call.interfaceName();
    if (isMeant(call)) {
      switch (String.valueOf(call.member())) {
        case "Ping" -> result(call, answer, Signature.EMPTY, List.of());
        case "GetMachineId" -> machineId(call, answer);
        default -> error(call, answer, "UnknownMethod", PEER + " has no method " + call.member());
      }
      return;
    }
    var isIntrospect =
        "Introspect".equals(call.member())
            && (interfaceName == null || interfaceName.equals(INTROSPECTABLE));
    if (isIntrospect && (!below.isEmpty() || ObjectPath.ROOT.equals(call.path()))) {
      result(call, answer, TEXT, List.of(document(below)));
    } else {
      error(call, answer, "UnknownObject", "there is no object " + call.path());
    }
  }

  private static String document(List<String> below) {
    var nodes = below.stream().map(name -> new Node(name, List.of(), List.of())).toList();
    return Introspection.write(new Node("", List.of(), nodes));
  }

  private static void machineId(Header call, Outbound answer) {
    for (var file : MACHINE_ID) {
      try {
        result(call, answer, TEXT, List.of(Files.readString(file).strip()));
        return;
      } catch (IOException e) {
        // The next one may be there.
      }
    }
    error(call, answer, "FileNotFound", "this machine has no id");
  }

  /// Begins a reply with results, which are to be written.
  static void begin(Header call, Outbound answer, Signature signature) {
    results(call, answer, signature);
    answer.encoder.begin(answer.header);
  }

  private static void results(Header call, Outbound answer, Signature signature) {
    answer.header.clear();
    answer.header.setType(Header.RETURN);
    address(call, answer, signature);
  }

  private static void result(
      Header call, Outbound answer, Signature signature, List<Object> values) {
    results(call, answer, signature);
    Arguments.encode(answer.encoder, answer.header, signature, values);
    answer.bytes = answer.encoder.end();
  }

  private static void error(Header call, Outbound answer, String error, String text) {
    error(call, answer, new DbusException(DbusException.standard(error), text));
  }

  /// Writes an error as the answer. A text that may not be sent is left out.
  static void error(Header call, Outbound answer, DbusException error) {
    answer.header.clear();
    answer.header.setType(Header.ERROR).setErrorName(error.errorName());
    address(call, answer, TEXT);
    try {
      Arguments.encode(answer.encoder, answer.header, TEXT, List.of(error.text()));
    } catch (IllegalArgumentException e) {
      Arguments.encode(answer.encoder, answer.header, TEXT, List.of(""));
    }
    answer.bytes = answer.encoder.end();
  }

  private static void address(Header call, Outbound answer, Signature signature) {
    answer.header.setReplySerial(call.serial()).setSerial(1).setDestination(call.sender());
    answer.header.setFlags(Header.NO_REPLY_EXPECTED).setSignature(signature);
  }
}
