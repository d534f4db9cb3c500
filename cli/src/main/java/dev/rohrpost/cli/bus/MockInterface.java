package dev.rohrpost.cli.bus;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.introspect.Interface;
import dev.rohrpost.dbus.introspect.Introspection;
import dev.rohrpost.dbus.introspect.Method;
import dev.rohrpost.dbus.introspect.Property;
import dev.rohrpost.dbus.object.ExportedInterface;
import dev.rohrpost.dbus.object.ObjectCall;
import dev.rohrpost.dbus.object.PropertyType;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// An interface of which only the description is there.
final class MockInterface implements ExportedInterface {
  private static final String PROPERTIES = "org.freedesktop.DBus.Properties";
  private static final String NOT_SUPPORTED = "org.freedesktop.DBus.Error.NotSupported";

  private final Interface face;
  private final MockAnswers answers;
  private final MockLog log;
  private final Map<String, Object> values = new ConcurrentHashMap<>();

  MockInterface(Interface face, MockAnswers answers, MockLog log) {
    this.face = face;
    this.answers = answers;
    this.log = log;
  }

  @Override
  public String name() {
    return face.name();
  }

  @Override
  public String introspection() {
    return Introspection.write(face);
  }

  @Override
  public List<PropertyType> properties() {
    return face.properties().stream()
        .map(each -> new PropertyType(each.name(), each.type(), each.access(), each.emits()))
        .toList();
  }

  @Override
  public boolean call(ObjectCall call) throws DbusException, InterruptedException, WireException {
    var named = face.methods().stream().filter(it -> it.name().equals(call.member())).toList();
    if (named.isEmpty()) {
      return false;
    }
    var came = call.signature().toString();
    var method =
        named.stream()
            .filter(it -> Description.signature(it.arguments()).equals(came))
            .findFirst()
            .orElse(named.getFirst());
    var expected = Description.signature(method.arguments());
    var in = call.arguments(expected);
    var arguments = read(in, Signature.of(expected));
    log.called(face.name(), method.name(), Signature.of(expected), arguments);
    var types = Signature.of(Description.signature(method.results()));
    var results = results(method, arguments, types);
    call.reply(
        types.toString(),
        out -> {
          for (var i = 0; i < results.size(); i++) {
            out.value(types.types().get(i), results.get(i));
          }
        });
    return true;
  }

  private static List<Object> read(Decoder in, Signature signature) throws WireException {
    var values = new ArrayList<Object>();
    for (var type : signature.types()) {
      values.add(in.value(type));
    }
    in.end();
    return values;
  }

  private List<?> results(Method method, List<Object> arguments, Signature types)
      throws DbusException {
    var answer = answers.of(method);
    if (answer != null) {
      return List.of(answer);
    }
    if (types.toString().equals(Description.signature(method.arguments()))) {
      return arguments;
    }
    var zeros = new ArrayList<>();
    for (var type : types.types()) {
      zeros.add(zero(type, method.name()));
    }
    return zeros;
  }

  private static Object zero(Type type, String of) throws DbusException {
    if (!ZeroValue.exists(type)) {
      throw new DbusException(
          NOT_SUPPORTED, of + ": there is no descriptor to answer with; one has to be given");
    }
    return ZeroValue.of(type);
  }

  @Override
  public void get(String property, Encoder out) throws DbusException {
    var type = type(property);
    var value = values.get(property);
    out.value(type, value == null ? zero(type, property) : value);
  }

  @Override
  public void set(String property, Decoder in) throws DbusException, WireException {
    var type = type(property);
    if (type.mayHoldDescriptors()) { // those that came are closed when the call is answered
      throw new DbusException(NOT_SUPPORTED, property + ": descriptors are not kept");
    }
    var value = in.value(type);
    log.called(
        PROPERTIES,
        "Set",
        Signature.of("ssv"),
        List.of(face.name(), property, Value.of(type, value)));
    values.put(property, value);
  }

  private Type type(String property) {
    return face.properties().stream()
        .filter(it -> it.name().equals(property))
        .findFirst()
        .map(Property::type)
        .orElseThrow(() -> ExportedInterface.unknown(property));
  }
}
