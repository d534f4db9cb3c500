package dev.rohrpost.dbus.gen;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.object.BodyReader;
import dev.rohrpost.dbus.object.BodyWriter;
import dev.rohrpost.dbus.object.ExportedInterface;
import dev.rohrpost.dbus.object.ObjectCall;
import dev.rohrpost.dbus.object.RemoteObject;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls an exported object: all arguments go through bytes, as between processes.
final class Loop implements RemoteObject {
  /// What was called, such as `Open(s)`, with `!` if no reply was asked for.
  final List<String> calls = new ArrayList<>();

  private final ExportedInterface exported;

  Loop(ExportedInterface exported) {
    this.exported = exported;
  }

  private static final class Incoming implements ObjectCall {
    private final String member;
    private final String signature;
    private final BodyWriter arguments;
    private @Nullable String replyTypes;
    private @Nullable BodyWriter reply;

    Incoming(String member, String signature, BodyWriter arguments) {
      this.member = member;
      this.signature = signature;
      this.arguments = arguments;
    }

    @Override
    public String member() {
      return member;
    }

    @Override
    public Signature signature() {
      return Signature.of(signature);
    }

    @Override
    public Decoder arguments(String expected) throws DbusException {
      if (!expected.equals(signature)) {
        throw new DbusException("org.freedesktop.DBus.Error.InvalidArgs", signature);
      }
      try {
        return Wire.decoder(signature, arguments);
      } catch (WireException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void reply(String types, BodyWriter results) {
      replyTypes = types;
      reply = results;
    }
  }

  @Override
  public <T> T call(
      String interfaceName,
      String member,
      String signature,
      BodyWriter arguments,
      String resultSignature,
      BodyReader<T> results)
      throws DbusException, InterruptedException {
    if (!interfaceName.equals(exported.name())) {
      throw new AssertionError(interfaceName);
    }
    calls.add(member + "(" + signature + ")");
    var incoming = new Incoming(member, signature, arguments);
    try {
      if (!exported.call(incoming)) {
        throw new DbusException("org.freedesktop.DBus.Error.UnknownMethod", member);
      }
      var reply = incoming.reply;
      if (reply == null || !resultSignature.equals(incoming.replyTypes)) {
        throw new AssertionError(incoming.replyTypes + " for " + resultSignature);
      }
      return Wire.pass(resultSignature, reply, results);
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void call(String interfaceName, String member, String signature, BodyWriter arguments)
      throws DbusException, InterruptedException {
    var _ = call(interfaceName, member, signature, arguments, "", _ -> "");
  }

  @Override
  public void send(String interfaceName, String member, String signature, BodyWriter arguments)
      throws DbusException, InterruptedException {
    call(interfaceName, member, signature, arguments);
    calls.add(calls.removeLast() + "!");
  }

  @Override
  public <T> T get(String interfaceName, String property, String type, BodyReader<T> value)
      throws DbusException, InterruptedException {
    try {
      return Wire.pass(type, out -> write(property, out), value);
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  private void write(String property, Encoder out) {
    try {
      exported.get(property, out);
    } catch (DbusException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void set(String interfaceName, String property, String type, BodyWriter value)
      throws DbusException, InterruptedException {
    try {
      exported.set(property, Wire.decoder(type, value));
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public RemoteObject within(Duration patience) {
    return this;
  }
}
