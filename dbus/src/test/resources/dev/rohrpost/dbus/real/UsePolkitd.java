package use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.object.RemoteObject;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import java.util.Map;
import real.org.freedesktop.policykit1.Authority;

final class UsePolkitd {
  private UsePolkitd() {}

  static void run(Bus bus) throws Exception {
    var path = ObjectPath.of("/org/freedesktop/PolicyKit1/Authority");
    var authority =
        new Authority.Client(RemoteObject.of(bus, "org.freedesktop.PolicyKit1", path));
    assertThat(authority.backendName()).isEqualTo("js");
    assertThat(authority.backendFeatures()).isEqualTo(1);
    var exec = "org.freedesktop.policykit.exec";
    assertThat(authority.enumerateActions("C"))
        .filteredOn(each -> each.id().equals(exec))
        .singleElement()
        .satisfies(each -> assertThat(each.vendor()).isEqualTo("The polkit project"));
    var name = Map.<String, Value>of("name", new Value.Text(bus.uniqueName()));
    var root = new Authority.Subject("system-bus-name", name);
    var answer = authority.checkAuthorization(root, exec, Map.of(), 0, "");
    assertThat(answer).isEqualTo(new Authority.Answer(true, false, Map.of()));
    assertThatThrownBy(() -> authority.enumerateTemporaryAuthorizations(root))
        .isInstanceOfSatisfying(
            DbusException.class,
            e -> assertThat(e.is("org.freedesktop.PolicyKit1.Error.Failed")).isTrue());
  }
}
