package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.gen.NastyObject;
import dev.rohrpost.dbus.gen.snippets.Nasty;
import dev.rohrpost.dbus.object.ExportedObject;
import dev.rohrpost.dbus.object.RemoteObject;
import dev.rohrpost.dbus.object.SignalEmitter;
import dev.rohrpost.dbus.object.SignalReader;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.FdKind;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A generated interface is exported, and called by us, by busctl and by GIO.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class ExportTest {
  private static final String NAME = "com.example.Nasty";
  private static final ObjectPath PATH = ObjectPath.of("/com/example/nasty");
  private static final String PROPERTIES = "org.freedesktop.DBus.Properties";

  /// What the test does, with the connection that exports and another one.
  private interface Use {
    void of(TestBus daemon, ExportedObject exported, Bus service, Bus client) throws Exception;
  }

  private static void use(Use use) throws Exception {
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var client = daemon.connect();
        var exported = ExportedObject.of(service, PATH, Nasty.exported(new NastyObject()));
        var _ = service.own(NAME)) {
      use.of(daemon, exported, service, client);
    }
  }

  private static Nasty.Client client(Bus bus) {
    return new Nasty.Client(RemoteObject.of(bus, NAME, PATH));
  }

  private static Call properties(String member) {
    return Call.to(NAME, PATH, PROPERTIES, member);
  }

  private static String busctl(TestBus daemon, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("busctl", "--address=" + daemon.text()));
    command.addAll(List.of(arguments));
    return run(daemon, command.toArray(String[]::new));
  }

  private static String run(TestBus daemon, String... command) throws Exception {
    try (var program = daemon.run(command)) {
      program.endInput();
      return program.await(TestBus.PATIENCE).orFail().out();
    }
  }

  @Test
  void argumentsAndResultsGoThereAndBack() throws Exception {
    use((_, _, _, bus) -> {
      var client = client(bus);
      assertThat(client.class_("ä")).isEqualTo("ä!");
      assertThat(client.within(1, 2, 3)).isEqualTo(123);
      assertThat(client.open("x")).isEqualTo("text x");
      assertThat(client.open2(7)).isEqualTo("long 7");
      var numbers = new Nasty.NumbersResult(255, true, (short) -1, 65_535, -1, 1, -2, -3, 1.5);
      assertThat(client.numbers(255, true, (short) -1, 65_535, -1, 1, -2, -3, 1.5))
          .isEqualTo(numbers);
      client.forget("it");
      client.setEntries(List.of());
      assertThat(client.entries()).isEmpty();
      assertThat(client.ttyPath()).isEqualTo(ObjectPath.of("/tty"));
    });
  }

  @Test
  void descriptorsGoThereAndBackAndAreClosed() throws Exception {
    use((_, _, _, bus) -> {
      try (var pipe = Pipe.open();
          var got = client(bus).pass(pipe.writeEnd().fd(), Map.of(9L, pipe.readEnd().fd()))) {
        assertThat(got.kind()).isEqualTo(FdKind.FIFO);
        assertThatThrownBy(
                () -> bus.call(Call.to(NAME, PATH, "a.b", "C").with("h", pipe.readEnd().fd())))
            .hasMessageContaining(".UnknownInterface");
      }
    });
  }

  private static void refused(Bus bus, String error, Call call) {
    assertThatThrownBy(() -> bus.call(call))
        .isInstanceOfSatisfying(
            DbusException.class,
            e -> assertThat(e.errorName()).isEqualTo("org.freedesktop.DBus.Error." + error));
  }

  @Test
  @Row("DBUS-35")
  void whatIsNotThereIsCalledByItsName() throws Exception {
    use((_, _, _, bus) -> {
      var number = new Value.Uint32(1);
      var face = Nasty.INTERFACE;
      refused(bus, "UnknownInterface", properties("Get").with("ss", "a.b", "Level"));
      refused(bus, "UnknownProperty", properties("Get").with("ss", face, "level"));
      refused(bus, "UnknownProperty", properties("Get").with("ss", PROPERTIES, "Level"));
      refused(bus, "InvalidArgs", properties("Get").with("s", face));
      refused(bus, "InvalidArgs", properties("Get").with("ss", face, "UUID"));
      refused(bus, "UnknownInterface", properties("Set").with("ssv", "a.b", "Level", number));
      refused(bus, "UnknownProperty", properties("Set").with("ssv", face, "Levels", number));
      refused(bus, "PropertyReadOnly", properties("Set").with("ssv", face, "Lock", number));
      refused(
          bus, "InvalidArgs", properties("Set").with("ssv", face, "Level", new Value.Text("1")));
      refused(bus, "UnknownInterface", properties("GetAll").with("s", "a.b"));
      refused(bus, "InvalidArgs", properties("GetAll"));
      refused(bus, "UnknownMethod", properties("Got"));
      refused(bus, "UnknownMethod", Call.to(NAME, PATH, face, "Nothing"));
      refused(bus, "InvalidArgs", Call.to(NAME, PATH, face, "class").with("i", 1));
      refused(bus, "UnknownInterface", Call.to(NAME, PATH, "a.b", "class"));
      refused(bus, "UnknownObject", Call.to(NAME, ObjectPath.of("/no"), face, "class"));
      refused(bus, "UnknownObject", Call.to(NAME, ObjectPath.of("/no"), PROPERTIES, "GetAll"));
    });
  }

  @Test
  @Row({"DBUS-35", "DBUS-82"})
  void propertiesAreReadTogetherAndSet() throws Exception {
    use((_, _, _, bus) -> {
      var all = (Map<?, ?>) bus.call(properties("GetAll").with("s", Nasty.INTERFACE)).body(0);
      assertThat(all.keySet().stream().map(Object::toString))
          .containsExactly(
              "Lock",
              "Level",
              "power-saver enabled",
              "powerSaverEnabled",
              "\"\\u0041ä",
              "TTYPath",
              "Entries",
              "Model");
      assertThat(all.get("Level")).isEqualTo(new Value.Uint32(7));
      assertThat(bus.call(properties("GetAll").with("s", PROPERTIES)).body(0)).isEqualTo(Map.of());
      bus.call(properties("Set").with("ssv", "", "power-saver enabled", new Value.Bool(true)));
      assertThat(client(bus).powerSaverEnabled()).isTrue();
    });
  }

  @Test
  @Row("DBUS-35")
  void everyPathIsAPeer() throws Exception {
    use((_, _, _, bus) -> {
      for (var path : List.of("/", "/no", PATH.text())) {
        var at = ObjectPath.of(path);
        var peer = "org.freedesktop.DBus.Peer";
        assertThat(bus.call(Call.to(NAME, at, peer, "Ping")).body()).isEmpty();
        refused(bus, "UnknownMethod", Call.to(NAME, at, peer, "Pong"));
        if (Files.exists(Path.of("/etc/machine-id"))) {
          assertThat(bus.call(Call.to(NAME, at, peer, "GetMachineId")).body())
              .containsExactly(Files.readString(Path.of("/etc/machine-id")).strip());
        }
      }
    });
  }

  @Test
  @Row({"DBUS-36", "DBUS-82"})
  void busctlSeesAndUsesIt() throws Exception {
    Foreign.require("busctl");
    use((daemon, _, _, _) -> {
      assertThat(busctl(daemon, "tree", "--list", NAME))
          .contains("/\n", "/com\n", "/com/example\n", PATH + "\n");
      assertThat(busctl(daemon, "introspect", NAME, PATH.text()))
          .contains("org.freedesktop.DBus.Introspectable", "org.freedesktop.DBus.Peer")
          .contains(PROPERTIES, Nasty.INTERFACE)
          .containsPattern("\\.Numbers +method +ybnqiuxtd +ybnqiuxtd")
          .containsPattern("\\.power-saver enabled +property +b +false +emits-change writable")
          .containsPattern("\\.Entries +property +\\S+ +0 +emits-invalidation writable")
          .containsPattern("\\.Model +property +s +\"T\" +deprecated const");
      var face = Nasty.INTERFACE;
      assertThat(busctl(daemon, "call", NAME, PATH.text(), face, "class", "s", "x"))
          .isEqualTo("s \"x!\"\n");
      busctl(daemon, "set-property", NAME, PATH.text(), face, "power-saver enabled", "b", "true");
      assertThat(busctl(daemon, "get-property", NAME, PATH.text(), face, "power-saver enabled"))
          .isEqualTo("b true\n");
    });
  }

  @Test
  @Row({"DBUS-36", "DBUS-81"})
  void gioSeesAndUsesItAndIsNeverStale() throws Exception {
    Foreign.require("gdbus");
    Foreign.require(PythonService.GIO);
    var program = Python.source(ExportTest.class, "proxy.py");
    use((daemon, exported, _, _) -> {
      var face = Nasty.INTERFACE;
      var address = daemon.text();
      assertThat(
              run(
                  daemon,
                  "gdbus",
                  "introspect",
                  "--address",
                  address,
                  "-d",
                  NAME,
                  "-o",
                  PATH.text()))
          .contains("interface " + face, "Several(", "readwrite u Level = 7;");
      try (var proxy =
          daemon.run(PythonService.INTERPRETER, "-c", program, address, NAME, PATH.text(), face)) {
        assertThat(proxy.line(TestBus.PATIENCE)).isEqualTo("7 False [] T");
        assertThat(proxy.line(TestBus.PATIENCE)).isEqualTo("changed Level 8");
        assertThat(proxy.line(TestBus.PATIENCE)).isEqualTo("invalidated Entries");
        assertThat(proxy.line(TestBus.PATIENCE)).isEqualTo("8 False None T");
        exported.changed(face, "Model"); // never changes: nothing is told
        exported.changed(face, "power-saver enabled", "Entries");
        assertThat(proxy.line(TestBus.PATIENCE)).isEqualTo("changed power-saver enabled False");
        assertThat(proxy.line(TestBus.PATIENCE)).isEqualTo("invalidated Entries");
      }
    });
  }

  @Test
  @Row("DBUS-81")
  void setPropertiesAreAnnouncedBeforeTheReply() throws Exception {
    use((_, exported, service, bus) -> {
      var rule = MatchRule.signal().path(PATH);
      try (var signals = bus.subscribe(rule.sender(service.uniqueName()), 10)) {
        client(bus).setLevelProperty(9);
        var level = Map.of("Level", new Value.Uint32(9));
        assertThat(next(signals, Deadline.NOW)).containsExactly(Nasty.INTERFACE, level, List.of());
        client(bus).setEntries(List.of());
        assertThat(next(signals, Deadline.NOW))
            .containsExactly(Nasty.INTERFACE, Map.of(), List.of("Entries"));
        exported.changed(Nasty.INTERFACE, "Model");
        new Nasty.Emitter(SignalEmitter.of(service, PATH)).lock(new byte[] {1}, "b", "c");
        assertThat(next(signals, Deadline.after(TestBus.PATIENCE)))
            .containsExactly(new byte[] {1}, "b", "c");
      }
      assertThatThrownBy(() -> exported.changed(Nasty.INTERFACE, "Nothing"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() ->
              ExportedObject.of(
                  service,
                  ObjectPath.ROOT,
                  Nasty.exported(new NastyObject()),
                  Nasty.exported(new NastyObject())))
          .isInstanceOf(IllegalArgumentException.class);
    });
  }

  @Test
  @Row("DBUS-77")
  void signalsComeAsRecordsInTheirOrder() throws Exception {
    use((_, _, service, bus) -> {
      try (var signals = bus.subscribe(MatchRule.signal().sender(service.uniqueName()), 1_100)) {
        var emitter = new Nasty.Emitter(SignalEmitter.of(service, PATH));
        for (var i = 0; i < 500; i++) {
          emitter.lock(new byte[] {(byte) i}, "x", "" + i);
          emitter.changed("" + i);
        }
        service.emit(PATH, Nasty.INTERFACE, "Changed", "u", 1L);
        service.emit(PATH, "a.B", "Changed", "s", "another interface");
        for (var i = 0; i < 500; i++) {
          assertThat(read(signals)).contains(new Nasty.Lock(new byte[] {(byte) i}, "x", "" + i));
          assertThat(read(signals)).contains(new Nasty.Changed("" + i));
        }
        assertThat(read(signals)).isEmpty();
        assertThat(read(signals)).isEmpty();
      }
    });
  }

  private static Optional<Nasty.Signal> read(Subscription signals) throws Exception {
    var event = (Event.Signal) signals.take(Deadline.after(TestBus.PATIENCE)).orElseThrow();
    return SignalReader.read(event, Nasty.INTERFACE, Nasty::signal);
  }

  private static List<Object> next(Subscription signals, Deadline deadline) throws Exception {
    return ((Event.Signal) signals.take(deadline).orElseThrow()).body();
  }

  @Test
  @Row("DBUS-86")
  void exceptionsBecomeErrorsWithoutNamesOfClasses() throws Exception {
    var seen = new LinkedBlockingQueue<Throwable>();
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> seen.add(e));
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var client = daemon.connect();
        var _ = service.serve(PATH, ExportTest::fail)) {
      for (var member : List.of("Cast", "Deep", "Wrong", "Text", "Interrupt", "Nothing")) {
        var call = Call.to(service.uniqueName(), PATH, "a.b", member);
        assertThatThrownBy(() -> client.call(call))
            .isInstanceOfSatisfying(
                DbusException.class,
                e -> {
                  assertThat(e.errorName()).isEqualTo("org.freedesktop.DBus.Error.Failed");
                  assertThat(e.text()).startsWith("a.b." + member).doesNotContain("java", "Err");
                });
      }
      var named = Call.to(service.uniqueName(), PATH, "a.b", "Named");
      assertThatThrownBy(() -> client.call(named))
          .isInstanceOfSatisfying(
              DbusException.class, e -> assertThat(e.getMessage()).isEqualTo("a.B.NotSo: ä"));
      var nul = Call.to(service.uniqueName(), PATH, "a.b", "Nul");
      assertThatThrownBy(() -> client.call(nul)).hasMessage("a.B.NotSo");
      assertThat(seen).hasSize(4);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  private static void fail(IncomingCall call) throws DbusException, InterruptedException {
    switch (call.member()) {
      case "Cast" -> throw new ClassCastException("class java.lang.String is no Error");
      case "Deep" -> throw new StackOverflowError();
      case "Wrong" -> call.reply("y", out -> out.uint8(256));
      case "Text" -> call.reply("s", out -> out.text("\0"));
      case "Interrupt" -> throw new InterruptedException();
      case "Named" -> {
        call.reply("s", out -> out.text("not sent"));
        throw new DbusException("a.B.NotSo", "ä");
      }
      case "Nul" -> throw new DbusException("a.B.NotSo", "\0");
      default -> {}
    }
  }

  @Test
  void aPeerCallsItWithoutABus(@TempDir Path folder) throws Exception {
    Foreign.require(PythonService.GIO);
    var address = BusAddress.ofFile(folder.resolve("peer"));
    var program = Python.source(PeerTest.class, "peer.py");
    try (var listening =
        Running.start(
            new ProcessBuilder(PythonService.INTERPRETER, "-c", program, address.toString()))) {
      listening.line(TestBus.PATIENCE);
      try (var peer = Peer.connect(address);
          var _ = peer.serve(ObjectPath.of("/any"), call -> call.reply("", _ -> {}))) {
        var back = Call.of(ObjectPath.of("/door"), "com.example.Door", "Back");
        assertThat(peer.call(back.with("s", "Ping")).body(0)).isEqualTo("pong");
      }
    }
  }
}
