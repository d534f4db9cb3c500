package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What has to be the same on dbus-daemon and on dbus-broker.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class BothBusesTest {
  private static final ObjectPath PATH = ObjectPath.of("/test");

  private static Deadline soon() {
    return Deadline.after(TestBus.PATIENCE);
  }

  @ParameterizedTest
  @EnumSource
  @Row({"DBUS-29", "DBUS-63"})
  void callsAreAnsweredByWhoWasCalled(TestBus.Kind kind) throws Exception {
    try (var daemon = kind.start();
        var bus = daemon.connect();
        var service = PythonService.start(daemon)) {
      assertThat(bus.carriesDescriptors()).isTrue();
      for (var name : List.of(PythonService.NAME, service.owner())) {
        var reply = bus.call(Call.to(name, "/test", "com.example.Test", "Get"));
        assertThat(reply.body(0)).isEqualTo("real");
        assertThat(reply.sender()).contains(service.owner());
      }
      try (var reply = bus.call(PythonService.call("Descriptors").with("i", 3))) {
        assertThat((List<?>) reply.body(0)).hasSize(3);
      }
      assertThatThrownBy(() -> bus.call(Call.to("com.example.Nobody", "/", "a.b", "C")))
          .isInstanceOf(DbusException.class)
          .hasMessageContaining(".DBus.Error.ServiceUnknown");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row({"DBUS-71", "DBUS-75", "DBUS-76"})
  void signalsOfOwnersAreDelivered(TestBus.Kind kind) throws Exception {
    var name = "com.example.Owner";
    var all = MatchRule.signal().interfaceName("com.example.Test").pathNamespace("/");
    try (var daemon = kind.start();
        var bus = daemon.connect();
        var owner = daemon.connect();
        var impostor = daemon.connect();
        var every = bus.subscribe(all, 10);
        var signals = bus.subscribe(all.sender(name), 10);
        var _ = owner.own(name)) {
      impostor.emit(PATH, "com.example.Test", "Tick", "i", 1);
      var first = (Event.Signal) every.take(soon()).orElseThrow();
      assertThat(first.body()).containsExactly(1);
      owner.emit(PATH, "com.example.Test", "Tick", "i", 2);
      var change = (Event.OwnerChanged) signals.take(soon()).orElseThrow();
      assertThat(change.owner()).contains(owner.uniqueName());
      var signal = (Event.Signal) signals.take(soon()).orElseThrow();
      assertThat(signal.body()).containsExactly(2);
      assertThat(signal.sender()).contains(owner.uniqueName());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row({"DBUS-32", "DBUS-67"})
  void namesAreWonAndLost(TestBus.Kind kind) throws Exception {
    var wanted = "com.example.Wanted";
    try (var daemon = kind.start();
        var one = daemon.connect();
        var two = daemon.connect();
        var first = one.own(wanted, NameFlag.ALLOW_REPLACEMENT)) {
      assertThat(first.answer()).isEqualTo(OwnedName.Answer.OWNER);
      assertThatThrownBy(() -> two.own(wanted, NameFlag.DO_NOT_QUEUE))
          .isInstanceOf(NameTakenException.class);
      try (var taken = two.own(wanted, NameFlag.REPLACE_EXISTING)) {
        assertThat(taken.isOwner()).isTrue();
        assertThat(first.awaitLoss(soon())).isTrue();
      }
      assertThat(first.awaitOwnership(soon())).isTrue();
    }
  }
}
