package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.ThreadKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a bus sees of a client that comes back.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(60)
@Row("DBUS-95")
class RenewalTest {
  private static final String NAME = "com.example.Mine";
  private static final String OTHER = "com.example.Other";
  private static final ObjectPath PATH = ObjectPath.of("/mine");
  private static final MatchRule RULE = MatchRule.signal().sender(OTHER);
  private static final long OWNER = 1;
  private static final long IN_QUEUE = 2;
  private static final long EXISTS = 3;

  private static Deadline soon() {
    return Deadline.after(TestBus.PATIENCE);
  }

  private static OwnedName owned(FakeBus fake, Bus bus, NameFlag... flags) throws Exception {
    var owns = ThreadKind.VIRTUAL.start(() -> bus.own(NAME, flags));
    answer(fake, "RequestName", OWNER);
    return owns.result();
  }

  private static void answer(FakeBus fake, String member, Object... values) throws Exception {
    var call = fake.next();
    assertThat(call.member()).isEqualTo(member);
    var types = values.length == 0 ? "" : values[0] instanceof Long ? "u" : "s";
    fake.send(FakeBus.reply(call.serial()), types, values);
  }

  private static Subscription subscribed(FakeBus fake, Bus bus) throws Exception {
    var subscribes = ThreadKind.VIRTUAL.start(() -> bus.subscribe(RULE, 10));
    answer(fake, "AddMatch");
    answer(fake, "AddMatch");
    answer(fake, "GetNameOwner", ":1.5");
    return subscribes.result();
  }

  private static void send(FakeBus fake, Header header) throws Exception {
    fake.send(header.setSender(":1.5").setDestination(FakeBus.CLIENT), "");
  }

  @Test
  void namesAreRenewedBeforeRulesAndObjectsAreThereAlready() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept().reconnecting();
        var _ = bus.serve(PATH, call -> call.reply("", _ -> {}));
        var _ = owned(fake, bus, NameFlag.ALLOW_REPLACEMENT);
        var events = subscribed(fake, bus)) {
      fake.hangUp();
      fake.acceptAgain();
      send(fake, Header.call(PATH, "a.b", "Any"));
      var seen = new ArrayList<String>();
      for (var i = 0; i < 5; i++) {
        var message = fake.next();
        seen.add(message.type() == Header.CALL ? String.valueOf(message.member()) : "reply");
      }
      assertThat(seen)
          .containsExactly("RequestName", "AddMatch", "AddMatch", "GetNameOwner", "reply");
      assertThat(events.take()).isInstanceOf(Event.OwnerChanged.class);
      assertThat(events.take()).isEqualTo(new Event.Gap());
      fake.hangUp();
    }
  }

  @Test
  void aNameThatSomebodyElseHasNowIsLost() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept().reconnecting();
        var name = owned(fake, bus)) {
      fake.hangUp();
      fake.acceptAgain();
      assertThat(name.isOwner()).isFalse();
      assertThat(name.awaitLoss(Deadline.NOW)).isFalse(); // nobody knows yet
      answer(fake, "RequestName", IN_QUEUE);
      assertThat(name.awaitLoss(soon())).isTrue();
      var waits = ThreadKind.VIRTUAL.start(() -> name.awaitOwnership(soon()));
      var acquired = Header.signal(Driver.PATH, Driver.NAME, "NameAcquired");
      fake.send(acquired.setSender(Driver.NAME).setDestination(FakeBus.CLIENT), "s", NAME);
      assertThat(waits.result()).isTrue();
      fake.hangUp();
    }
  }

  @Test
  void aNameThatWasNotWaitedForIsNotAskedForAgainWhenItIsLost() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept().reconnecting();
        var name = owned(fake, bus, NameFlag.DO_NOT_QUEUE)) {
      fake.hangUp();
      fake.acceptAgain();
      answer(fake, "RequestName", EXISTS);
      assertThat(name.awaitLoss(soon())).isTrue();
      fake.hangUp();
      fake.acceptAgain();
      var asks = ThreadKind.VIRTUAL.start(() -> bus.call(Driver.call("GetId")));
      answer(fake, "GetId", "id");
      assertThat(asks.result().body()).containsExactly("id");
      fake.hangUp();
    }
  }

  @Test
  void anAnswerToACallOfTheLostBusIsNotSentToTheNext() throws Exception {
    var go = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    try (var fake = FakeBus.listen();
        var bus = fake.accept().reconnecting();
        var _ =
            bus.serve(
                PATH,
                call -> {
                  go.await();
                  call.reply("", _ -> {});
                  ended.countDown();
                })) {
      send(fake, Header.call(PATH, "a.b", "Slow"));
      send(fake, Header.call(PATH, "a.b", "Later")); // it waits for its turn
      var asks = ThreadKind.VIRTUAL.start(() -> bus.call(Driver.call("GetId")));
      answer(fake, "GetId", "before"); // the calls have come
      assertThat(asks.result().body()).containsExactly("before");
      fake.hangUp();
      fake.acceptAgain();
      go.countDown();
      ended.await();
      send(fake, Header.call(PATH, "a.b", "Next").setSerial(7));
      var reply = fake.next(); // nothing is before it
      assertThat(reply.replySerial()).isEqualTo(99);
      var last = ThreadKind.VIRTUAL.start(() -> bus.call(Driver.call("GetId")));
      answer(fake, "GetId", "after");
      assertThat(last.result().body()).containsExactly("after");
      fake.hangUp();
    }
  }

  @Test
  void aBusThatRefusesIsAskedAgain() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept().reconnecting()) {
      var call = ThreadKind.PLATFORM.start(() -> bus.call(Driver.call("GetId")));
      assertThat(fake.next().member()).isEqualTo("GetId");
      fake.hangUp();
      assertThat(call.failure()).isInstanceOf(DbusDisconnectedException.class);
      for (var answer : List.of("REJECTED EXTERNAL\r\n", "ERROR\r\n", "nonsense", "")) {
        fake.acceptOnly();
        fake.write(FakeBus.bytes(answer.getBytes(StandardCharsets.US_ASCII)));
        fake.hangUp();
      }
      fake.acceptAgain();
      var asks = ThreadKind.VIRTUAL.start(() -> bus.call(Driver.call("GetId")));
      answer(fake, "GetId", "id"); // and nothing was repeated
      assertThat(asks.result().body()).containsExactly("id");
    }
  }

  @Test
  void closingEndsTheWaitForASilentBus() throws Exception {
    try (var fake = FakeBus.listen()) {
      var bus = fake.accept().reconnecting();
      fake.hangUp();
      fake.acceptOnly();
      var call = ThreadKind.VIRTUAL.start(() -> bus.call(Driver.call("GetId"))).awaitBlocked();
      bus.close();
      assertThat(call.failure()).hasMessageContaining("closed by this program");
      fake.awaitEnd();
      assertThatThrownBy(() -> bus.call(Driver.call("GetId")))
          .isInstanceOf(DbusDisconnectedException.class);
    }
  }
}
