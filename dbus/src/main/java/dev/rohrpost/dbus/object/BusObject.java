package dev.rohrpost.dbus.object;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.Reply;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Deadline;
import java.time.Duration;
import java.util.List;

/// An object behind a bus. Stands on the calls that everybody can make, so arguments and results
/// become values on their way.
record BusObject(Bus bus, String destination, ObjectPath path, Duration patience)
    implements RemoteObject {
  private static final String PROPERTIES = "org.freedesktop.DBus.Properties";
  private static final String OTHER_TYPES = "org.freedesktop.DBus.Error.InvalidSignature";

  @Override
  public <T> T call(
      String interfaceName,
      String member,
      String signature,
      BodyWriter arguments,
      String resultSignature,
      BodyReader<T> results)
      throws DbusException, InterruptedException {
    var reply = reply(call(interfaceName, member, Signature.of(signature), arguments));
    var expected = Signature.of(resultSignature);
    if (!reply.signature().equals(expected)) {
      reply.close();
      throw otherTypes(interfaceName + "." + member, reply.signature(), expected);
    }
    return read(reply, expected, reply.body(), results);
  }

  @Override
  public void call(String interfaceName, String member, String signature, BodyWriter arguments)
      throws DbusException, InterruptedException {
    var _ = call(interfaceName, member, signature, arguments, "", _ -> "");
  }

  @Override
  public void send(String interfaceName, String member, String signature, BodyWriter arguments)
      throws DbusException, InterruptedException {
    bus.send(call(interfaceName, member, Signature.of(signature), arguments));
  }

  @Override
  public <T> T get(String interfaceName, String property, String type, BodyReader<T> value)
      throws DbusException, InterruptedException {
    var call = Call.to(destination, path, PROPERTIES, "Get").with("ss", interfaceName, property);
    var reply = reply(call);
    var expected = Signature.of(type);
    if (reply.body().size() != 1
        || !(reply.body(0) instanceof Value got)
        || !got.type().signature().equals(expected)) {
      reply.close();
      throw otherTypes(interfaceName + "." + property, reply.signature(), expected);
    }
    return read(reply, expected, List.of(got.content()), value);
  }

  @Override
  public void set(String interfaceName, String property, String type, BodyWriter value)
      throws DbusException, InterruptedException {
    var content = Passing.values(Signature.of(type), value).getFirst();
    var call =
        Call.to(destination, path, PROPERTIES, "Set")
            .with("ssv", interfaceName, property, Value.of(type, content));
    reply(call).close();
  }

  @Override
  public RemoteObject within(Duration other) {
    return new BusObject(bus, destination, path, other);
  }

  private Call call(
      String interfaceName, String member, Signature signature, BodyWriter arguments) {
    var values = Passing.values(signature, arguments);
    return Call.to(destination, path, interfaceName, member)
        .with(signature.toString(), values.toArray());
  }

  private Reply reply(Call call) throws DbusException, InterruptedException {
    return bus.call(call, Deadline.after(patience));
  }

  /// Reads what belongs to the caller afterwards, if there is no exception.
  private static <T> T read(
      Reply reply, Signature signature, List<Object> values, BodyReader<T> reader)
      throws DbusException {
    try {
      var read = Passing.read(signature, values, reader);
      if (signature.types().stream().noneMatch(type -> type.mayHoldDescriptors())) {
        reply.close();
      }
      return read;
    } catch (WireException e) {
      reply.close();
      throw new DbusException(OTHER_TYPES, String.valueOf(e.getMessage()));
    }
  }

  private static DbusException otherTypes(String what, Signature found, Signature expected) {
    var text = what + ": \"" + found + "\" came, \"" + expected + "\" was expected";
    return new DbusException(OTHER_TYPES, text);
  }
}
