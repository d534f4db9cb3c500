package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.dbus.DbusJavaEcho.Inner;
import dev.rohrpost.dbus.DbusJavaEcho.Methods;
import dev.rohrpost.dbus.DbusJavaEcho.Nested;
import dev.rohrpost.dbus.DbusJavaEcho.Pair;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.dbus.wire.Bodies;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.types.UInt16;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every type and array goes to dbus-java and back. It has no signatures as values, and none of its
/// transports here passes descriptors.
@Timeout(120)
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class DbusJavaTest {
  /// A value of ours, the same of theirs, and the method for it.
  private record Sample<T>(
      String member, String type, Object ours, T theirs, BiFunction<Methods, T, Object> method) {
    Object call(Methods echo) {
      return method.apply(echo, theirs);
    }
  }

  private static final Map<String, Variant<?>> PROPERTIES = Map.of("k", new Variant<>((byte) 1));
  private static final List<Variant<?>> VARIANTS =
      List.of(new Variant<>((byte) 1), new Variant<>("x"));
  private static final List<Sample<?>> SAMPLES =
      List.of(
          new Sample<>("Byte", "y", 255, (byte) -1, Methods::echoByte),
          new Sample<>("Boolean", "b", true, true, Methods::echoBoolean),
          new Sample<>("Int16", "n", Short.MIN_VALUE, Short.MIN_VALUE, Methods::echoInt16),
          new Sample<>("Uint16", "q", 65535, new UInt16(65535), Methods::echoUint16),
          new Sample<>("Int32", "i", Integer.MIN_VALUE, Integer.MIN_VALUE, Methods::echoInt32),
          new Sample<>("Uint32", "u", 0xffff_ffffL, new UInt32(0xffff_ffffL), Methods::echoUint32),
          new Sample<>("Int64", "x", Long.MIN_VALUE, Long.MIN_VALUE, Methods::echoInt64),
          new Sample<>("Uint64", "t", -1L, new UInt64("18446744073709551615"), Methods::echoUint64),
          new Sample<>("Double", "d", -0.0, -0.0, Methods::echoDouble),
          new Sample<>("Double", "d", Double.NaN, Double.NaN, Methods::echoDouble),
          new Sample<>(
              "String",
              "s",
              "häß \u20ac \ud83d\ude00",
              "häß \u20ac \ud83d\ude00",
              Methods::echoString),
          new Sample<>("String", "s", "", "", Methods::echoString),
          new Sample<>("Path", "o", ObjectPath.of("/a/b"), new DBusPath("/a/b"), Methods::echoPath),
          new Sample<>(
              "Variant", "v", new Value.Text("x"), new Variant<>("x"), Methods::echoVariant),
          new Sample<>(
              "Variant",
              "v",
              new Value.Uint64(-1),
              new Variant<>(new UInt64("18446744073709551615")),
              Methods::echoVariant),
          new Sample<>(
              "Bytes", "ay", new byte[] {0, -1}, List.of((byte) 0, (byte) -1), Methods::echoBytes),
          new Sample<>(
              "Booleans",
              "ab",
              new boolean[] {true, false},
              List.of(true, false),
              Methods::echoBooleans),
          new Sample<>(
              "Int16s",
              "an",
              new short[] {-1, 2},
              List.of((short) -1, (short) 2),
              Methods::echoInt16s),
          new Sample<>(
              "Uint16s", "aq", new int[] {65535}, List.of(new UInt16(65535)), Methods::echoUint16s),
          new Sample<>(
              "Int32s", "ai", new int[] {-1, 2, 3}, List.of(-1, 2, 3), Methods::echoInt32s),
          new Sample<>(
              "Uint32s",
              "au",
              new long[] {0xffff_ffffL},
              List.of(new UInt32(0xffff_ffffL)),
              Methods::echoUint32s),
          new Sample<>("Int64s", "ax", new long[] {-1}, List.of(-1L), Methods::echoInt64s),
          new Sample<>("Uint64s", "at", new long[0], List.of(), Methods::echoUint64s),
          new Sample<>(
              "Doubles", "ad", new double[] {1.5, -2}, List.of(1.5, -2.0), Methods::echoDoubles),
          new Sample<>(
              "Strings",
              "as",
              List.of("a", "", "bcd"),
              List.of("a", "", "bcd"),
              Methods::echoStrings),
          new Sample<>(
              "Paths",
              "ao",
              List.of(ObjectPath.ROOT),
              List.of(new DBusPath("/")),
              Methods::echoPaths),
          new Sample<>(
              "Variants",
              "av",
              List.of(new Value.Uint8(1), new Value.Text("x")),
              VARIANTS,
              Methods::echoVariants),
          new Sample<>(
              "Struct",
              "(y(st))",
              List.of(1, List.of("a", 2L)),
              new Nested((byte) 1, new Inner("a", new UInt64(2))),
              Methods::echoStruct),
          new Sample<>(
              "Structs",
              "a(yt)",
              List.of(List.of(1, 2L), List.of(3, 4L)),
              List.of(new Pair((byte) 1, new UInt64(2)), new Pair((byte) 3, new UInt64(4))),
              Methods::echoStructs),
          new Sample<>(
              "Lists",
              "aas",
              List.of(List.of(), List.of("x")),
              List.of(List.of(), List.of("x")),
              Methods::echoLists),
          new Sample<>("Dict", "a{sv}", Map.of(), Map.of(), Methods::echoDict),
          new Sample<>(
              "Dict", "a{sv}", Map.of("k", new Value.Uint8(1)), PROPERTIES, Methods::echoDict),
          new Sample<>(
              "Numbered",
              "a{qas}",
              Map.of(7, List.of("x")),
              Map.of(new UInt16(7), List.of("x")),
              Methods::echoNumbered));

  private static DBusConnection connect(TestBus daemon) throws Exception {
    return DBusConnectionBuilder.forAddress(daemon.text()).withShared(false).build();
  }

  private static String shown(Sample<?> sample) {
    return sample.type() + " " + Bodies.show(List.of(sample.ours()));
  }

  @Test
  @Row("DBUS-37")
  void theirServiceAnswersWhatWeHaveSent() throws Exception {
    try (var daemon = TestBus.start();
        var service = connect(daemon);
        var bus = daemon.connect()) {
      service.exportObject(EchoLibrary.PATH, new DbusJavaEcho.Echo());
      service.requestBusName(EchoLibrary.NAME);
      for (var sample : SAMPLES) {
        var call =
            Call.to(EchoLibrary.NAME, EchoLibrary.PATH, EchoLibrary.NAME, "echo" + sample.member());
        var reply = bus.call(call.with(sample.type(), sample.ours()));
        assertThat(reply.signature() + " " + Bodies.show(reply.body())).isEqualTo(shown(sample));
      }
    }
  }

  @Test
  @Row("DBUS-37")
  void ourServiceReadsAndAnswersWhatTheySend() throws Exception {
    var seen = Collections.synchronizedList(new ArrayList<String>());
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var _ = bus.serve(ObjectPath.of(EchoLibrary.PATH), EchoTest.echo(seen));
        var _ = bus.own(EchoLibrary.NAME);
        var client = connect(daemon)) {
      var echo = client.getRemoteObject(EchoLibrary.NAME, EchoLibrary.PATH, Methods.class);
      for (var sample : SAMPLES) {
        assertThat(sample.call(echo))
            .usingRecursiveComparison()
            .withEqualsForType(Double::equals, Double.class)
            .ignoringFieldsMatchingRegexes("(.*\\.)?type") // of variants: a superclass came
            .as(sample.type())
            .isEqualTo(sample.theirs());
      }
    }
    assertThat(seen).containsExactlyElementsOf(SAMPLES.stream().map(DbusJavaTest::shown).toList());
  }
}
