package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What every connection answers, whatever it exports.
///
/// @see <a
///   href="https://dbus.freedesktop.org/doc/dbus-specification.html#standard-interfaces-peer">D-Bus
///   specification, org.freedesktop.DBus.Peer</a>
final class BuiltIn {
  private static final String PEER = "org.freedesktop.DBus.Peer";
  private static final List<Path> MACHINE_ID =
      List.of(Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"));
  private static final Signature TEXT = Signature.of("s");

  private BuiltIn() {}

  /// Writes the answer to a call.
  static void answer(Header call, Outbound answer) {
    var interfaceName = call.interfaceName();
    if (interfaceName == null || interfaceName.equals(PEER)) {
      switch (String.valueOf(call.member())) {
        case "Ping" -> {
          result(call, answer, Signature.EMPTY, List.of());
          return;
        }
        case "GetMachineId" -> {
          machineId(call, answer);
          return;
        }
        default -> {}
      }
    }
    if (PEER.equals(interfaceName)) {
      error(call, answer, "UnknownMethod", PEER + " has no method " + call.member());
    } else {
      error(call, answer, "UnknownObject", "there is no object " + call.path());
    }
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

  private static void result(
      Header call, Outbound answer, Signature signature, List<Object> values) {
    answer.header.clear();
    answer.header.setType(Header.RETURN);
    write(call, answer, signature, values);
  }

  private static void error(Header call, Outbound answer, String error, String text) {
    answer.header.clear();
    answer.header.setType(Header.ERROR).setErrorName(DbusException.standard(error));
    write(call, answer, TEXT, List.of(text));
  }

  private static void write(
      Header call, Outbound answer, Signature signature, List<Object> values) {
    answer.header.setReplySerial(call.serial()).setSerial(1).setDestination(call.sender());
    answer.header.setFlags(Header.NO_REPLY_EXPECTED).setSignature(signature);
    Arguments.encode(answer.encoder, answer.header, signature, values);
    answer.bytes = answer.encoder.end();
  }
}
