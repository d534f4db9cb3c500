package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class SubscriptionTest {
  private static final String INTERFACE = "com.example.Test";
  private static final ObjectPath PATH = ObjectPath.of("/test");
  private static final MatchRule TICKS = MatchRule.signal().interfaceName(INTERFACE).member("Tick");

  private static Deadline soon() {
    return Deadline.after(TestBus.PATIENCE);
  }

  private static void tick(Bus bus, int number) throws Exception {
    bus.emit(PATH, INTERFACE, "Tick", "i", number);
  }

  private static int number(Subscription ticks) throws Exception {
    var event = ticks.take(soon()).orElseThrow();
    return (int) ((Event.Signal) event).body().getFirst();
  }

  @ParameterizedTest
  @EnumSource
  @Row({"DBUS-76", "DBUS-77"})
  void signalsComeInTheirOrder(ThreadKind kind) throws Exception {
    try (var daemon = TestBus.start();
        var sender = daemon.connect();
        var bus = daemon.connect();
        var ticks = bus.subscribe(TICKS, 10_000)) {
      var taker =
          kind.start(() -> {
            for (var i = 0; i < 10_000; i++) {
              assertThat(number(ticks)).isEqualTo(i);
            }
            return true;
          });
      for (var i = 0; i < 10_000; i++) {
        tick(sender, i);
      }
      assertThat(taker.result()).isTrue();
    }
  }

  @Test
  @Row("DBUS-77")
  void whatCameBeforeAReplyIsThereWhenTheCallReturns() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var _ = PythonService.start(daemon);
        var ticks = bus.subscribe(TICKS, 1000)) {
      for (var round = 0; round < 20; round++) {
        var _ = bus.call(PythonService.call("Signal").with("i", 50));
        for (var i = 0; i < 50; i++) {
          var event = ticks.take(Deadline.NOW).orElseThrow();
          assertThat(((Event.Signal) event).body()).containsExactly(i);
        }
        assertThat(ticks.take(Deadline.NOW)).isEmpty();
      }
    }
  }

  @Test
  void whoSendsAndWhatIsTold() throws Exception {
    try (var daemon = TestBus.start();
        var sender = daemon.connect();
        var bus = daemon.connect();
        var all = bus.subscribe(MatchRule.signal().path(PATH), 10)) {
      sender.emit(PATH, INTERFACE, "Many", "sai", "text", new int[] {1, 2});
      var signal = (Event.Signal) all.take(soon()).orElseThrow();
      assertThat(signal.sender()).contains(sender.uniqueName());
      assertThat(signal.destination()).isEmpty();
      assertThat(signal.serial()).isPositive();
      assertThat(signal.path()).isEqualTo(PATH);
      assertThat(signal.interfaceName()).isEqualTo(INTERFACE);
      assertThat(signal.member()).isEqualTo("Many");
      assertThat(signal.signature().toString()).isEqualTo("sai");
      assertThat(signal.body()).hasSize(2).contains("text", new int[] {1, 2});
    }
  }

  @Test
  void whatDoesNotFitIsCountedWhereItIsMissing() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var _ = PythonService.start(daemon);
        var ticks = bus.subscribe(TICKS, 3)) {
      var _ = bus.call(PythonService.call("Signal").with("i", 10));
      assertThat(number(ticks)).isZero();
      assertThat(number(ticks)).isEqualTo(1);
      var _ = bus.call(PythonService.call("Signal").with("i", 1));
      assertThat(number(ticks)).isEqualTo(2);
      assertThat(ticks.take()).isEqualTo(new Event.Missed(7));
      assertThat(number(ticks)).isZero();
      assertThat(ticks.take(Deadline.NOW)).isEmpty();
    }
  }

  @Test
  @Row("DBUS-74")
  @SuppressWarnings("try") // closing early is what is shown
  void equalRulesAreToldToTheBusOnceAndTakenBackWithTheLast() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect()) {
      var before = rules(bus);
      try (var one = bus.subscribe(TICKS, 10);
          var two = bus.subscribe(MatchRule.of(TICKS.toString()), 10)) {
        assertThat(rules(bus)).isEqualTo(before + 1);
        one.close();
        one.close();
        assertThat(rules(bus)).isEqualTo(before + 1);
        tick(bus, 7);
        assertThat(number(two)).isEqualTo(7);
        assertThat(one.take()).isInstanceOf(Event.Closed.class);
      }
      assertThat(rules(bus)).isEqualTo(before);
      for (var i = 0; i < 10_000; i++) {
        bus.subscribe(TICKS, 10).close();
      }
      assertThat(rules(bus)).isEqualTo(before);
    }
  }

  private static long rules(Bus bus) throws Exception {
    var stats =
        Call.to(Driver.NAME, Driver.PATH, "org.freedesktop.DBus.Debug.Stats", "GetConnectionStats");
    var answer = (Map<?, ?>) bus.call(stats.with("s", bus.uniqueName())).body(0);
    return ((Value.Uint32) Objects.requireNonNull(answer.get("MatchRules"))).value();
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("try") // closing early is what is shown
  void closingEndsAWaitAtOnce(ThreadKind kind) throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var ticks = bus.subscribe(TICKS, 10)) {
      var waits = kind.start(() -> ticks.await(Deadline.NEVER)).awaitBlocked();
      var takes = ThreadKind.VIRTUAL.start(ticks::take).awaitBlocked();
      ticks.close();
      assertThat(waits.result()).isTrue();
      assertThat(takes.result()).isInstanceOf(Event.Closed.class);
    }
  }

  @Test
  void awaitTakesNothing() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var ticks = bus.subscribe(TICKS, 10)) {
      assertThat(ticks.await(Deadline.NOW)).isFalse();
      tick(bus, 1);
      assertThat(ticks.await(soon())).isTrue();
      assertThat(ticks.await(soon())).isTrue();
      assertThat(number(ticks)).isEqualTo(1);
      assertThat(ticks.await(Deadline.NOW)).isFalse();
    }
  }

  @Test
  @Row("DBUS-34")
  void aRuleThatIsTooMuchIsAnError() throws Exception {
    var limit = "<limit name=\"max_match_rules_per_connection\">2</limit>";
    try (var daemon = TestBus.start(TestBus.SESSION + limit);
        var bus = daemon.connect();
        var _ = PythonService.start(daemon);
        var ticks = bus.subscribe(TICKS, 10);
        var _ = bus.subscribe(TICKS.argument(0, "x"), 10)) {
      for (var i = 0; i < 2; i++) {
        assertThatThrownBy(() -> bus.subscribe(TICKS.argument(0, "y"), 10))
            .isInstanceOf(DbusException.class)
            .hasMessageContaining(".DBus.Error.LimitsExceeded");
        // Without a rule nobody can tell who may answer for a name.
        assertThatThrownBy(() -> bus.call(PythonService.call("Flags")))
            .isInstanceOf(DbusException.class)
            .hasMessageContaining(".DBus.Error.LimitsExceeded");
      }
      tick(bus, 1);
      assertThat(number(ticks)).isEqualTo(1);
    }
  }

  @Test
  @Row("DBUS-75")
  void onlyWhatTheOwnerSendsIsDelivered() throws Exception {
    var name = "com.example.Owner";
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var impostor = daemon.connect();
        var first = daemon.connect();
        var second = daemon.connect();
        var _ = bus.subscribe(TICKS, 10); // so the bus sends us those of the impostor, too
        var ticks = bus.subscribe(TICKS.sender(name), 100)) {
      tick(impostor, 1);
      try (var _ = first.own(name)) {
        tick(first, 2);
        tick(impostor, 3);
      }
      tick(first, 4);
      try (var _ = second.own(name)) {
        tick(second, 5);
        assertThat(owner(ticks)).isEqualTo(first.uniqueName());
        assertThat(number(ticks)).isEqualTo(2);
        assertThat(owner(ticks)).isEqualTo("gone");
        assertThat(owner(ticks)).isEqualTo(second.uniqueName());
        assertThat(number(ticks)).isEqualTo(5);
      }
      assertThat(owner(ticks)).isEqualTo("gone");
      assertThat(ticks.take(Deadline.NOW)).isEmpty();
    }
  }

  private static String owner(Subscription ticks) throws Exception {
    var change = (Event.OwnerChanged) ticks.take(soon()).orElseThrow();
    return change.owner().orElse("gone");
  }

  @Test
  @Row("DBUS-92")
  void descriptorsThatNobodyTakesAreClosed() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var _ = PythonService.start(daemon);
        var ticks = bus.subscribe(MatchRule.signal().member("Descriptors"), 2);
        var twice = bus.subscribe(MatchRule.signal().path(PATH), 2)) {
      for (var i = 0; i < 50; i++) {
        try (var reply = bus.call(PythonService.call("Descriptors").with("i", 5))) {
          assertThat((List<?>) reply.body(0)).hasSize(5);
        }
      }
      try (var signal = (Event.Signal) ticks.take(soon()).orElseThrow();
          var same = (Event.Signal) twice.take(soon()).orElseThrow()) {
        assertThat(signal.descriptors()).hasSize(5);
        assertThat(same.descriptors()).hasSize(5).doesNotContainAnyElementsOf(signal.descriptors());
      }
      // Late ones, and those of calls that were given up.
      bus.start(PythonService.call("Descriptors").with("i", 3)).close();
      bus.send(PythonService.call("Descriptors").with("i", 3));
      var _ = bus.call(PythonService.call("Flags"));
    }
  }

  @Test
  void wrongArgumentsAreRefused() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect()) {
      assertThatIllegalArgumentException().isThrownBy(() -> bus.subscribe(TICKS, 0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bus.subscribe(MatchRule.all().type("error"), 1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bus.emit(PATH, INTERFACE, "Tick", "i", 1, 2));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bus.emit(PATH, INTERFACE, "Tick", "s", "\0"));
      assertThatIllegalArgumentException().isThrownBy(() -> bus.own(":1.5"));
      assertThat(bus.call(Driver.call("GetId")).body()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("DBUS-41")
  void everybodyIsToldWhenTheBusEnds(ThreadKind kind) throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var name = bus.own("com.example.Mine");
        var _ = daemon.run("dbus-test-tool", "black-hole", "--name=test.Hole");
        var ticks = bus.subscribe(TICKS, 10)) {
      TestBus.awaitName(bus, "test.Hole");
      var call = kind.start(() -> bus.call(Call.to("test.Hole", "/", "a.b", "C"), soon()));
      var taker = kind.start(ticks::take);
      var loss = kind.start(() -> name.awaitLoss(soon()));
      daemon.kill();
      assertThat(call.failure())
          .isInstanceOfSatisfying(
              DbusDisconnectedException.class, e -> assertThat(e.errorName()).isNotEmpty());
      assertThat(taker.result()).isInstanceOf(Event.Closed.class);
      assertThat(loss.result()).isTrue();
      assertThat(name.isOwner()).isFalse();
      assertThat(ticks.take(Deadline.after(Duration.ZERO))).containsInstanceOf(Event.Closed.class);
      assertThatThrownBy(() -> bus.subscribe(TICKS, 1))
          .isInstanceOf(DbusDisconnectedException.class);
    }
  }

  @Test
  @Row({"DBUS-32", "DBUS-67"})
  @SuppressWarnings("try") // closing early is what is shown
  void namesAreWonLostAndGivenBack() throws Exception {
    var wanted = "com.example.Wanted";
    try (var daemon = TestBus.start();
        var one = daemon.connect();
        var two = daemon.connect();
        var first = one.own(wanted, NameFlag.ALLOW_REPLACEMENT)) {
      assertThat(first.answer()).isEqualTo(OwnedName.Answer.OWNER);
      assertThat(first.isOwner()).isTrue();
      assertThatThrownBy(() -> two.own(wanted, NameFlag.DO_NOT_QUEUE))
          .isInstanceOf(NameTakenException.class);
      try (var again = one.own(wanted, NameFlag.ALLOW_REPLACEMENT)) {
        assertThat(again.answer()).isEqualTo(OwnedName.Answer.ALREADY_OWNER);
      }
      try (var queued = two.own(wanted)) {
        assertThat(queued.answer()).isEqualTo(OwnedName.Answer.IN_QUEUE);
        assertThat(queued.isOwner()).isFalse();
        first.close();
        assertThat(queued.awaitOwnership(soon())).isTrue();
      }
      try (var replaced = one.own(wanted, NameFlag.ALLOW_REPLACEMENT);
          var taken = two.own(wanted, NameFlag.REPLACE_EXISTING)) {
        assertThat(taken.answer()).isEqualTo(OwnedName.Answer.OWNER);
        assertThat(replaced.awaitLoss(soon())).isTrue();
        taken.close();
        assertThat(replaced.awaitOwnership(soon())).isTrue(); // it was in the queue
      }
      assertThatThrownBy(() -> one.own(Driver.NAME))
          .isInstanceOf(DbusException.class)
          .hasMessageContaining(".DBus.Error.InvalidArgs");
      assertThat(two.call(Driver.call("NameHasOwner").with("s", wanted)).body(0)).isEqualTo(false);
    }
  }
}
