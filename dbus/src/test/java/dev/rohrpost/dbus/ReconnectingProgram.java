package dev.rohrpost.dbus;

/// Ends while its connection is lost and is renewed.
final class ReconnectingProgram {
  private ReconnectingProgram() {}

  static void main(String[] arguments) throws Exception {
    var bus = Bus.connect(BusAddress.of(arguments[0])).reconnecting();
    var names = MatchRule.signal().sender("com.example.Program");
    var _ = bus.own("com.example.Program");
    var events = bus.subscribe(names.path(Driver.PATH), 10);
    System.out.println(bus.uniqueName());
    while (!(events.take() instanceof Event.OwnerChanged change && change.isGone())) {
      // until the bus is killed
    }
    System.out.println("gone");
  }
}
