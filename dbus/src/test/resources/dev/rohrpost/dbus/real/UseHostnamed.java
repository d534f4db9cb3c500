package use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.object.RemoteObject;
import dev.rohrpost.dbus.type.ObjectPath;
import java.nio.file.Files;
import java.nio.file.Path;
import real.org.freedesktop.Hostname1;

final class UseHostnamed {
  private UseHostnamed() {}

  static void run(Bus bus) throws Exception {
    var path = ObjectPath.of("/org/freedesktop/hostname1");
    var host = new Hostname1.Client(RemoteObject.of(bus, "org.freedesktop.hostname1", path));
    assertThat(host.kernelName()).isEqualTo("Linux");
    var release = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
    assertThat(host.kernelRelease()).isEqualTo(release);
    var name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    assertThat(host.hostnameProperty()).isEqualTo(name);
    assertThat(host.describe()).startsWith("{\"Hostname\":\"" + name + "\"").contains(release);
    assertThatThrownBy(() -> host.setStaticHostname("not a name", false))
        .isInstanceOfSatisfying(
            DbusException.class,
            e -> assertThat(e.is("org.freedesktop.DBus.Error.InvalidArgs")).isTrue());
  }
}
