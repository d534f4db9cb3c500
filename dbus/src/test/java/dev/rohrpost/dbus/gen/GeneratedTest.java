package dev.rohrpost.dbus.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.gen.snippets.Nasty;
import dev.rohrpost.dbus.introspect.Introspection;
import dev.rohrpost.dbus.introspect.Property.Access;
import dev.rohrpost.dbus.introspect.Property.Emits;
import dev.rohrpost.dbus.object.BodyWriter;
import dev.rohrpost.dbus.object.PropertyType;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Clients and objects of generated code: all arguments go through bytes between them.
@ExtendWith(NoFdLeaks.class)
class GeneratedTest {
  private final NastyObject object = new NastyObject();
  private final Loop loop = new Loop(Nasty.exported(object));
  private final Nasty.Client client = new Nasty.Client(loop);

  @Test
  void methodsWithNamesThatJavaHasItselfAreCalled() throws Exception {
    assertThat(client.class_("x")).isEqualTo("x!");
    client.notify_();
    client.close_();
    client.getClass_();
    client.equal();
    client.equal2();
    client.open22();
    assertThat(client.hashCode_()).isEqualTo(-1);
    assertThat(client.within(1, 2, 3)).isEqualTo(123);
    assertThat(client.within(Duration.ofSeconds(1)).within(3, 2, 1)).isEqualTo(321);
    assertThat(object.called)
        .containsExactly("notify_", "close_", "getClass_", "equal", "equal2", "open22");
    assertThat(loop.calls).contains("class(s)", "Notify()", "equal()", "Equal()", "Open2()");
  }

  @Test
  void methodsOfOneNameAreToldApartByTheirArguments() throws Exception {
    assertThat(client.open("a")).isEqualTo("text a");
    assertThat(client.open2(4_294_967_295L)).isEqualTo("long 4294967295");
    assertThat(client.open3(-1)).isEqualTo("int -1");
    assertThatThrownBy(() -> loop.call(Nasty.INTERFACE, "Open", "b", out -> out.bool(true)))
        .isInstanceOf(DbusException.class)
        .hasMessageContaining("InvalidArgs");
  }

