package use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.object.RemoteObject;
import dev.rohrpost.dbus.type.ObjectPath;
import java.util.List;
import real.org.freedesktop.Locale1;

final class UseLocaled {
  private UseLocaled() {}

  static void run(Bus bus) throws Exception {
    var path = ObjectPath.of("/org/freedesktop/locale1");
    var locale = new Locale1.Client(RemoteObject.of(bus, "org.freedesktop.locale1", path));
    assertThat(locale.localeProperty()).allMatch(each -> each.contains("="));
    assertThat(locale.x11Layout()).isNotNull();
    assertThatThrownBy(() -> locale.setLocale(List.of("LANG=\\x"), false))
        .isInstanceOfSatisfying(
            DbusException.class,
            e -> assertThat(e.is("org.freedesktop.DBus.Error.InvalidArgs")).isTrue())
        .hasMessageContaining("\\x is not valid");
  }
}
