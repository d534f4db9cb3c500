package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.introspect.Introspection;
import dev.rohrpost.dbus.introspect.Node;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Turns, limits and ends of calls that come.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class ServeTest {
  private static final ObjectPath PATH = ObjectPath.of("/a");
  private static final String INTERFACE = "com.example.A";

  private static Deadline soon() {
    return Deadline.after(TestBus.PATIENCE);
  }

  private static Call call(Bus to, String member) {
    return Call.to(to.uniqueName(), PATH, INTERFACE, member);
  }

  private static Call ping(Bus to) {
    return Call.to(to.uniqueName(), PATH, "org.freedesktop.DBus.Peer", "Ping");
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(TestBus.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /// Answers how often it had to call itself or the other one.
  private static IncomingCall.Handler deep(Bus own, Bus other) {
    return call -> {
      var left = call.arguments("u").uint32();
      var below = 0L;
      if (left > 0) {
        try (var reply = own.call(call(other, "Deep").with("u", left - 1))) {
          below = 1 + (long) reply.body(0);
        }
      }
      var depth = below;
      call.reply("u", out -> out.uint32(depth));
    };
  }

  @ParameterizedTest
  @EnumSource
  @Row("DBUS-78")
  void objectsCallEachOtherFiftyDeep(TestBus.Kind kind) throws Exception {
    try (var daemon = kind.start();
        var a = daemon.connect();
        var b = daemon.connect();
        var _ = a.serve(PATH, deep(a, b));
        var _ = b.serve(PATH, deep(b, a));
        var reply = a.call(call(b, "Deep").with("u", 50L))) {
      assertThat(reply.body()).containsExactly(50L);
    }
  }

  @Test
  void aThreadKnowsWhichCallItCarriesOut() throws Exception {
    assertThat(IncomingCall.current()).isEmpty();
    IncomingCall.Handler handler =
        call -> {
          var sender = IncomingCall.current().flatMap(IncomingCall::sender).orElse("nobody");
          call.reply("s", out -> out.text(sender));
        };
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var caller = daemon.connect();
        var _ = service.serve(ObjectPath.of("/who"), handler)) {
      var reply = caller.call(Call.to(service.uniqueName(), "/who", "com.example.Test", "Who"));
      assertThat(reply.body(0)).isEqualTo(caller.uniqueName());
    }
  }

  @Test
  @Row("DBUS-78")
  void anObjectCallsItselfFiftyDeep() throws Exception {
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var _ = bus.serve(PATH, deep(bus, bus));
        var reply = bus.call(call(bus, "Deep").with("u", 50L))) {
      assertThat(reply.body()).containsExactly(50L);
    }
  }

  @Test
  void callsOfOneObjectAreCarriedOutOneAfterTheOther() throws Exception {
    var order = Collections.synchronizedList(new ArrayList<Long>());
    var atOnce = new AtomicInteger();
    var allCame = new CountDownLatch(1);
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var client = daemon.connect();
        var _ =
            service.serve(
                PATH,
                call -> {
                  var others = atOnce.getAndIncrement();
                  order.add(call.arguments("u").uint32());
                  await(allCame);
                  atOnce.decrementAndGet();
                  call.reply("i", out -> out.int32(others));
                })) {
      var replies = new ArrayList<PendingReply>();
      var sent = new ArrayList<Long>();
      for (var i = 0L; i < 90; i++) {
        sent.add(i);
        replies.add(client.start(call(service, "Note").with("u", i)));
      }
      // All have come when this is answered, as messages are handed over in their order.
      client.call(ping(service));
      allCame.countDown();
      for (var reply : replies) {
        assertThat(reply.await(soon()).body()).containsExactly(0);
      }
      assertThat(order).isEqualTo(sent);
    }
  }

  @Test
  void callsOfAConcurrentHandlerAreCarriedOutSideBySide() throws Exception {
    var all = new CountDownLatch(90);
    IncomingCall.Handler handler =
        call -> {
          call.giveTurnAway(); // which it has not any more
          all.countDown();
          await(all);
          call.reply("", _ -> {});
        };
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var client = daemon.connect();
        var _ = service.serve(PATH, handler.concurrent())) {
      var replies = new ArrayList<PendingReply>();
      for (var i = 0; i < 90; i++) {
        replies.add(client.start(call(service, "Meet")));
      }
      for (var reply : replies) {
        assertThat(reply.await(soon()).body()).isEmpty();
      }
    }
  }

  /// It has none to give, even if a handler keeps it against the rules.
  @Test
  void aCallThatHasEndedGivesNoTurnAway() throws Exception {
    var kept = new AtomicReference<IncomingCall>();
    var atOnce = new AtomicInteger();
    var given = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    IncomingCall.Handler handler =
        call -> {
          var others = atOnce.getAndIncrement();
          var former = kept.getAndSet(call);
          if (former != null) {
            former.giveTurnAway();
            given.countDown();
            await(end);
          }
          atOnce.decrementAndGet();
          call.reply("i", out -> out.int32(others));
        };
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var client = daemon.connect();
        var _ = service.serve(PATH, handler)) {
      var replies = new ArrayList<PendingReply>();
      for (var i = 0; i < 3; i++) {
        replies.add(client.start(call(service, "Keep")));
      }
      await(given);
      client.call(ping(service)); // a call that begins too early has time to
      end.countDown();
      for (var reply : replies) {
        assertThat(reply.await(soon()).body()).containsExactly(0);
      }
    }
  }

  @Test
  @Row("DBUS-78")
  void aHandlerThatWaitsForASignalGivesItsTurnAway() throws Exception {
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var client = daemon.connect();
        var signals = service.subscribe(MatchRule.signal().path(PATH).member("Gone"), 10);
        var _ =
            service.serve(
                PATH,
                call -> {
                  if (call.member().equals("Go")) {
                    service.emit(PATH, INTERFACE, "Gone", "");
                  } else {
                    assertThat(signals.take(soon())).get().isInstanceOf(Event.Signal.class);
                  }
                  call.reply("", _ -> {});
                });
        var waits = client.start(call(service, "Wait"))) {
      assertThat(client.call(call(service, "Go")).body()).isEmpty();
      assertThat(waits.await(soon()).body()).isEmpty();
    }
  }

  @Test
  void aLongCallIsTakenAndWhatComesOnTopIsRefused() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var limits = BusLimits.DEFAULT.withQueuedBytes(10_000);
    try (var daemon = TestBus.start();
        var service = Bus.connect(daemon.address(), limits, soon());
        var client = daemon.connect();
        var _ =
            service.serve(
                PATH,
                call -> {
                  begun.countDown();
                  await(end);
                  call.reply("", _ -> {});
                });
        var first = client.start(call(service, "Wait").with("ay", new byte[20_000]))) {
      await(begun);
      assertThatThrownBy(() -> client.call(call(service, "Wait"), soon()))
          .isInstanceOf(DbusException.class)
          .hasMessageContaining("LimitsExceeded: too many calls");
      end.countDown();
      assertThat(first.await(soon()).body()).isEmpty();
    }
  }

  @Test
  void aCallThatDoesNotWaitOnTheConnectionKeepsItsTurnAndOthersAreRefused() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var limits = BusLimits.DEFAULT.withCallsServed(2);
    try (var daemon = TestBus.start();
        var service = Bus.connect(daemon.address(), limits, soon());
        var client = daemon.connect();
        var pipe = Pipe.open();
        var _ =
            service.serve(
                PATH,
                call -> {
                  begun.countDown();
                  await(end);
                  call.reply("", _ -> {});
                });
        var first = client.start(call(service, "Wait"))) {
      await(begun);
      try (var second = client.start(call(service, "Wait").with("h", pipe.readEnd().fd()))) {
        assertThatThrownBy(
                () -> client.call(call(service, "Wait").with("h", pipe.readEnd().fd()), soon()))
            .isInstanceOf(DbusException.class)
            .hasMessageContaining(
                "LimitsExceeded: too many calls wait or are being carried out: 2");
        end.countDown();
        assertThat(first.await(soon()).body()).isEmpty();
        assertThat(second.await(soon()).body()).isEmpty();
      }
      assertThat(client.call(call(service, "Wait")).body()).isEmpty();
    }
  }

  @Test
  void whatWaitsWhenAnObjectGoesIsRefusedAndWhatHasBegunIsAnswered() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var client = daemon.connect();
        var pipe = Pipe.open()) {
      var served =
          service.serve(
              PATH,
              call -> {
                begun.countDown();
                await(end);
                call.reply("s", out -> out.text("done"));
              });
      assertThatThrownBy(() -> service.serve(PATH, _ -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("/a is served already");
      try (var first = client.start(call(service, "Wait"));
          var second = client.start(call(service, "Wait").with("h", pipe.readEnd().fd()))) {
        await(begun);
        client.call(ping(service)); // the second one has come when this is answered
        served.close();
        served.close();
        assertThatThrownBy(() -> second.await(soon())).hasMessageContaining(".UnknownObject: ");
        end.countDown();
        assertThat(first.await(soon()).body()).containsExactly("done");
      }
      assertThatThrownBy(() -> client.call(call(service, "Wait")))
          .hasMessageContaining(".UnknownObject: there is no object /a");
    }
  }

  @Test
  @SuppressWarnings("try") // closing early is what is shown
  void pathsAboveObjectsShowWhatIsBelow() throws Exception {
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var client = daemon.connect();
        var _ = service.serve(ObjectPath.of("/a/b"), _ -> {});
        var _ = service.serve(ObjectPath.of("/a/b/c"), _ -> {});
        var _ = service.serve(ObjectPath.of("/a/b0"), _ -> {});
        var below = service.serve(ObjectPath.of("/z"), _ -> {})) {
      assertThat(nodes(client, service, "/")).containsExactly("a", "z");
      assertThat(nodes(client, service, "/a")).containsExactly("b", "b0");
      below.close();
      assertThat(nodes(client, service, "/")).containsExactly("a");
      assertThatThrownBy(() -> nodes(client, service, "/b"))
          .hasMessageContaining(".UnknownObject: there is no object /b");
    }
  }

  private static List<String> nodes(Bus client, Bus service, String path) throws Exception {
    var interfaceName = "org.freedesktop.DBus.Introspectable";
    var at = ObjectPath.of(path);
    var call = Call.to(service.uniqueName(), at, interfaceName, "Introspect");
    var bytes = ((String) client.call(call).body(0)).getBytes(StandardCharsets.UTF_8);
    return Introspection.read("answer", bytes).nodes().stream().map(Node::name).toList();
  }

  @Test
  @Row("DBUS-30")
  void aCallerThatWantsNoReplyGetsNone() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept();
        var _ = bus.serve(PATH, call -> call.reply("s", out -> out.text(call.member())))) {
      for (var member : List.of("First", "Second")) {
        var header = Header.call(PATH, INTERFACE, member).setSender(":1.9");
        header.setFlags(member.equals("First") ? Header.NO_REPLY_EXPECTED : 0);
        fake.send(header, "");
      }
      fake.send(Header.call(PATH, null, "Ping").setSender(":1.9"), "");
      var texts = new ArrayList<Long>();
      for (var i = 0; i < 2; i++) {
        var reply = fake.next();
        assertThat(reply.type()).isEqualTo(Header.RETURN);
        texts.add(reply.bodyLength());
      }
      assertThat(texts).containsExactlyInAnyOrder(0L, 4L + "Second".length() + 1);
    }
  }

  @Test
  void argumentsThatBreakARuleEndTheConnection() throws Exception {
    try (var fake = FakeBus.listen();
        var bus = fake.accept();
        var _ =
            bus.serve(
                PATH,
                call -> {
                  var is = call.arguments("b").bool();
                  call.reply("b", out -> out.bool(!is));
                })) {
      var header = Header.call(PATH, INTERFACE, "Not").setSender(":1.9");
      var message = FakeBus.message(header, "b", true);
      message.set(ValueLayout.JAVA_BYTE, message.byteSize() - 4, (byte) 2);
      fake.write(message);
      fake.awaitEnd();
    }
  }

  @Test
  @SuppressWarnings("try") // closing early is what is shown
  void nothingIsServedWithoutAConnection() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var served = new AtomicInteger();
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var client = daemon.connect();
        var pipe = Pipe.open();
        var object =
            service.serve(
                PATH,
                call -> {
                  served.incrementAndGet();
                  begun.countDown();
                  await(end);
                  call.reply("", _ -> {});
                })) {
      client.send(call(service, "Wait"));
      await(begun);
      client.send(call(service, "Wait").with("h", pipe.readEnd().fd()));
      client.call(ping(service));
      service.close();
      end.countDown();
      assertThatThrownBy(() -> service.serve(PATH, _ -> {}))
          .isInstanceOf(DbusDisconnectedException.class);
      object.close();
      assertThat(served).hasValue(1);
    }
  }
}
