package dev.rohrpost.dbus;

import dev.rohrpost.fd.EventFd;

/// Connects to the bus of its argument, sends a descriptor to itself, says what it is called, and
/// leaves everything open: a JVM that ends all the same.
final class ClientProgram {
  private ClientProgram() {}

  @SuppressWarnings("resource") // that is what it is for
  public static void main(String[] arguments) throws Exception {
    var bus = Bus.connect(BusAddress.of(arguments[0]));
    if (arguments.length > 1) {
      return;
    }
    var event = EventFd.open(0);
    var peer = Call.to(bus.uniqueName(), "/", "org.freedesktop.DBus.Peer", "Ping");
    var _ = bus.call(peer.with("h", event.fd()));
    var _ = bus.subscribe(MatchRule.signal(), 10);
    var _ = bus.own("com.example.Client");
    var hole = Call.to("test.Hole", "/", "com.example", "Hole");
    var _ = bus.start(hole);
    var _ = Thread.ofVirtual().start(() -> wait(bus, hole));
    System.out.println(bus.uniqueName());
  }

  private static void wait(Bus bus, Call hole) {
    try {
      var _ = bus.call(hole);
    } catch (DbusException e) {
      System.out.println(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
