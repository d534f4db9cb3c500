package dev.rohrpost.bench;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.Call;
import dev.rohrpost.dbus.Event;
import dev.rohrpost.dbus.MatchRule;
import dev.rohrpost.dbus.Reply;
import dev.rohrpost.dbus.type.ObjectPath;
import java.io.IOException;
import java.util.Map;

/// What goes over a bus, and comes back.
enum BusContent {
  TEXT("a string of 100 bytes to a service on a bus and back"),
  LARGE("an array of a MiB of bytes to a service on a bus and back"),
  DICT("a call without arguments to a service on a bus, and 100 properties (`a{sv}`) back"),
  SIGNALS("a signal with 100 bytes that a service on a bus sends and we receive, in bursts of 200");

  static final String NAME = "dev.rohrpost.Bench";
  static final ObjectPath PATH = ObjectPath.of("/bench");
  static final String SHORT = "x".repeat(100);
  static final int MUCH = 1 << 20;
  static final int ENTRIES = 100;
  static final String TICKED = "Ticked";

  private final String words;

  BusContent(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  Load load() {
    return switch (this) {
      case TEXT -> new Load(100, 400, 100);
      case LARGE -> new Load(10, 60, 2);
      case DICT -> new Load(100, 200, 20);
      case SIGNALS -> new Load(100, 200, 200);
    };
  }

  private static Call call(String member) {
    return Call.to(NAME, PATH, NAME, member);
  }

  /// Makes a call.
  interface Caller {
    Reply call(Call call) throws IOException, InterruptedException;
  }

  /// Returns a call of the text.
  static Work.Once text(Caller caller, Call echo) {
    return () ->
        check(SHORT.length(), ((String) caller.call(echo.with("s", SHORT)).body(0)).length());
  }

  /// Returns the work of our client.
  ///
  /// @param others what is closed besides
  Work work(Bus bus, AutoCloseable others) throws IOException, InterruptedException {
    AutoCloseable all =
        () -> {
          bus.close();
          others.close();
        };
    return switch (this) {
      case TEXT -> Work.of(text(bus::call, call("Echo")), all);
      case LARGE -> {
        var data = new byte[MUCH];
        yield Work.of(
            () -> check(MUCH, ((byte[]) bus.call(call("Bytes").with("ay", data)).body(0)).length),
            all);
      }
      case DICT ->
          Work.of(() -> check(ENTRIES, ((Map<?, ?>) bus.call(call("Dict")).body(0)).size()), all);
      case SIGNALS -> bursts(bus, all);
    };
  }

  private static Work bursts(Bus bus, AutoCloseable all) throws IOException, InterruptedException {
    var rule = MatchRule.signal().sender(NAME).path(PATH).interfaceName(NAME).member(TICKED);
    var signals = bus.subscribe(rule, 1000);
    return new Work() {
      @Override
      public void run(int times) throws IOException, InterruptedException {
        var _ = bus.call(call("Burst").with("u", (long) times));
        for (var i = 0; i < times; i++) {
          if (!(signals.take() instanceof Event.Signal)) {
            throw new IOException("no signal");
          }
        }
      }

      @Override
      public void close() throws IOException {
        signals.close();
        Work.end(all);
      }
    };
  }

  /// Checks how much has come back.
  static void check(int expected, int got) throws IOException {
    if (expected != got) {
      throw new IOException("an answer of " + got);
    }
  }
}