  @Test
  void numbersKeepTheirWholeRange() throws Exception {
    var most =
        client.numbers(
            255, true, Short.MIN_VALUE, 65_535, Integer.MIN_VALUE, 0xffff_ffffL, -1, -1, -0.0);
    assertThat(most)
        .isEqualTo(
            new Nasty.NumbersResult(
                255, true, Short.MIN_VALUE, 65_535, Integer.MIN_VALUE, 0xffff_ffffL, -1, -1, -0.0));
    assertThatThrownBy(() -> client.numbers(256, true, (short) 0, 0, 0, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void severalResultsAreARecordWhoseArraysAreComparedByTheirElements() throws Exception {
    var result = client.several("a", 1, 2);
    assertThat(result).isEqualTo(new Nasty.SeveralResult("a", 1, 2, new int[] {1, -2}));
    assertThat(result).hasSameHashCodeAs(new Nasty.SeveralResult("a", 1, 2, new int[] {1, -2}));
    assertThat(result).isNotEqualTo(new Nasty.SeveralResult("a", 1, 2, new int[] {1, 2}));
  }

  @Test
  void allArraysComeBack() throws Exception {
    var all =
        new Nasty.All(
            new byte[] {-1},
            new boolean[] {true, false},
            new short[] {-1},
            new int[] {65_535},
            new int[] {-1},
            new long[] {0xffff_ffffL},
            new long[] {-1},
            new long[] {-1},
            new double[] {Double.NaN},
            List.of("ä", ""),
            List.of(ObjectPath.ROOT),
            List.of(Signature.of("a{sv}")),
            List.of(new Value.Text("x"), new Value.Variant(new Value.Uint8(1))),
            List.of(List.of(), List.of("x")));
    assertThat(client.arrays(all)).isEqualTo(all);
    var none =
        new Nasty.All(
            new byte[0],
            new boolean[0],
            new short[0],
            new int[0],
            new int[0],
            new long[0],
            new long[0],
            new long[0],
            new double[0],
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThat(client.arrays(none)).isEqualTo(none);
  }

  @Test
  void dictionariesKeepTheirOrder() throws Exception {
    var values = new LinkedHashMap<Integer, Value>();
    for (var i = 40; i > 0; i--) {
      values.put(i, new Value.Int32(i));
    }
    var path = new Nasty.Path(ObjectPath.ROOT, new byte[] {1}, new byte[0], "s");
    var result =
        client.dictionaries(
            values,
            Map.of(ObjectPath.of("/a"), path),
            Map.of("a", Map.of("b", new Nasty.Deep("c", 1, new Value.Bool(true)))));
    assertThat(List.copyOf(result.values().keySet())).isEqualTo(List.copyOf(values.keySet()));
    assertThat(result.paths()).isEqualTo(Map.of(ObjectPath.of("/a"), path));
    assertThat(result.deep().get("a"))
        .isEqualTo(Map.of("b", new Nasty.Deep("c", 1, new Value.Bool(true))));
  }

  private static Nasty.Entry entry(String text) {
    return new Nasty.Entry(
        text,
        ObjectPath.ROOT,
        1,
        2,
        List.of(new Nasty.Entry5(1, 2, "x", 3), new Nasty.Entry5(4, 5, "", 6)),
        7,
        new Nasty.Entry7(true, false, true));
  }

  @Test
  void structsInStructsComeBack() throws Exception {
    var entries = List.of(entry("a"), entry(""));
    assertThat(client.structs(entries)).isEqualTo(entries);
    assertThat(client.structs(List.of())).isEmpty();
    client.names(
        List.of(new Nasty.Client_(1, 2, 3)),
        new Nasty.Value_(4, 5),
        new Nasty.NamesNasty("a", "b"),
        new Nasty.List_(Signature.EMPTY, Signature.of("as")),
        new Nasty.NamesList(1.5, 2));
    assertThat(object.called.getFirst()).contains("[field1=1, field2=2, field3=3]", "field2=as");
  }

  @Test
  void descriptorsGoAlong() throws Exception {
    try (var one = Pipe.open();
        var other = Pipe.open()) {
      var some = Map.of(9L, other.writeEnd().fd());
      assertThat(client.pass(one.readEnd().fd(), some)).isSameAs(other.writeEnd().fd());
      assertThat(client.pass(one.readEnd().fd(), Map.of())).isSameAs(one.readEnd().fd());
    }
  }

  @Test
  @SuppressWarnings("deprecation")
  void annotationsAreHonoured() throws Exception {
    client.forget("it");
    client.old();
    assertThat(loop.calls).containsExactly("Forget(s)!", "Old()");
    assertThat(object.called).containsExactly("forget it", "old");
    assertThat(Nasty.class.getMethod("old").isAnnotationPresent(Deprecated.class)).isTrue();
    assertThat(Nasty.class.getMethod("model").isAnnotationPresent(Deprecated.class)).isTrue();
    assertThat(Nasty.PROPERTIES)
        .contains(
            new PropertyType(
                "Entries", "a(souua(iisi)u(bbb))", Access.READWRITE, Emits.INVALIDATES),
            new PropertyType("Model", "s", Access.READ, Emits.CONST),
            new PropertyType("UUID", "s", Access.WRITE, Emits.TRUE));
  }

  @Test
  void propertiesAreReadAndSet() throws Exception {
    assertThat(client.lockProperty()).isTrue();
    client.setLevelProperty(20);
    assertThat(client.levelProperty()).isEqualTo(20);
    assertThat(client.getLevel()).isEqualTo(21);
    client.setLevel(31);
    assertThat(client.levelProperty()).isEqualTo(30);
    client.setPowerSaverEnabled(true);
    assertThat(client.powerSaverEnabled()).isTrue();
    assertThat(client.powerSaverEnabledProperty()).isFalse();
    assertThat(client.u0041()).isEqualTo("ä");
    assertThat(client.ttyPath()).isEqualTo(ObjectPath.of("/tty"));
    client.setEntries(List.of(entry("x")));
    assertThat(client.entries()).containsExactly(entry("x"));
    client.setUuid("u");
    assertThat(object.called).containsExactly("uuid u");
    var exported = Nasty.exported(object);
    assertThatThrownBy(() -> loop.get(Nasty.INTERFACE, "UUID", "s", in -> in.text()))
        .hasMessageContaining("UUID");
    assertThatThrownBy(() -> loop.set(Nasty.INTERFACE, "Model", "s", out -> out.text("")))
        .hasMessageContaining("Model");
    assertThat(exported.properties()).isSameAs(Nasty.PROPERTIES);
  }

  @Test
  void errorsOfTheObjectReachTheCaller() {
    assertThatThrownBy(client::lock)
        .isInstanceOfSatisfying(DbusException.class, e -> assertThat(e.is("a.B.Locked")).isTrue());
    assertThatThrownBy(() -> loop.call(Nasty.INTERFACE, "None", "", BodyWriter.NOTHING))
        .hasMessageContaining("UnknownMethod");
  }

  private static Optional<Nasty.Signal> signal(
      String member, String signature, BodyWriter arguments) {
    try {
      return Nasty.signal(member, signature, Wire.decoder(signature, arguments));
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void signalsAreSentAndRead() throws Exception {
    var read = new ArrayList<Optional<Nasty.Signal>>();
    var emitter =
        new Nasty.Emitter((name, member, signature, arguments) -> {
          assertThat(name).isEqualTo(Nasty.INTERFACE);
          read.add(signal(member, signature, arguments));
        });
    emitter.lock(new byte[] {1, 2}, "that", "out");
    emitter.changed("x");
    emitter.changed_(new Nasty.NamesNasty("a", "b"), 3);
    emitter.signal();
    assertThat(read)
        .containsExactly(
            Optional.of(new Nasty.Lock(new byte[] {1, 2}, "that", "out")),
            Optional.of(new Nasty.Changed("x")),
            Optional.of(new Nasty.Changed_(new Nasty.NamesNasty("a", "b"), 3)),
            Optional.of(new Nasty.Signal_()));
    assertThat(signal("Changed", "u", out -> out.uint32(1))).isEmpty();
    assertThat(signal("None", "", BodyWriter.NOTHING)).isEmpty();
  }

  @Test
  void anExportedObjectTellsItsDocument() throws Exception {
    var told = "<node>" + Nasty.exported(object).introspection() + "</node>";
    var again = Introspection.read("told", told.getBytes(StandardCharsets.UTF_8));
    try (var in = GeneratedTest.class.getResourceAsStream("nasty.xml")) {
      var source = Introspection.read("nasty.xml", in.readAllBytes());
      assertThat(Shape.of(again.interfaces().getFirst()))
          .isEqualTo(Shape.of(source.interfaces().getFirst()));
    }
  }
}
