package use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.object.RemoteObject;
import dev.rohrpost.dbus.type.ObjectPath;
import real.org.freedesktop.Timedate1;

final class UseTimedated {
  private UseTimedated() {}

  static void run(Bus bus) throws Exception {
    var path = ObjectPath.of("/org/freedesktop/timedate1");
    var time = new Timedate1.Client(RemoteObject.of(bus, "org.freedesktop.timedate1", path));
    var before = System.currentTimeMillis() * 1000;
    var now = time.timeUSec();
    assertThat(now).isBetween(before - 1_000_000, System.currentTimeMillis() * 1000 + 1_000_000);
    assertThat(time.timezoneProperty()).isNotEmpty();
    assertThat(time.listTimezones()).contains("UTC");
    assertThat(time.localRTCProperty()).isFalse();
    assertThatThrownBy(() -> time.setTimezone("No/Where", false))
        .isInstanceOfSatisfying(
            DbusException.class,
            e -> assertThat(e.is("org.freedesktop.DBus.Error.InvalidArgs")).isTrue());
  }
}
