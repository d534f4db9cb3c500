package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.gen.NastyObject;
import dev.rohrpost.dbus.gen.snippets.Nasty;
import dev.rohrpost.dbus.object.ExportedObject;
import dev.rohrpost.dbus.object.ObjectManager;
import dev.rohrpost.dbus.object.RemoteObjects;
import dev.rohrpost.dbus.object.RemoteObjects.Change;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import dev.rohrpost.testkit.ThreadKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Object managers of ours and of others, and those who follow them.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@Row("DBUS-83")
@SuppressWarnings("try") // closing early is what is shown
class ObjectManagerTest {
  private static final String NAME = "com.example.Things";
  private static final ObjectPath ROOT = ObjectPath.of("/com/example");
  private static final String MANAGER = "org.freedesktop.DBus.ObjectManager";
  private static final String PYTHON_DBUS = "/usr/lib/python3/dist-packages/dbus/__init__.py";

  private static Deadline soon() {
    return Deadline.after(TestBus.PATIENCE);
  }

  private static ObjectPath path(String name) {
    return ObjectPath.of(ROOT + "/" + name);
  }

  private static ExportedObject export(ObjectManager manager, String name) throws Exception {
    return manager.export(path(name), Nasty.exported(new NastyObject()));
  }

  private static Change next(RemoteObjects objects) throws Exception {
    return objects.take(soon()).orElseThrow();
  }

  private static void added(RemoteObjects objects, String name) throws Exception {
    var added = (Change.Added) next(objects);
    assertThat(added.path()).isEqualTo(path(name));
    assertThat(added.interfaces()).containsOnlyKeys(Nasty.INTERFACE);
    assertThat(added.interfaces().get(Nasty.INTERFACE))
        .containsEntry("TTYPath", new Value.Path(ObjectPath.of("/tty")));
  }

  private static void removed(RemoteObjects objects, String name) throws Exception {
    assertThat(next(objects)).isEqualTo(new Change.Removed(path(name), Set.of(Nasty.INTERFACE)));
  }

  /// Returns when the client has received what the service has sent so far, and what the daemon has
  /// to say about it.
  private static void catchUp(Bus service, Bus client) throws Exception {
    var _ = service.call(Driver.call("GetId")); // the daemon has everything
    var _ = client.call(Driver.call("GetId"));
  }

