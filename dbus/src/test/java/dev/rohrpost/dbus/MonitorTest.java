package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.EventFd;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class MonitorTest {
  static final ObjectPath PATH = ObjectPath.of("/test");
  static final String FACE = "com.example.Test";
  static final String NAME = "com.example.Monitored";

  static Deadline soon() {
    return Deadline.after(TestBus.PATIENCE);
  }

  /// Waits for a message, and drops others.
  static Monitor.Seen next(Monitor monitor, Predicate<Header> wanted) throws Exception {
    while (true) {
      switch (monitor.take(soon()).orElseThrow()) {
        case Monitor.Seen seen when wanted.test(seen.header()) -> {
          return seen;
        }
        case Monitor.Seen seen -> seen.close();
        case Monitor.OwnerChanged _ -> {}
        case Monitor.Event other -> throw new AssertionError(other);
      }
    }
  }

  /// Before its end.
  private static void end(Monitor monitor) {
    monitor.close();
  }

  static Predicate<Header> member(String name) {
    return header -> name.equals(header.member());
  }

  @ParameterizedTest
  @EnumSource
  void callsRepliesErrorsAndSignalsAreSeen(TestBus.Kind kind) throws Exception {
    try (var daemon = kind.start();
        var caller = daemon.connect();
        var service = daemon.connect();
        var _ = service.own(NAME);
        var _ = service.serve(PATH, MonitorTest::answer);
        var monitor = Monitor.open(daemon.address(), List.of())) {
      var before = Instant.now();
      caller.call(Call.to(NAME, "/test", FACE, "Echo").with("s", "text"));
      try (var call = next(monitor, member("Echo"))) {
        assertThat(call.header().type()).isEqualTo(Header.CALL);
        assertThat(call.header().sender()).isEqualTo(caller.uniqueName());
        assertThat(call.header().destination()).isEqualTo(NAME);
        assertThat(call.destinationOwner()).contains(service.uniqueName());
        assertThat(call.destinationNames()).containsExactly(NAME);
        assertThat(call.senderNames()).isEmpty();
        assertThat(call.body()).containsExactly("text");
        assertThat(call.time()).isBetween(before.minusMillis(1), Instant.now());
        try (var reply = next(monitor, it -> it.replySerial() == call.header().serial())) {
          assertThat(reply.header().type()).isEqualTo(Header.RETURN);
          assertThat(reply.senderNames()).containsExactly(NAME);
          assertThat(reply.destinationOwner()).contains(caller.uniqueName());
          assertThat(reply.nanos()).isGreaterThanOrEqualTo(call.nanos());
        }
      }
      assertThatThrownBy(() -> caller.call(Call.to(NAME, "/test", FACE, "Fail")))
          .isInstanceOf(DbusException.class);
      try (var error = next(monitor, it -> it.type() == Header.ERROR)) {
        assertThat(error.header().errorName()).isEqualTo("com.example.Failed");
        assertThat(error.body()).containsExactly("on purpose");
      }
      service.emitTo(caller.uniqueName(), PATH, FACE, "Tick", "i", 7);
      try (var signal = next(monitor, member("Tick"))) {
        assertThat(signal.header().destination()).isEqualTo(caller.uniqueName());
        assertThat(signal.body()).containsExactly(7);
      }
    }
  }

  static void answer(IncomingCall call) throws DbusException, InterruptedException {
    if (call.member().equals("Fail")) {
      throw new DbusException("com.example.Failed", "on purpose");
    }
    call.reply("", _ -> {});
  }

  @ParameterizedTest
  @EnumSource
  void namesAreKnownFromTheBeginningAndFollowed(TestBus.Kind kind) throws Exception {
    try (var daemon = kind.start();
        var one = daemon.connect();
        var two = daemon.connect();
        var _ = one.own(NAME, NameFlag.ALLOW_REPLACEMENT);
        var monitor = Monitor.open(daemon.address(), List.of())) {
      one.emit(PATH, FACE, "First", "");
      assertThat(next(monitor, member("First")).senderNames()).containsExactly(NAME);
      try (var _ = two.own(NAME, NameFlag.REPLACE_EXISTING);
          var _ = two.own("com.example.Another")) {
        one.emit(PATH, FACE, "Second", "");
        assertThat(next(monitor, member("Second")).senderNames()).isEmpty();
        two.emit(PATH, FACE, "Third", "");
        assertThat(next(monitor, member("Third")).senderNames())
            .containsExactly("com.example.Another", NAME);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void rulesChoose(TestBus.Kind kind) throws Exception {
    var rules = List.of(MatchRule.all().destination(NAME), MatchRule.all().sender(NAME));
    try (var daemon = kind.start();
        var caller = daemon.connect();
        var service = daemon.connect();
        var other = daemon.connect();
        var _ = service.own(NAME);
        var _ = service.serve(PATH, MonitorTest::answer);
        var monitor = Monitor.open(daemon.address(), rules)) {
      other.emit(PATH, FACE, "Tick", "i", 1);
      caller.call(Call.to(service.uniqueName(), "/test", FACE, "Echo"));
      other.emit(PATH, FACE, "Tick", "i", 2);
      service.emit(PATH, FACE, "Tick", "i", 3);
      var all = new ArrayList<String>();
      while (!all.contains("signal com.example.Test.Tick of /test")) {
        if (monitor.take(soon()).orElseThrow() instanceof Monitor.Seen seen) {
          all.add(seen.header().toString());
        }
      }
      assertThat(all)
          .hasSize(3)
          .startsWith("call com.example.Test.Echo of /test")
          .anyMatch(text -> text.startsWith("return to "));
    }
  }

  @Test
  @Row("DBUS-69")
  void aMonitorSendsNothing() throws Exception {
    try (var fake = FakeBus.listen();
        var monitor = opened(fake)) {
      var call = Header.call(PATH, FACE, "Echo").setSender(":1.5").setDestination(FakeBus.CLIENT);
      fake.send(call, "");
      fake.send(Header.call(PATH, "org.freedesktop.DBus.Peer", "Ping").setSender(":1.5"), "");
      fake.send(Header.error(77, "a.b").setSender(":1.5").setDestination(FakeBus.CLIENT), "");
      assertThat(next(monitor, member("Ping")).header().interfaceName()).endsWith(".Peer");
      assertThat(monitor.take(soon()).orElseThrow()).isInstanceOf(Monitor.Seen.class);
      end(monitor);
      fake.awaitEndWithoutAByte();
    }
  }

  @Test
  void bodiesAreReadWhenTheyAreAskedFor() throws Exception {
    try (var fake = FakeBus.listen();
        var monitor = opened(fake)) {
      var bytes = FakeBus.message(Header.signal(PATH, FACE, "Tick").setSender(":1.5"), "b", true);
      bytes.set(ValueLayout.JAVA_BYTE, bytes.byteSize() - 4, (byte) 2);
      fake.write(bytes);
      fake.send(Header.signal(PATH, FACE, "Tock").setSender(":1.5"), "s", "text");
      var broken = next(monitor, member("Tick"));
      assertThatThrownBy(broken::body).hasMessageContaining("BOOLEAN");
      assertThat(next(monitor, member("Tock")).body()).containsExactly("text");
    }
  }

  @Test
  @Row("DBUS-39")
  void aBrokenHeaderEndsIt() throws Exception {
    try (var fake = FakeBus.listen();
        var monitor = opened(fake)) {
      fake.write(FakeBus.bytes(new byte[16]));
      var closed = (Monitor.Closed) monitor.take(soon()).orElseThrow();
      assertThat(closed.reason()).contains("ENDIANNESS");
      assertThat(monitor.take()).isInstanceOf(Monitor.Closed.class);
      fake.awaitEnd();
    }
  }

  @Test
  @Row("DBUS-92")
  void descriptorsOfMessagesThatNobodyTakesAreClosed() throws Exception {
    try (var daemon = TestBus.start(TestBus.SESSION);
        var sender = daemon.connect();
        var event = EventFd.open(0);
        var monitor =
            Monitor.open(
                daemon.address(), List.of(), new Monitor.Limits(100, 1 << 20, 2), soon())) {
      for (var i = 0; i < 4; i++) {
        sender.emit(PATH, FACE, "Tick", "h", event.fd());
      }
      sender.emit(PATH, FACE, "Tock", "");
      try (var seen = next(monitor, member("Tick"))) {
        assertThat(seen.descriptors()).hasSize(1);
      }
    }
  }

  @Test
  void whatDoesNotFitIsCountedWhereItIsMissing() throws Exception {
    try (var fake = FakeBus.listen();
        var monitor = opened(fake, new Monitor.Limits(5, 1 << 20, 0))) {
      for (var i = 0; i < 1000; i++) {
        fake.send(Header.signal(PATH, FACE, "Tick").setSender(":1.5"), "i", i);
      }
      var expected = 0L;
      var missed = 0L;
      while (expected < 1000) {
        switch (monitor.take(soon()).orElseThrow()) {
          case Monitor.Missed(long count) -> {
            missed += count;
            expected += count;
          }
          case Monitor.Seen seen -> assertThat(seen.body()).containsExactly((int) expected++);
          case Monitor.Event other -> throw new AssertionError(other);
        }
      }
      assertThat(missed).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("DBUS-41")
  void theEndOfTheBusEndsIt(TestBus.Kind kind) throws Exception {
    try (var daemon = kind.start();
        var monitor = Monitor.open(daemon.address(), List.of())) {
      var taking =
          ThreadKind.PLATFORM.start(() -> {
            while (true) {
              if (monitor.take() instanceof Monitor.Closed closed) {
                return closed;
              }
            }
          });
      daemon.kill();
      assertThat(taking.result().reason()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineAndAnInterruptEndAWait(ThreadKind kind) throws Exception {
    try (var fake = FakeBus.listen();
        var monitor = opened(fake)) {
      assertThat(monitor.take(Deadline.after(Duration.ofMillis(10)))).isEmpty();
      var taking = kind.start(() -> monitor.take());
      taking.interrupt();
      assertThat(taking.failure()).isInstanceOf(InterruptedException.class);
      fake.send(Header.signal(PATH, FACE, "Tick").setSender(":1.5"), "");
      assertThat(monitor.take(soon())).isPresent();
      var again = kind.start(() -> monitor.take());
      end(monitor);
      assertThat(again.result()).isInstanceOf(Monitor.Closed.class);
    }
  }

  @Test
  void whoMayNotMonitorIsTold() throws Exception {
    try (var fake = FakeBus.listen()) {
      var opening = opening(fake, Monitor.Limits.DEFAULT);
      var begin = beginning(fake);
      fake.send(
          Header.error(begin.serial(), "org.freedesktop.DBus.Error.AccessDenied")
              .setSender(Driver.NAME)
              .setDestination(FakeBus.CLIENT),
          "s",
          "no");
      assertThat(opening.failure())
          .isInstanceOfSatisfying(
              DbusException.class,
              e -> assertThat(e.is("org.freedesktop.DBus.Error.AccessDenied")).isTrue());
      fake.awaitEnd();
    }
  }

  private static Task<Monitor> opening(FakeBus fake, Monitor.Limits limits) throws Exception {
    var opening =
        ThreadKind.VIRTUAL.start(() -> Monitor.open(fake.address(), List.of(), limits, soon()));
    fake.authenticate(true);
    fake.answerHello();
    return opening;
  }

  /// Answers what is asked before, and waits for the call that makes it a monitor.
  private static Header beginning(FakeBus fake) throws Exception {
    assertThat(fake.next().member()).isEqualTo("AddMatch");
    var list = fake.next();
    assertThat(list.member()).isEqualTo("ListNames");
    fake.send(FakeBus.reply(list.serial()), "as", List.of(Driver.NAME, FakeBus.CLIENT));
    var begin = fake.next();
    assertThat(begin.member()).isEqualTo("BecomeMonitor");
    return begin;
  }

  private static Monitor opened(FakeBus fake) throws Exception {
    return opened(fake, Monitor.Limits.DEFAULT);
  }

  private static Monitor opened(FakeBus fake, Monitor.Limits limits) throws Exception {
    var opening = opening(fake, limits);
    fake.send(FakeBus.reply(beginning(fake).serial()), "");
    return opening.result();
  }
}
