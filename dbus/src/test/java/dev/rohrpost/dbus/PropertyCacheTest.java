package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.gen.NastyObject;
import dev.rohrpost.dbus.gen.snippets.Nasty;
import dev.rohrpost.dbus.introspect.Property.Access;
import dev.rohrpost.dbus.introspect.Property.Emits;
import dev.rohrpost.dbus.object.ExportedObject;
import dev.rohrpost.dbus.object.PropertyCache;
import dev.rohrpost.dbus.object.PropertyCache.Change;
import dev.rohrpost.dbus.object.PropertyType;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.EventFd;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A remembered property is the one that the object has.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@Row("DBUS-81")
@SuppressWarnings("try") // closing early is what is shown
class PropertyCacheTest {
  private static final String NAME = "com.example.Meter";
  private static final String FACE = "com.example.Meter";
  private static final ObjectPath PATH = ObjectPath.of("/meter");
  private static final String PROPERTIES = "org.freedesktop.DBus.Properties";

  private static final List<PropertyType> DECLARED =
      List.of(
          new PropertyType("told", "i", Access.READWRITE, Emits.TRUE),
          new PropertyType("power-saver enabled", "i", Access.READ, Emits.INVALIDATES),
          new PropertyType("never", "i", Access.READ, Emits.CONST),
          new PropertyType("silent", "i", Access.READ, Emits.FALSE),
          new PropertyType("secret", "i", Access.WRITE, Emits.TRUE));

  private static Deadline soon() {
    return Deadline.after(TestBus.PATIENCE);
  }

  /// An object that counts who asks it for what.
  private static final class Meter implements IncomingCall.Handler {
    final Map<String, Integer> values = new ConcurrentHashMap<>();
    final AtomicInteger gets = new AtomicInteger();
    final AtomicInteger getAlls = new AtomicInteger();

    Meter() {
      DECLARED.forEach(property -> values.put(property.name(), 1));
      values.remove("secret");
    }

    @Override
    public void handle(IncomingCall call)
        throws DbusException, InterruptedException, WireException {
      switch (call.member()) {
        case "Get" -> {
          gets.incrementAndGet();
          var in = call.arguments("ss");
          assertThat(in.text()).isEqualTo(FACE);
          var value = values.get(in.text());
          if (value == null) {
            throw new DbusException("org.freedesktop.DBus.Error.UnknownProperty", "none");
          }
          call.reply("v", out -> out.variant(new Value.Int32(value)));
        }
        case "GetAll" -> {
          getAlls.incrementAndGet();
          call.reply(
              "a{sv}",
              out -> {
                out.beginArray(8);
                values.forEach((name, value) -> {
                  out.beginStruct();
                  out.text(name);
                  out.variant(new Value.Int32(value));
                  out.endStruct();
                });
                out.endArray();
              });
        }
        default -> {
          var in = call.arguments("ssv");
          var _ = in.text();
          values.put(in.text(), ((Value.Int32) in.variant()).value());
          call.reply("", _ -> {});
        }
      }
    }
  }

  private static void tell(Bus service, Map<String, Object> changed, String... invalidated)
      throws Exception {
    service.emit(
        PATH, PROPERTIES, "PropertiesChanged", "sa{sv}as", FACE, changed, List.of(invalidated));
  }

  private static PropertyCache cache(Bus bus) throws Exception {
    return PropertyCache.of(bus, NAME, PATH, FACE, DECLARED);
  }

  private static int value(PropertyCache cache, String name) throws Exception {
    var value = ((Value.Int32) cache.get(name)).value();
    assertThat(cache.<Integer>get(FACE, name, "i", in -> in.int32())).isEqualTo(value);
    return value;
  }

  private interface Use {
    void of(Bus service, Meter meter, Bus bus, PropertyCache cache) throws Exception;
  }

