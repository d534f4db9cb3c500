package dev.rohrpost.bench;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.IncomingCall;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.WireException;
import java.io.IOException;
import java.util.List;

/// Our side of a service that answers what it is given.
///
/// @param ticks sends a signal
record BusService(Ticks ticks) implements IncomingCall.Handler {
  private static final int ALIGNMENT = 8;

  /// Sends a signal.
  interface Ticks {
    void tick() throws DbusException, InterruptedException;
  }

  /// Serves on a bus, until nobody needs it any more.
  ///
  /// @param arguments the address of the bus
  static void serve(List<String> arguments) throws IOException, InterruptedException {
    try (var bus = BusDaemon.connect(arguments.getFirst());
        var _ =
            bus.serve(
                BusContent.PATH,
                new BusService(() ->
                    bus.emit(
                        BusContent.PATH,
                        BusContent.NAME,
                        BusContent.TICKED,
                        "s",
                        BusContent.SHORT)));
        var _ = bus.own(BusContent.NAME)) {
      System.out.println("ready");
      RpcKind.Meanwhile.nothing();
    }
  }

  @Override
  public void handle(IncomingCall call) throws DbusException, InterruptedException, WireException {
    switch (call.member()) {
      case "Echo" -> {
        var text = call.arguments("s").text();
        call.reply("s", out -> out.text(text));
      }
      case "Bytes" -> {
        var bytes = call.arguments("ay").bytesInPlace();
        call.reply("ay", out -> out.bytes(bytes));
      }
      case "Dict" -> call.reply("a{sv}", BusService::dict);
      case "Burst" -> {
        var count = call.arguments("u").uint32();
        for (var i = 0L; i < count; i++) {
          ticks.tick();
        }
        call.reply("", _ -> {});
      }
      default -> throw new DbusException("org.freedesktop.DBus.Error.UnknownMethod", call.member());
    }
  }

  private static void dict(Encoder out) {
    out.beginArray(ALIGNMENT);
    for (var i = 0; i < BusContent.ENTRIES; i++) {
      out.beginStruct();
      out.text("Property" + i);
      if (i % 2 == 0) {
        out.beginVariant(Type.STRING);
        out.text("a value of a property");
      } else {
        out.beginVariant(Type.UINT32);
        out.uint32(i);
      }
      out.endVariant();
      out.endStruct();
    }
    out.endArray();
  }
}