  @Test
  void objectsAreToldWhenTheyComeAndGo() throws Exception {
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var bus = daemon.connect();
        var manager = ObjectManager.of(service, ROOT);
        var _ = export(manager, "a");
        var name = service.own(NAME);
        var objects = RemoteObjects.of(bus, NAME, ROOT)) {
      added(objects, "a");
      try (var _ = export(manager, "b/c")) {
        added(objects, "b/c");
        assertThat(objects.current())
            .isEqualTo(
                Map.of(path("a"), Set.of(Nasty.INTERFACE), path("b/c"), Set.of(Nasty.INTERFACE)));
      }
      removed(objects, "b/c");
      assertThat(objects.take(Deadline.NOW)).isEmpty();
      name.close();
      removed(objects, "a");
      assertThat(next(objects)).isEqualTo(new Change.Gone());
      assertThat(objects.current()).isEmpty();
      try (var _ = service.own(NAME)) {
        assertThat(next(objects)).isEqualTo(new Change.Back());
        added(objects, "a");
        manager.close();
        removed(objects, "a");
        assertThat(objects.current()).isEmpty();
      }
      catchUp(service, bus);
      bus.close();
      assertThat(next(objects)).isEqualTo(new Change.Gone());
      assertThat(next(objects)).isInstanceOf(Change.Closed.class);
    }
  }

  @Test
  void aServiceThatIsNotThereYetIsAwaited() throws Exception {
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var bus = daemon.connect();
        var objects = RemoteObjects.of(bus, NAME, ROOT)) {
      assertThat(objects.current()).isEmpty();
      assertThat(objects.take(Deadline.NOW)).isEmpty();
      try (var _ = service.own(NAME)) { // before it has its manager
        assertThat(next(objects)).isEqualTo(new Change.Back());
        assertThat(objects.current()).isEmpty();
        assertThatThrownBy(() -> RemoteObjects.of(bus, NAME, ROOT))
            .isInstanceOfSatisfying(
                DbusException.class, e -> assertThat(e.errorName()).endsWith(".UnknownObject"));
        try (var manager = ObjectManager.of(service, ROOT);
            var _ = export(manager, "a")) {
          added(objects, "a");
        }
      }
    }
  }

  /// Whoever follows the changes has what there is, whatever comes between.
  @Test
  void nothingIsLostUnderLoad() throws Exception {
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var bus = daemon.connect();
        var manager = ObjectManager.of(service, ROOT);
        var _ = service.own(NAME)) {
      var churn =
          ThreadKind.VIRTUAL.start(() -> {
            var alive = new ArrayDeque<ExportedObject>();
            for (var i = 0; i < 400; i++) {
              alive.add(export(manager, "o" + i));
              if (i % 3 != 0) {
                alive.remove().close();
              }
            }
            return alive.stream().map(ExportedObject::path).toList();
          });
      for (var round = 0; round < 10; round++) {
        try (var objects = RemoteObjects.of(bus, NAME, ROOT)) {
          follow(objects, round < 9 ? 30 : Integer.MAX_VALUE);
        }
      }
      var left = churn.result();
      try (var objects = RemoteObjects.of(bus, NAME, ROOT)) {
        assertThat(objects.current().keySet()).containsExactlyInAnyOrderElementsOf(left);
      }
    }
  }

  private static void follow(RemoteObjects objects, int most) throws Exception {
    var known = new TreeSet<ObjectPath>();
    for (var i = 0; i < most; i++) {
      switch (objects.take(Deadline.after(TestBus.PATIENCE.dividedBy(40))).orElse(null)) {
        case Change.Added(var path, _) -> assertThat(known.add(path)).isTrue();
        case Change.Removed(var path, _) -> assertThat(known.remove(path)).isTrue();
        case null -> {
          assertThat(objects.current().keySet()).isEqualTo(known);
          return;
        }
        default -> throw new AssertionError("nothing else happens");
      }
    }
  }

  @Test
  void whatWasMissedIsFoundByAskingAgain() throws Exception {
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var bus = daemon.connect();
        var manager = ObjectManager.of(service, ROOT);
        var first = export(manager, "a");
        var _ = service.own(NAME);
        var objects = RemoteObjects.of(bus, NAME, ROOT)) {
      added(objects, "a");
      for (var i = 0; i < 10_010; i++) { // more than it keeps
        service.emit(ROOT, MANAGER, "InterfacesRemoved", "oas", path("x"), List.of("a.b"));
      }
      first.close();
      var _ = export(manager, "b");
      catchUp(service, bus);
      assertThat(next(objects)).isEqualTo(new Change.Missed());
      removed(objects, "a");
      added(objects, "b");
      assertThat(objects.current()).containsOnlyKeys(path("b"));
    }
  }

  @Test
  @Row("DBUS-95")
  void anotherBusIsAskedAnew() throws Exception {
    try (var daemon = TestBus.start(TestBus.SESSION);
        var service = daemon.connect().reconnecting();
        var bus = daemon.connect().reconnecting();
        var manager = ObjectManager.of(service, ROOT);
        var first = export(manager, "a");
        var _ = service.own(NAME);
        var objects = RemoteObjects.of(bus, NAME, ROOT)) {
      added(objects, "a");
      daemon.kill();
      removed(objects, "a");
      assertThat(next(objects)).isEqualTo(new Change.Gone());
      first.close(); // nobody can be told
      var _ = export(manager, "b");
      daemon.restart();
      Change change;
      do {
        change = next(objects);
      } while (!(change instanceof Change.Added));
      assertThat(((Change.Added) change).path()).isEqualTo(path("b"));
    }
  }

  @Test
  void wrongPlacesAreRefused() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var manager = ObjectManager.of(bus, ROOT);
        var _ = export(manager, "a")) {
      var face = Nasty.exported(new NastyObject());
      for (var path : List.of("/com/example", "/com/examples", "/com", "/")) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> manager.export(ObjectPath.of(path), face));
      }
      assertThatIllegalStateException().isThrownBy(() -> manager.export(path("a"), face));
      assertThatIllegalStateException().isThrownBy(() -> ObjectManager.of(bus, ROOT));
      var asked = bus.call(Call.to(bus.uniqueName(), ROOT, MANAGER, "GetManagedObjects"));
      assertThat((Map<?, ?>) asked.body(0)).hasSize(1);
      assertThatThrownBy(() -> bus.call(Call.to(bus.uniqueName(), ROOT, MANAGER, "Get")))
          .hasMessageContaining("UnknownMethod");
    }
  }

  @Test
  void busctlSeesThem() throws Exception {
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var manager = ObjectManager.of(service, ROOT, Nasty.exported(new NastyObject()));
        var _ = export(manager, "a");
        var _ = service.own(NAME)) {
      var address = "--address=" + daemon.text();
      assertThat(run(daemon, "busctl", address, "tree", "--list", NAME))
          .contains("/com/example\n", "/com/example/a\n");
      assertThat(run(daemon, "busctl", address, "introspect", NAME, ROOT.text()))
          .contains(MANAGER, ".InterfacesAdded", ".GetManagedObjects", Nasty.INTERFACE);
      assertThat(
              run(
                  daemon,
                  "busctl",
                  address,
                  "call",
                  NAME,
                  ROOT.text(),
                  MANAGER,
                  "GetManagedObjects"))
          .startsWith("a{oa{sa{sv}}} 1 \"/com/example/a\" 1 \"" + Nasty.INTERFACE + "\"");
    }
  }

  private static String run(TestBus daemon, String... command) throws Exception {
    try (var program = daemon.run(command)) {
      program.endInput();
      return program.await(TestBus.PATIENCE).orFail().out();
    }
  }

  @Test
  void theClientOfGioFollowsOurs() throws Exception {
    Foreign.require(PythonService.GIO);
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var manager = ObjectManager.of(service, ROOT);
        var first = export(manager, "a");
        var name = service.own(NAME);
        var gio =
            daemon.run(
                PythonService.INTERPRETER,
                "-c",
                Python.source(ObjectManagerTest.class, "managed.py"),
                NAME,
                ROOT.text())) {
      assertThat(line(gio)).isEqualTo("+/com/example/a " + Nasty.INTERFACE + " /tty");
      assertThat(line(gio)).isEqualTo("ready");
      var _ = export(manager, "b");
      assertThat(line(gio)).isEqualTo("+/com/example/b " + Nasty.INTERFACE + " /tty");
      first.close();
      assertThat(line(gio)).isEqualTo("-/com/example/a");
      name.close();
      assertThat(line(gio)).isEqualTo("-/com/example/b");
      var _ = service.own(NAME);
      assertThat(line(gio)).isEqualTo("+/com/example/b " + Nasty.INTERFACE + " /tty");
    }
  }

  private static String line(Running program) throws Exception {
    return program.line(TestBus.PATIENCE);
  }

  @Test
  void oursFollowsAManagerOfPython() throws Exception {
    Foreign.require(PYTHON_DBUS);
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var service =
            daemon.run(
                PythonService.INTERPRETER,
                "-c",
                Python.source(ObjectManagerTest.class, "manager.py"),
                NAME)) {
      assertThat(line(service)).isEqualTo("ready");
      try (var objects = RemoteObjects.of(bus, NAME, ROOT)) {
        thing(objects, "first");
        service.stdin().write("+second\n-first\n".getBytes(StandardCharsets.UTF_8));
        service.stdin().flush();
        thing(objects, "second");
        assertThat(next(objects))
            .isEqualTo(new Change.Removed(path("first"), Set.of("com.example.Thing")));
        assertThat(objects.current()).containsOnlyKeys(path("second"));
        service.close();
        assertThat(next(objects))
            .isEqualTo(new Change.Removed(path("second"), Set.of("com.example.Thing")));
        assertThat(next(objects)).isEqualTo(new Change.Gone());
      }
    }
  }

  private static void thing(RemoteObjects objects, String name) throws Exception {
    assertThat(next(objects))
        .isEqualTo(
            new Change.Added(
                path(name), Map.of("com.example.Thing", Map.of("Name", new Value.Text(name)))));
  }
}
