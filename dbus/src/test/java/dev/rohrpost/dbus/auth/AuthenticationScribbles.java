package dev.rohrpost.dbus.auth;

import dev.rohrpost.dbus.wire.WireScribbles;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Gives both sides of an authentication any bytes: they go on, are done, or refuse.
public final class AuthenticationScribbles {
  private static final String GUID = "0123456789abcdef0123456789abcdef";
  private static final long MULTIPLE = 128;

  private AuthenticationScribbles() {}

  /// A client gets them. It gets the same result if they come one by one.
  ///
  /// @param bytes what comes
  /// @throws Exception if something is wrong
  public static void client(byte[] bytes) throws Exception {
    WireScribbles.within(MULTIPLE, bytes, () -> client(bytes, bytes.length));
    same(client(bytes, bytes.length), client(bytes, 1));
  }

  private static List<Step> client(byte[] bytes, int piece) {
    var client =
        ClientAuthentication.of(
            ClientAuthentication.Mechanism.EXTERNAL, ClientAuthentication.Descriptors.WANTED);
    for (var at = 0; at < bytes.length; at += piece) {
      var step = client.step(ByteBuffer.wrap(bytes, at, piece));
      if (!(step instanceof Step.More)) {
        return List.of(step);
      }
    }
    return List.of();
  }

  /// A server gets them. It says the same if they come one by one.
  ///
  /// @param bytes what comes
  /// @throws Exception if something is wrong
  public static void server(byte[] bytes) throws Exception {
    WireScribbles.within(MULTIPLE, bytes, () -> server(bytes, bytes.length));
    same(server(bytes, bytes.length), server(bytes, 1));
  }

  private static List<Step> server(byte[] bytes, int piece) {
    var server = ServerAuthentication.of(GUID).allowExternal(7).allowDescriptors();
    var steps = new ArrayList<Step>();
    for (var at = 0; at < bytes.length; at += piece) {
      var in = ByteBuffer.wrap(bytes, at, piece);
      while (true) {
        var step = server.step(in);
        if (step instanceof Step.More) {
          break;
        }
        steps.add(step);
        if (!(step instanceof Step.Write)) {
          return steps;
        }
      }
    }
    return steps;
  }

  private static void same(List<Step> one, List<Step> other) {
    if (!one.equals(other)) {
      throw new AssertionError(one + " is not " + other);
    }
  }
}
