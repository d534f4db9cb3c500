package use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.Event;
import dev.rohrpost.dbus.MatchRule;
import dev.rohrpost.dbus.object.RemoteObject;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.FdKind;
import java.util.List;
import java.util.Map;
import real.org.freedesktop.login1.Manager;
import real.org.freedesktop.login1.Seat;

final class UseLogind {
  private static final String NAME = "org.freedesktop.login1";

  private UseLogind() {}

  static void run(Bus bus) throws Exception {
    var path = ObjectPath.of("/org/freedesktop/login1");
    var manager = new Manager.Client(RemoteObject.of(bus, NAME, path));
    assertThat(manager.inhibitDelayMaxUSec()).isEqualTo(5_000_000);
    assertThat(manager.killExcludeUsers()).isEmpty();
    assertThat(manager.handlePowerKey()).isEqualTo("poweroff");
    assertThat(manager.preparingForShutdown()).isFalse();
    assertThat(manager.scheduledShutdown().field1()).isEmpty();
    assertThat(manager.listSessions()).isEmpty();

    var seats = manager.listSeats();
    assertThat(seats).extracting(Manager.NamedSeat::id).containsExactly("seat0");
    var seat = new Seat.Client(RemoteObject.of(bus, NAME, seats.getFirst().path()));
    assertThat(seat.id()).isEqualTo("seat0");
    assertThat(seat.activeSession().field2()).isEqualTo(ObjectPath.ROOT);
    assertThat(manager.getSeat("seat0")).isEqualTo(seats.getFirst().path());

    var changes = MatchRule.signal().sender(NAME).path(path).member("PropertiesChanged");
    try (var signals = bus.subscribe(changes, 100)) {
      try (var lock = manager.inhibit("shutdown", "me", "why", "block")) {
        assertThat(lock.kind()).isEqualTo(FdKind.FIFO);
        assertThat(manager.blockInhibited()).isEqualTo("shutdown");
        assertThat(manager.nCurrentInhibitors()).isEqualTo(1);
        var self = ProcessHandle.current().pid();
        assertThat(manager.listInhibitors())
            .extracting(Manager.Inhibitor::what, Manager.Inhibitor::mode, Manager.Inhibitor::pid)
            .containsExactly(tuple("shutdown", "block", self));
        assertThat(blocked(signals.take())).isEqualTo(new Value.Text("shutdown"));
      }
      // Closing the descriptor is what ends it.
      assertThat(blocked(signals.take())).isEqualTo(new Value.Text(""));
      assertThat(manager.listInhibitors()).isEqualTo(List.of());
    }

    assertThatThrownBy(() -> manager.getSession("none"))
        .isInstanceOfSatisfying(
            DbusException.class,
            e -> assertThat(e.is("org.freedesktop.login1.NoSuchSession")).isTrue());
    assertThatThrownBy(() -> manager.inhibit("nonsense", "me", "why", "block"))
        .isInstanceOfSatisfying(
            DbusException.class,
            e -> assertThat(e.is("org.freedesktop.DBus.Error.InvalidArgs")).isTrue());
  }

  private static Object blocked(Event event) {
    return ((Map<?, ?>) ((Event.Signal) event).body().get(1)).get("BlockInhibited");
  }
}
