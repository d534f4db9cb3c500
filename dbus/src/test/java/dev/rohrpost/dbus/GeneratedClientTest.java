package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.gen.snippets.Nasty;
import dev.rohrpost.dbus.introspect.Introspection;
import dev.rohrpost.dbus.object.RemoteObject;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A generated client calls a service of GIO that has the same document, as this library writes it.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class GeneratedClientTest {
  private static final String NAME = "com.example.Nasty";

  private interface Use {
    void of(Nasty.Client client) throws Exception;
  }

  private static void use(Use use) throws Exception {
    Foreign.require(PythonService.GIO);
    var program = Python.source(GeneratedClientTest.class, "nasty.py");
    try (var daemon = TestBus.start();
        var in = Nasty.class.getResourceAsStream("/dev/rohrpost/dbus/gen/nasty.xml")) {
      var document = Introspection.write(Introspection.read("nasty.xml", in.readAllBytes()));
      try (var service =
              daemon.run(PythonService.INTERPRETER, "-c", program, daemon.text(), NAME, document);
          var bus = daemon.connect()) {
        assertThat(service.line(TestBus.PATIENCE)).isEqualTo("ready");
        use.of(new Nasty.Client(RemoteObject.of(bus, NAME, ObjectPath.of("/nasty"))));
      }
    }
  }

  @Test
  void argumentsAndResultsAreThoseOfGio() throws Exception {
    use(client -> {
      assertThat(client.class_("ä")).isEqualTo("ä");
      var numbers = new Nasty.NumbersResult(255, true, (short) -1, 65_535, -1, 1, -2, -3, 1.5);
      assertThat(client.numbers(255, true, (short) -1, 65_535, -1, 1, -2, -3, 1.5))
          .isEqualTo(numbers);
      var inner = new Nasty.Entry7(true, false, true);
      var entry =
          new Nasty.Entry(
              "a", ObjectPath.ROOT, 1, 2, List.of(new Nasty.Entry5(1, 2, "x", 3)), 4, inner);
      assertThat(client.structs(List.of(entry, entry))).containsExactly(entry, entry);
      var deep = Map.of("a", Map.of("b", new Nasty.Deep("c", 1, new Value.Uint8(2))));
      var path = new Nasty.Path(ObjectPath.ROOT, new byte[] {1}, new byte[0], "s");
      var paths = Map.of(ObjectPath.of("/a"), path);
      var values = Map.<Integer, Value>of(65_535, new Value.Text("x"));
      assertThat(client.dictionaries(values, paths, deep))
          .isEqualTo(new Nasty.DictionariesResult(values, paths, deep));
      client.setEntries(List.of(entry));
      assertThat(client.entries()).containsExactly(entry);
    });
  }

  @Test
  void allArraysAreThoseOfGio() throws Exception {
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
            new double[] {-0.0},
            List.of("ä", ""),
            List.of(ObjectPath.ROOT),
            List.of(Signature.of("a{sv}")),
            List.of(new Value.Text("x"), new Value.Variant(new Value.Uint8(1))),
            List.of(List.of(), List.of("x")));
    use(client -> assertThat(client.arrays(all)).isEqualTo(all));
  }

  @Test
  void propertiesWithAnyNamesAreReadAndSet() throws Exception {
    use(client -> {
      assertThat(client.lockProperty()).isTrue();
      assertThat(client.ttyPath()).isEqualTo(ObjectPath.of("/tty"));
      client.setPowerSaverEnabled(true);
      assertThat(client.powerSaverEnabled()).isTrue();
      client.setLevelProperty(0xffff_ffffL);
      assertThat(client.levelProperty()).isEqualTo(0xffff_ffffL);
    });
  }

  @Test
  @SuppressWarnings("deprecation") // the document says so
  void whatIsOfOtherTypesIsRefused() throws Exception {
    use(client -> {
      assertThatThrownBy(client::model)
          .isInstanceOf(DbusException.class)
          .hasMessageContaining("InvalidSignature");
      assertThat(client.class_("still")).isEqualTo("still");
    });
  }

  @Test
  void errorsAndNothingAreTold() throws Exception {
    use(client -> {
      assertThatThrownBy(client::lock)
          .isInstanceOfSatisfying(
              DbusException.class, e -> assertThat(e.is("a.B.Locked")).isTrue());
      client.notify_();
      client.forget("it");
      client.close_();
    });
  }

  @Test
  void aDescriptorInAResultBelongsToTheCaller() throws Exception {
    use(client -> {
      try (var pipe = Pipe.open();
          var got = client.pass(pipe.writeEnd().fd(), Map.of())) {
        int number = got.borrow(each -> each);
        assertThat(number).isNotNegative();
        assertThat(got).isNotSameAs(pipe.writeEnd().fd());
      }
    });
  }
}
