package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.dbus.trace.CallTrace;
import dev.rohrpost.dbus.trace.EndedCall;
import dev.rohrpost.dbus.trace.OpenCall;
import dev.rohrpost.dbus.trace.Outcome;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.dbus.wire.MessageReader;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The calls that are paired here are those of the tests of the monitor, so it stands beside them.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class CallTraceTest {
  private static final ObjectPath PATH = MonitorTest.PATH;
  private static final String NAME = MonitorTest.NAME;
  private static final String CALLER = ":1.5";
  private static final String CALLEE = ":1.6";

  private final CallTrace trace = new CallTrace(new CallTrace.Limits(3, 1000));
  private long now;

  private static Deadline soon() {
    return MonitorTest.soon();
  }

  /// Takes events until a call of a method has ended.
  private static EndedCall ended(Monitor monitor, CallTrace trace, String member) throws Exception {
    while (true) {
      var event = monitor.take(soon()).orElseThrow();
      for (var each : trace.see(event)) {
        if (member.equals(each.call().header().member())) {
          return each;
        }
      }
      assertThat(event).isNotInstanceOf(Monitor.Closed.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsArePairedWithWhatEndsThem(TestBus.Kind kind) throws Exception {
    var trace = new CallTrace(CallTrace.Limits.DEFAULT);
    try (var daemon = kind.start();
        var caller = daemon.connect();
        var service = daemon.connect();
        var _ = service.own(NAME);
        var _ = service.serve(PATH, MonitorTest::answer);
        var monitor = Monitor.open(daemon.address(), List.of())) {
      caller.call(Call.to(NAME, "/test", MonitorTest.FACE, "Echo").with("s", "text"));
      var call = ended(monitor, trace, "Echo");
      assertThat(call.outcome()).isEqualTo(Outcome.RETURN);
      assertThat(call.error()).isEmpty();
      assertThat(call.call().sender()).isEqualTo(caller.uniqueName());
      assertThat(call.call().callee()).contains(service.uniqueName());
      assertThat(call.call().request().orElseThrow().body()).containsExactly("text");
      assertThat(call.reply()).isPresent();
      assertThat(call.duration()).isBetween(Duration.ZERO, Duration.ofSeconds(20));

      var _ = caller.start(Call.to(service.uniqueName(), "/test", MonitorTest.FACE, "Fail"));
      call = ended(monitor, trace, "Fail");
      assertThat(call.outcome()).isEqualTo(Outcome.ERROR);
      assertThat(call.error()).contains("com.example.Failed");

      caller.send(Call.to(NAME, "/test", MonitorTest.FACE, "Quiet"));
      assertThat(ended(monitor, trace, "Quiet").outcome()).isEqualTo(Outcome.UNWANTED);

      var _ = caller.start(Call.to("com.example.Nobody", "/test", MonitorTest.FACE, "Lost"));
      call = ended(monitor, trace, "Lost");
      assertThat(call.outcome()).isEqualTo(Outcome.ERROR);
      assertThat(call.error()).contains("org.freedesktop.DBus.Error.ServiceUnknown");
      assertThat(trace.open()).isEmpty();
      assertThat(trace.strays()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("DBUS-33")
  void whoDiesDoesNotAnswer(TestBus.Kind kind) throws Exception {
    var trace = new CallTrace(CallTrace.Limits.DEFAULT);
    try (var daemon = kind.start();
        var caller = daemon.connect();
        var monitor = Monitor.open(daemon.address(), List.of())) {
      try (var hole = daemon.run("dbus-test-tool", "black-hole", "--name=" + NAME)) {
        TestBus.awaitName(caller, NAME);
        var _ = caller.start(Call.to(NAME, "/test", MonitorTest.FACE, "Silent"));
        while (open(trace, "Silent").isEmpty()) {
          var _ = trace.see(monitor.take(soon()).orElseThrow());
        }
        assertThat(open(trace, "Silent").getFirst().callee()).isPresent();
        hole.handle().destroyForcibly();
        hole.awaitEnd();
      }
      var call = ended(monitor, trace, "Silent");
      assertThat(call.outcome()).isEqualTo(Outcome.NO_REPLY);
      assertThat(call.error()).contains("org.freedesktop.DBus.Error.NoReply");
    }
  }

  private static List<OpenCall> open(CallTrace trace, String member) {
    return trace.open().stream().filter(it -> member.equals(it.header().member())).toList();
  }

  @Test
  void aCallerThatLeavesGetsNoReply() throws Exception {
    var _ = trace.see(call(1, "Silent"));
    var ended = trace.see(gone(CALLER));
    assertThat(ended).hasSize(1);
    assertThat(ended.getFirst().outcome()).isEqualTo(Outcome.NO_REPLY);
    assertThat(ended.getFirst().error()).isEmpty();
    assertThat(trace.open()).isEmpty();
  }

  @Test
  @Row("DBUS-63")
  void aReplyOfAStrangerEndsNothing() throws Exception {
    var _ = trace.see(call(1, "Get"));
    assertThat(trace.see(reply(1, ":1.66", List.of()))).isEmpty();
    assertThat(trace.see(reply(1, "org.freedesktop.DBus", List.of()))).isEmpty();
    assertThat(trace.strays()).isEqualTo(2);
    assertThat(trace.see(reply(1, CALLEE, List.of()))).hasSize(1);
    assertThat(trace.see(reply(1, CALLEE, List.of()))).isEmpty();
    assertThat(trace.strays()).isEqualTo(2);
  }

  @Test
  void aServiceThatIsStartedByTheCallIsTheOneThatAnswers() throws Exception {
    var _ = trace.see(callTo(Optional.empty(), 1, "Get"));
    assertThat(trace.open().getFirst().callee()).isEmpty();
    var _ = trace.see(new Monitor.OwnerChanged(NAME, Optional.empty(), Optional.of(CALLEE), 0));
    assertThat(trace.open().getFirst().callee()).contains(CALLEE);
    assertThat(trace.see(reply(1, CALLEE, List.of()))).hasSize(1);
    var _ = trace.see(callTo(Optional.empty(), 2, "Get"));
    assertThat(trace.see(reply(2, CALLEE, List.of(NAME)))).hasSize(1);
  }

  @Test
  void afterAGapNothingIsCertain() throws Exception {
    var _ = trace.see(call(1, "Get"));
    var _ = trace.see(new Monitor.Missed(7));
    var _ = trace.see(call(2, "Get"));
    assertThat(trace.open()).extracting(OpenCall::isCertain).containsExactly(false, true);
  }

  @Test
  void whatIsKeptHasLimits() throws Exception {
    var big = Header.call(PATH, "com.example", "Big").setSender(CALLER).setDestination(NAME);
    var _ = trace.see(seen(big, Optional.of(CALLEE), List.of(), 1, "s", "x".repeat(2000)));
    assertThat(trace.open().getFirst().request()).isEmpty();
    for (var i = 2; i < 6; i++) {
      var _ = trace.see(call(i, "Get"));
    }
    assertThat(trace.open()).extracting(it -> it.header().serial()).containsExactly(3L, 4L, 5L);
    assertThat(trace.open()).allMatch(it -> it.request().isPresent());
    assertThat(trace.forgotten()).isEqualTo(2);
    for (var i = 0; i < 100; i++) { // what has ended is not counted any more
      var _ = trace.see(call(10, "Get"));
      assertThat(trace.see(reply(10, CALLEE, List.of())).getFirst().call().request()).isPresent();
      var _ = trace.see(call(11, "Get"));
    }
  }

  @Test
  void durationsAreThoseBetweenTheMessages() throws Exception {
    var _ = trace.see(call(1, "Get"));
    now += 1_234_000;
    assertThat(trace.see(reply(1, CALLEE, List.of())).getFirst().duration())
        .isEqualTo(Duration.ofNanos(1_234_000));
  }

  private Monitor.Seen call(long serial, String member) throws WireException {
    return callTo(Optional.of(CALLEE), serial, member);
  }

  private Monitor.Seen callTo(Optional<String> owner, long serial, String member)
      throws WireException {
    var header = Header.call(PATH, "com.example", member).setSender(CALLER).setDestination(NAME);
    return seen(header, owner, List.of(), serial, "");
  }

  private Monitor.Seen reply(long to, String sender, List<String> names) throws WireException {
    var header = Header.reply(to).setSender(sender).setDestination(CALLER);
    return seen(header, Optional.of(CALLER), names, 1, "");
  }

  private Monitor.OwnerChanged gone(String name) {
    return new Monitor.OwnerChanged(name, Optional.of(name), Optional.empty(), now);
  }

  private Monitor.Seen seen(
      Header header,
      Optional<String> owner,
      List<String> senderNames,
      long serial,
      String types,
      Object... values)
      throws WireException {
    var bytes = FakeBus.message(header, types, values);
    var read = new Header();
    var reader = MessageReader.create();
    for (var at = 0L; at < bytes.byteSize(); ) {
      var room = reader.room();
      var count = Math.min(room.byteSize(), bytes.byteSize() - at);
      MemorySegment.copy(bytes, at, room, 0, count);
      reader.came(count);
      at += count;
    }
    assertThat(reader.next(read)).isTrue();
    read.setSerial(serial);
    var message = new Message(read, bytes, new ArrayList<>());
    return new Monitor.Seen(message, Instant.now(), now, senderNames, owner, List.of());
  }
}
