package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.dbus.gen.Compiled;
import dev.rohrpost.dbus.gen.Generation;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.testkit.Running;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Services that every machine with systemd has: each is asked for its documents, a client is made
/// of these and compiled, and a program in `real/` that uses it with its types is run.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(240)
class RealServicesTest {
  enum Service {
    LOGIND("/lib/systemd/systemd-logind", "org.freedesktop.login1", "/org/freedesktop/login1"),
    HOSTNAMED(
        "/lib/systemd/systemd-hostnamed",
        "org.freedesktop.hostname1",
        "/org/freedesktop/hostname1"),
    LOCALED("/lib/systemd/systemd-localed", "org.freedesktop.locale1", "/org/freedesktop/locale1"),
    TIMEDATED(
        "/lib/systemd/systemd-timedated",
        "org.freedesktop.timedate1",
        "/org/freedesktop/timedate1"),
    POLKITD(
        "/usr/lib/polkit-1/polkitd",
        "org.freedesktop.PolicyKit1",
        "/org/freedesktop/PolicyKit1/Authority");

    final String program;
    final String busName;
    final String path;

    Service(String program, String busName, String path) {
      this.program = program;
      this.busName = busName;
      this.path = path;
    }

    /// {@return the objects that are asked for their documents}
    List<String> paths() {
      return this == LOGIND ? List.of(path, path + "/seat/seat0") : List.of(path);
    }

    /// {@return such as `UseLogind`}
    String use() {
      return "Use" + name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aGeneratedClientUsesIt(Service service) throws Exception {
    Foreign.require(service.program);
    try (var daemon = TestBus.start(TestBus.SESSION)) {
      // One of them does not stay root.
      var sockets = Objects.requireNonNull(daemon.socket().getParent());
      Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwx--x--x"));
      Files.setPosixFilePermissions(daemon.socket(), PosixFilePermissions.fromString("rw-rw-rw-"));
      try (var running = start(daemon, service);
          var bus = daemon.connect()) {
        assertThat(running.handle().isAlive()).isTrue();
        TestBus.awaitName(bus, service.busName);
        var classes = Files.createDirectory(folder.resolve("classes"));
        Compiled.check(sources(bus, service), classes);
        run(classes, service.use(), bus);
      }
    }
  }

  /// They write into `/run`.
  private static Running start(TestBus daemon, Service service) {
    var systemd = "/run/systemd/";
    var command =
        new ArrayList<>(
            List.of(
                OwnMachine.run(
                    systemd + "inhibit",
                    systemd + "seats",
                    systemd + "sessions",
                    systemd + "users")));
    command.add(service.program);
    return daemon.run(command.toArray(String[]::new));
  }

  private List<JavaFile> sources(Bus bus, Service service) throws Exception {
    var documents = new ArrayList<Path>();
    for (var path : service.paths()) {
      var call =
          Call.to(service.busName, path, "org.freedesktop.DBus.Introspectable", "Introspect");
      var document = folder.resolve(documents.size() + ".xml");
      documents.add(Files.writeString(document, (String) bus.call(call).body(0)));
    }
    var all = Files.readAllLines(Path.of(resource("names")), StandardCharsets.UTF_8);
    var ours = all.stream().filter(line -> line.startsWith(service.busName)).toList();
    var names = Files.write(folder.resolve("names"), ours);
    var files = new ArrayList<>(Generation.of(documents).below("real").names(names).files());
    var use = Files.readString(Path.of(resource(service.use() + ".java")));
    files.add(new JavaFile("use/" + service.use() + ".java", use));
    return files;
  }

  private static URI resource(String name) throws URISyntaxException {
    return Objects.requireNonNull(RealServicesTest.class.getResource("real/" + name)).toURI();
  }

  private static void run(Path classes, String use, Bus bus) throws Exception {
    try (var loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, RealServicesTest.class.getClassLoader())) {
      var method = loader.loadClass("use." + use).getDeclaredMethod("run", Bus.class);
      method.setAccessible(true);
      method.invoke(null, bus);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    }
  }
}
