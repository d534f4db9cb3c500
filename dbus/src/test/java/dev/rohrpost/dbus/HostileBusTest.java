package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.EventFd;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Task;
import dev.rohrpost.testkit.ThreadKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a bus or a peer may send that breaks a rule ends the connection, with the rule's name, and
/// nothing else.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class HostileBusTest {
  private static final Call CALL = Call.to(":1.5", "/a", "com.example", "Get");

  private static Task<Reply> calling(Bus bus) {
    return ThreadKind.PLATFORM.start(() -> bus.call(CALL, Deadline.after(TestBus.PATIENCE)));
  }

  private static Header reply(long serial) {
    return Header.reply(serial).setSender(":1.5").setDestination(FakeBus.CLIENT);
  }

  private static void endsWith(Task<Reply> call, String rule) throws Exception {
    assertThat(call.failure())
        .isInstanceOf(DbusDisconnectedException.class)
        .hasMessageContaining(rule);
  }

  @ParameterizedTest
  @Row({"DBUS-11", "DBUS-16", "DBUS-17", "DBUS-18"})
  @CsvSource({
    "0,120,ENDIANNESS",
    "1,0,MESSAGE_TYPE",
    "3,2,VERSION",
    "8,0,SERIAL",
    "7,127,MESSAGE_LENGTH",
    "15,127,FIELDS_LENGTH"
  })
  void aBrokenHeaderEndsTheConnection(int at, byte value, String rule) throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept()) {
      var call = calling(bus);
      var reply = FakeBus.message(reply(fake.next().serial()), "s", "text");
      reply.set(ValueLayout.JAVA_BYTE, at, value);
      fake.write(reply);
      endsWith(call, rule);
      fake.awaitEnd();
    }
  }

  @Test
  @Row({"DBUS-21", "DBUS-22"})
  void aBrokenBodyEndsTheConnection() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept()) {
      var call = calling(bus);
      var reply = FakeBus.message(reply(fake.next().serial()), "b", true);
      reply.set(ValueLayout.JAVA_BYTE, reply.byteSize() - 4, (byte) 2);
      fake.write(reply);
      endsWith(call, "BOOLEAN");
      fake.awaitEnd();
    }
  }

  @Test
  @Row("DBUS-21")
  void aBrokenSignalEndsTheConnectionWhenItIsTaken() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept();
        var signals = subscribed(fake, bus, MatchRule.signal())) {
      var signal = Header.signal(ObjectPath.of("/a"), "com.example", "Tick").setSender(":1.5");
      var bytes = FakeBus.message(signal, "s", "text");
      bytes.set(ValueLayout.JAVA_BYTE, bytes.byteSize() - 2, (byte) 0);
      fake.write(bytes);
      var closed = (Event.Closed) signals.take();
      assertThat(closed.reason()).contains("TEXT");
      fake.awaitEnd();
    }
  }

  @Test
  @Row("DBUS-21")
  void aBrokenSignalEndsTheConnectionWhenItIsLookedAt() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept();
        var signals = subscribed(fake, bus, MatchRule.signal().argument(0, "x"))) {
      var signal = Header.signal(ObjectPath.of("/a"), "com.example", "Tick").setSender(":1.5");
      var bytes = FakeBus.message(signal, "s", "text");
      bytes.set(ValueLayout.JAVA_BYTE, bytes.byteSize() - 2, (byte) 0);
      fake.write(bytes); // read although nobody waits
      fake.awaitEnd();
      assertThat(((Event.Closed) signals.take()).reason()).contains("TEXT");
    }
  }

  private static Subscription subscribed(FakeBus fake, Bus bus, MatchRule rule) throws Exception {
    var subscription = ThreadKind.VIRTUAL.start(() -> bus.subscribe(rule, 10));
    var add = fake.next();
    assertThat(add.member()).isEqualTo("AddMatch");
    fake.send(FakeBus.reply(add.serial()), "");
    return subscription.result();
  }

  @Test
  @Row("DBUS-14")
  void messagesOfUnknownTypesAreIgnored() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept()) {
      var call = calling(bus);
      var serial = fake.next().serial();
      fake.send(reply(serial).setType(77), "s", "later");
      fake.send(reply(serial), "s", "now");
      assertThat(call.result().body()).containsExactly("now");
    }
  }

  @Test
  @Row("DBUS-51")
  void bytesMayComeOneByOneAndMessagesTogether() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept()) {
      var call = calling(bus);
      var reply = FakeBus.message(reply(fake.next().serial()), "s", "slow");
      for (var i = 0L; i < reply.byteSize(); i++) {
        fake.write(reply.asSlice(i, 1));
      }
      assertThat(call.result().body()).containsExactly("slow");
      var two = List.of(calling(bus), calling(bus));
      var first = FakeBus.message(reply(fake.next().serial()), "s", "one");
      var second = FakeBus.message(reply(fake.next().serial()), "s", "two");
      var all = Arena.ofAuto().allocate(first.byteSize() + second.byteSize());
      MemorySegment.copy(first, 0, all, 0, first.byteSize());
      MemorySegment.copy(second, 0, all, first.byteSize(), second.byteSize());
      fake.write(all.asSlice(0, first.byteSize() + 20));
      fake.write(all.asSlice(first.byteSize() + 20));
      assertThat(List.of(two.get(0).result().body(0), two.get(1).result().body(0)))
          .containsExactlyInAnyOrder("one", "two");
    }
  }

  @Test
  @Row("DBUS-25")
  void aMessageWithoutItsDescriptorsEndsTheConnection() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept();
        var event = EventFd.open(0)) {
      var call = calling(bus);
      fake.send(reply(fake.next().serial()), "h", event.fd()); // sends the number only
      endsWith(call, "DESCRIPTORS");
      fake.awaitEnd();
    }
  }

  @Test
  @Row({"DBUS-27", "DBUS-50", "DBUS-89"})
  void descriptorsBelongToTheirMessages() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept();
        var event = EventFd.open(0)) {
      for (var round = 0; round < 20; round++) {
        var call = calling(bus);
        var serial = fake.next().serial();
        var stray = FakeBus.message(reply(12_345), "h", event.fd());
        fake.write(stray, List.of(event.fd()));
        var twenty = Collections.nCopies(20, event.fd());
        fake.write(
            FakeBus.message(reply(serial), "hahh", event.fd(), twenty, event.fd()),
            Collections.nCopies(22, event.fd()));
        try (var reply = call.result()) {
          var list = (List<?>) reply.body(1);
          assertThat(list).hasSize(20);
          assertThat(((Fd) reply.body(2)).kind()).isNotNull();
        }
      }
      assertThat(bus.strays()).isEqualTo(20);
    }
  }

  @Test
  @Row("DBUS-92")
  void descriptorsOfStraysAreClosedAllTheTime() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept();
        var _ = subscribed(fake, bus, MatchRule.signal().member("Other"));
        var event = EventFd.open(0)) {
      var signal = Header.signal(ObjectPath.of("/a"), "com.example", "Tick").setSender(":1.5");
      var late = FakeBus.message(reply(12_345), "h", event.fd());
      var unwanted = FakeBus.message(signal, "h", event.fd());
      for (var i = 0; i < 50_000; i++) { // more than a process may have open
        fake.write(late, List.of(event.fd()));
        fake.write(unwanted, List.of(event.fd()));
      }
      var call = calling(bus);
      fake.send(reply(fake.next().serial()), "");
      assertThat(call.result().body()).isEmpty();
      assertThat(bus.strays()).isEqualTo(50_000);
      try (var open = Files.list(Path.of("/proc/self/fd"))) {
        assertThat(open.count()).isLessThan(1000);
      }
    }
  }

  @Test
  @Row("DBUS-59")
  void descriptorsAreRefusedWhereTheBusDoesNotTakeThem() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept(false);
        var event = EventFd.open(0)) {
      assertThat(bus.carriesDescriptors()).isFalse();
      assertThatThrownBy(() -> bus.call(CALL.with("h", event.fd())))
          .isInstanceOf(DbusException.class)
          .hasMessageContaining(".DBus.Error.NotSupported");
      var call = calling(bus);
      fake.send(reply(fake.next().serial()), "");
      assertThat(call.result().body()).isEmpty();
    }
  }

  @Test
  @Row("DBUS-93")
  void descriptorsDoNotGoOverTcp() throws Exception {
    try (var fake = FakeBus.listenTcp();
        var bus = fake.accept();
        var event = EventFd.open(0)) {
      assertThat(bus.carriesDescriptors()).isFalse();
      assertThatThrownBy(() -> bus.call(CALL.with("h", event.fd())))
          .isInstanceOf(DbusException.class)
          .hasMessageContaining(".DBus.Error.NotSupported");
      var call = calling(bus);
      fake.send(reply(fake.next().serial()), "s", "tcp");
      assertThat(call.result().body()).containsExactly("tcp");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfTheBusEndsCalls(ThreadKind kind) throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept()) {
      var call = kind.start(() -> bus.call(CALL, Deadline.after(TestBus.PATIENCE)));
      var _ = fake.next();
      fake.hangUp();
      assertThat(call.failure())
          .isInstanceOfSatisfying(
              DbusDisconnectedException.class, e -> assertThat(e.wasSent()).isTrue());
      assertThatThrownBy(() -> bus.call(CALL))
          .isInstanceOfSatisfying(
              DbusDisconnectedException.class, e -> assertThat(e.wasSent()).isFalse());
    }
  }

  @Test
  void callsOfOthersAreAnsweredWhileSomebodyReads() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept();
        var _ = subscribed(fake, bus, MatchRule.signal())) {
      var peer = "org.freedesktop.DBus.Peer";
      fake.send(incoming("/any/path", peer, "Ping"), "");
      assertThat(fake.next().type()).isEqualTo(Header.RETURN);
      fake.send(incoming("/", peer, "Pong"), "");
      assertThat(fake.next().errorName()).endsWith(".UnknownMethod");
      fake.send(incoming("/", "com.example", "Get").setFlags(Header.NO_REPLY_EXPECTED), "");
      fake.send(incoming("/", "com.example", "Get"), "s", "x");
      assertThat(fake.next().errorName()).endsWith(".UnknownObject");
      fake.send(incoming("/", peer, "GetMachineId"), "");
      assertThat(fake.next().signature().toString()).isEqualTo("s");
    }
  }

  private static Header incoming(String path, String interfaceName, String member) {
    return Header.call(ObjectPath.of(path), interfaceName, member)
        .setSender(":1.5")
        .setDestination(FakeBus.CLIENT);
  }

  @Test
  @Row("DBUS-99")
  void halfAMessageIsFinishedByAnotherThread() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept()) {
      var large = CALL.with("ay", new byte[4 << 20]);
      assertThatThrownBy(() -> bus.call(large, Deadline.after(Duration.ofMillis(100))))
          .isInstanceOfSatisfying(
              DbusTimeoutException.class, e -> assertThat(e.wasSent()).isTrue());
      var call = calling(bus);
      assertThat(fake.next().signature().toString()).isEqualTo("ay");
      fake.send(reply(fake.next().serial()), "s", "intact");
      assertThat(call.result().body()).containsExactly("intact");
    }
  }
}