  private static void use(Use use) throws Exception {
    var meter = new Meter();
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var bus = daemon.connect();
        var _ = service.serve(PATH, meter);
        var _ = service.own(NAME);
        var cache = cache(bus)) {
      use.of(service, meter, bus, cache);
    }
  }

  @Test
  @Row("DBUS-82")
  void whatIsRememberedIsWhatTheAnnotationSays() throws Exception {
    use((service, meter, _, cache) -> {
      for (var i = 0; i < 3; i++) {
        for (var name : List.of("told", "power-saver enabled", "never")) {
          assertThat(value(cache, name)).isEqualTo(1);
        }
      }
      assertThat(meter.getAlls).hasValue(1);
      assertThat(meter.gets).hasValue(0);
      meter.values.put("silent", 2); // nobody is told
      assertThat(value(cache, "silent")).isEqualTo(2);
      meter.values.put("silent", 3);
      assertThat(value(cache, "silent")).isEqualTo(3);
      assertThat(meter.gets).hasValue(4);
      meter.values.put("power-saver enabled", 5);
      tell(service, Map.of(), "power-saver enabled");
      assertThat(cache.take(soon())).contains(new Change.Changed(Set.of("power-saver enabled")));
      assertThat(value(cache, "power-saver enabled")).isEqualTo(5);
      assertThat(value(cache, "power-saver enabled")).isEqualTo(5);
      assertThat(meter.gets).hasValue(5);
      tell(service, Map.of("told", new Value.Int32(7), "other", new Value.Int32(8)));
      assertThat(cache.take(soon())).contains(new Change.Changed(Set.of("told")));
      assertThat(value(cache, "told")).isEqualTo(7);
      assertThat(value(cache, "never")).isEqualTo(1);
      assertThat(meter.gets).hasValue(5);
      assertThat(meter.getAlls).hasValue(1);
      assertThat(cache.take(Deadline.NOW)).isEmpty();
    });
  }

  @Test
  void whatIsNotThereOrOfAnotherTypeIsTheObjectsAnswer() throws Exception {
    use((_, meter, _, cache) -> {
      assertThatIllegalArgumentException().isThrownBy(() -> cache.get("nothing"));
      meter.values.remove("told");
      for (var i = 0; i < 2; i++) {
        assertThatThrownBy(() -> cache.get("told")).hasMessageContaining("UnknownProperty");
        assertThatThrownBy(() -> cache.get("secret")).hasMessageContaining("UnknownProperty");
      }
      assertThatThrownBy(() -> cache.get(FACE, "never", "s", in -> in.text()))
          .hasMessageContaining("\"s\" was expected");
    });
  }

  @Test
  void aPropertyThatWasSetHereIsNotTheOldOne() throws Exception {
    use((service, meter, _, cache) -> {
      assertThat(value(cache, "told")).isEqualTo(1);
      tell(service, Map.of("told", new Value.Int32(1))); // old news
      cache.set(FACE, "told", "i", out -> out.int32(9));
      assertThat(value(cache, "told")).isEqualTo(9); // although nothing was told
      assertThat(meter.gets).hasValue(1);
    });
  }

  /// The sender counts up, and tells each number before it answers; what is read may not go back.
  @Test
  void underLoadNoValueIsOlderThanOneThatWasKnownBefore() throws Exception {
    use((service, meter, bus, cache) -> {
      var teller =
          ThreadKind.VIRTUAL.start(() -> {
            for (var i = 2; i <= 3000; i++) {
              meter.values.put("told", i);
              meter.values.put("power-saver enabled", i);
              tell(service, Map.of("told", new Value.Int32(i)), "power-saver enabled");
            }
            return true;
          });
      var readers = new ArrayList<Task<Boolean>>();
      for (var kind : List.of(ThreadKind.PLATFORM, ThreadKind.VIRTUAL)) {
        readers.add(
            kind.start(() -> {
              for (int told = 0, invalidated = 0; told < 3000 || invalidated < 3000; ) {
                var nextTold = ((Value.Int32) cache.get("told")).value();
                assertThat(nextTold).isGreaterThanOrEqualTo(told);
                told = nextTold;
                var next = ((Value.Int32) cache.get("power-saver enabled")).value();
                assertThat(next).isGreaterThanOrEqualTo(invalidated);
                invalidated = next;
              }
              return true;
            }));
      }
      assertThat(teller.result()).isTrue();
      for (var reader : readers) {
        assertThat(reader.result()).isTrue();
      }
      // What was told before a call has returned is known when it has.
      tell(service, Map.of("told", new Value.Int32(-1)));
      var _ = service.call(Driver.call("GetId")); // the bus has it
      var _ = bus.call(Driver.call("GetId"));
      assertThat(value(cache, "told")).isEqualTo(-1);
    });
  }

  @Test
  void whatDoesNotFitIntoTheQueueIsAskedForAnew() throws Exception {
    use((service, meter, bus, cache) -> {
      assertThat(value(cache, "told")).isEqualTo(1);
      for (var i = 0; i < 1500; i++) {
        meter.values.put("told", i);
        tell(service, Map.of("told", new Value.Int32(i)));
      }
      var _ = service.call(Driver.call("GetId"));
      var _ = bus.call(Driver.call("GetId"));
      assertThat(value(cache, "told")).isEqualTo(1499);
      assertThat(cache.take(soon())).contains(new Change.Reset());
      assertThat(value(cache, "never")).isEqualTo(1);
    });
  }

  @Test
  void anotherOwnerIsAskedAnew() throws Exception {
    var meter = new Meter();
    try (var daemon = TestBus.start();
        var first = daemon.connect();
        var second = daemon.connect();
        var bus = daemon.connect();
        var _ = first.serve(PATH, new Meter());
        var _ = second.serve(PATH, meter);
        var cache = cache(bus)) {
      assertThatThrownBy(() -> cache.get("never")).hasMessageContaining("ServiceUnknown");
      var name = first.own(NAME);
      assertThat(cache.take(soon())).contains(new Change.Reset());
      assertThat(value(cache, "never")).isEqualTo(1);
      name.close();
      assertThat(cache.take(soon())).contains(new Change.Gone());
      assertThatThrownBy(() -> cache.get("never")).hasMessageContaining("ServiceUnknown");
      DECLARED.forEach(property -> meter.values.put(property.name(), 2));
      try (var _ = second.own(NAME)) {
        assertThat(cache.take(soon())).contains(new Change.Reset());
        assertThat(value(cache, "never")).isEqualTo(2);
        assertThat(value(cache, "told")).isEqualTo(2);
      }
      second.close();
      assertThat(cache.take(soon())).contains(new Change.Gone());
    }
  }

  @Test
  void aConnectionThatEndsIsToldToACacheOfItsUniqueName() throws Exception {
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var bus = daemon.connect();
        var _ = service.serve(PATH, new Meter());
        var cache = PropertyCache.of(bus, service.uniqueName(), PATH, FACE, DECLARED)) {
      assertThat(value(cache, "told")).isEqualTo(1);
      service.close();
      assertThat(cache.take(soon())).contains(new Change.Gone());
      assertThatThrownBy(() -> cache.get("told")).isInstanceOf(DbusException.class);
    }
  }

  @Test
  @Row("DBUS-95")
  void anotherBusIsAskedAnew() throws Exception {
    var meter = new Meter();
    try (var daemon = TestBus.start(TestBus.SESSION);
        var service = daemon.connect().reconnecting();
        var bus = daemon.connect().reconnecting();
        var _ = service.serve(PATH, meter);
        var _ = service.own(NAME);
        var cache = cache(bus)) {
      assertThat(value(cache, "told")).isEqualTo(1);
      daemon.kill();
      assertThat(cache.take(soon())).contains(new Change.Gone());
      meter.values.put("told", 2);
      daemon.restart();
      assertThat(cache.take(soon())).contains(new Change.Reset());
      while (!(boolean) bus.call(Driver.call("NameHasOwner").with("s", NAME)).body(0)) {
        assertThat(cache.take(soon())).contains(new Change.Reset());
      }
      assertThat(value(cache, "told")).isEqualTo(2);
    }
  }

  @Test
  void aClosedCacheRemembersNothing() throws Exception {
    use((_, meter, bus, cache) -> {
      assertThat(value(cache, "told")).isEqualTo(1);
      var taker = ThreadKind.VIRTUAL.start(() -> cache.take(soon())).awaitBlocked();
      cache.close();
      assertThat(taker.result().orElseThrow()).isInstanceOf(Change.Closed.class);
      meter.values.put("told", 2);
      assertThat(value(cache, "told")).isEqualTo(2);
      bus.close();
      assertThatThrownBy(() -> cache.get("told")).isInstanceOf(DbusDisconnectedException.class);
      assertThat(cache.take(soon()).orElseThrow()).isInstanceOf(Change.Closed.class);
    });
  }

  @Test
  void descriptorsAreNotRemembered() throws Exception {
    var declared = List.of(new PropertyType("any", "v", Access.READ, Emits.TRUE));
    use((service, _, bus, _) -> {
      try (var event = EventFd.open(0);
          var cache = PropertyCache.of(bus, NAME, PATH, FACE, declared)) {
        var value = new Value.Variant(new Value.Handle(event.fd()));
        tell(service, Map.of("any", value));
        assertThat(cache.take(soon())).contains(new Change.Changed(Set.of("any")));
        assertThatThrownBy(() -> cache.get("any")).hasMessageContaining("UnknownProperty");
      }
    });
  }

  @Test
  @Row("DBUS-82")
  void generatedClientsReadFromIt() throws Exception {
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var bus = daemon.connect();
        var _ = ExportedObject.of(service, PATH, Nasty.exported(new NastyObject()));
        var _ = service.own(NAME);
        var cache = PropertyCache.of(bus, NAME, PATH, Nasty.INTERFACE, Nasty.PROPERTIES)) {
      var client = new Nasty.Client(cache);
      client.setPowerSaverEnabled(true);
      assertThat(client.powerSaverEnabled()).isTrue();
      client.setPowerSaverEnabled(false);
      assertThat(client.powerSaverEnabled()).isFalse();
      client.setEntries(List.of());
      assertThat(client.entries()).isEmpty();
      assertThat(client.class_("ä")).isEqualTo("ä!");
      assertThat(cache.take(soon()).orElseThrow()).isInstanceOf(Change.Changed.class);
    }
  }
}
