package dev.rohrpost.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// The same with dbus-java.
final class DbusJava {
  private DbusJava() {}

  /// What is called, as dbus-java wants it; the names of its methods are those of the bus.
  @DBusInterfaceName(BusContent.NAME)
  public interface Methods extends DBusInterface {
    String Echo(String text);

    byte[] Bytes(byte[] bytes);

    Map<String, Variant<?>> Dict();

    void Burst(UInt32 count);

    /// A signal with a text.
    final class Ticked extends DBusSignal {
      public Ticked(String path, String text) throws DBusException {
        super(path, text);
      }
    }
  }

  /// The service.
  ///
  /// @param connection on which it is
  public record Echoing(DBusConnection connection) implements Methods {
    @Override
    public String Echo(String text) {
      return text;
    }

    @Override
    public byte[] Bytes(byte[] bytes) {
      return bytes;
    }

    @Override
    public Map<String, Variant<?>> Dict() {
      var all = new HashMap<String, Variant<?>>();
      for (var i = 0; i < BusContent.ENTRIES; i++) {
        all.put(
            "Property" + i,
            i % 2 == 0 ? new Variant<>("a value of a property") : new Variant<>(new UInt32(i)));
      }
      return all;
    }

    @Override
    public void Burst(UInt32 count) {
      try {
        for (var i = 0; i < count.intValue(); i++) {
          connection.sendMessage(new Ticked(getObjectPath(), BusContent.SHORT));
        }
      } catch (DBusException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String getObjectPath() {
      return BusContent.PATH.toString();
    }
  }

  private static DBusConnection connect(String address) throws IOException {
    try {
      return DBusConnectionBuilder.forAddress(address).withShared(false).build();
    } catch (DBusException e) {
      throw new IOException(e);
    }
  }

  static void serve(List<String> arguments) throws IOException {
    try (var connection = connect(arguments.getFirst())) {
      connection.exportObject(new Echoing(connection));
      connection.requestBusName(BusContent.NAME);
      System.out.println("ready");
      RpcKind.Meanwhile.nothing();
    } catch (DBusException e) {
      throw new IOException(e);
    }
  }

  static Work start(BusContent content, Partner partner) throws IOException {
    var daemon = BusDaemon.start();
    var _ = RpcKind.line(partner.start(daemon.address()).getInputStream());
    var connection = connect(daemon.address());
    try {
      var remote =
          connection.getRemoteObject(BusContent.NAME, BusContent.PATH.toString(), Methods.class);
      AutoCloseable all =
          () -> {
            connection.close();
            daemon.close();
          };
      return switch (content) {
        case TEXT ->
            Work.of(
                () ->
                    BusContent.check(
                        BusContent.SHORT.length(), remote.Echo(BusContent.SHORT).length()),
                all);
        case LARGE -> {
          var data = new byte[BusContent.MUCH];
          yield Work.of(() -> BusContent.check(BusContent.MUCH, remote.Bytes(data).length), all);
        }
        case DICT -> Work.of(() -> BusContent.check(BusContent.ENTRIES, remote.Dict().size()), all);
        case SIGNALS -> bursts(connection, remote, all);
      };
    } catch (DBusException e) {
      throw new IOException(e);
    }
  }

  private static Work bursts(DBusConnection connection, Methods remote, AutoCloseable all)
      throws DBusException {
    var ticks = new Semaphore(0);
    var _ = connection.addSigHandler(Methods.Ticked.class, _ -> ticks.release());
    return new Work() {
      @Override
      public void run(int times) throws InterruptedException {
        remote.Burst(new UInt32(times));
        ticks.acquire(times);
      }

      @Override
      public void close() throws IOException {
        Work.end(all);
      }
    };
  }
}
