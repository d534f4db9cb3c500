package dev.rohrpost.dbus;

import dev.rohrpost.socket.UnixAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Where a bus or a peer is: a list of ways to it, which are tried in turn.
///
/// ```
/// unix:path=/run/user/1000/bus,guid=0123456789abcdef0123456789abcdef;tcp:host=127.0.0.1,port=4000
/// ```
///
/// @param transports the ways, in the order in which they are tried; at least one
/// @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#addresses">D-Bus
///   specification, server addresses</a>
public record BusAddress(List<Transport> transports) {
  static final String SESSION = "DBUS_SESSION_BUS_ADDRESS";
  static final String SYSTEM = "DBUS_SYSTEM_BUS_ADDRESS";
  private static final String RUNTIME_FOLDER = "XDG_RUNTIME_DIR";
  private static final String SYSTEM_DEFAULT = "unix:path=/var/run/dbus/system_bus_socket";
  private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{32}");

  /// Checks that there is one.
  ///
  /// @throws IllegalArgumentException if there is none
  public BusAddress {
    transports = List.copyOf(transports);
    if (transports.isEmpty()) {
      throw new IllegalArgumentException("an address without a transport");
    }
  }

  /// One way to a bus.
  public sealed interface Transport {
    /// {@return the id that the server has to have, 32 hexadecimal digits; empty if any will do}
    Optional<String> guid();

    /// A UNIX socket: `unix:path=…` or `unix:abstract=…`.
    ///
    /// @param at the name of the socket
    /// @param guid the id of the server
    record Unix(UnixAddress at, Optional<String> guid) implements Transport {
      /// Checks the id.
      ///
      /// @throws IllegalArgumentException if it is not 32 hexadecimal digits
      public Unix {
        checkGuid(guid);
      }

      @Override
      public String toString() {
        var name =
            switch (at) {
              case UnixAddress.File(var path) -> AddressText.pair("path", path.toString());
              case UnixAddress.Abstract(var text) -> AddressText.pair("abstract", text);
              case UnixAddress.Unnamed() -> "";
            };
        return "unix:" + name + withGuid(guid);
      }
    }

    /// The socket `bus` in the folder of the user's session: `unix:runtime=yes`.
    ///
    /// @param guid the id of the server
    record UserRuntime(Optional<String> guid) implements Transport {
      /// Checks the id.
      ///
      /// @throws IllegalArgumentException if it is not 32 hexadecimal digits
      public UserRuntime {
        checkGuid(guid);
      }

      @Override
      public String toString() {
        return "unix:runtime=yes" + withGuid(guid);
      }
    }

    /// A folder in which a server makes its socket: `unix:dir=…` or `unix:tmpdir=…`. Nobody can
    /// connect to it.
    ///
    /// @param key `dir` or `tmpdir`
    /// @param folder where
    /// @param guid the id of the server
    record Folder(String key, Path folder, Optional<String> guid) implements Transport {
      /// Checks the id.
      ///
      /// @throws IllegalArgumentException if it is not 32 hexadecimal digits
      public Folder {
        checkGuid(guid);
      }

      @Override
      public String toString() {
        return "unix:" + AddressText.pair(key, folder.toString()) + withGuid(guid);
      }
    }

    /// A port of a host: `tcp:…`, or `nonce-tcp:…`, where the client first sends what stands in a
    /// file. Neither carries descriptors.
    ///
    /// @param host its name or number
    /// @param port 0 to 65535
    /// @param nonceFile what the client has to be able to read
    /// @param guid the id of the server
    record Tcp(String host, int port, Optional<Path> nonceFile, Optional<String> guid)
        implements Transport {
      private static final int LAST_PORT = 65_535;

      /// Checks port and id.
      ///
      /// @throws IllegalArgumentException if the port is out of range, or the id is not 32
      ///   hexadecimal digits
      public Tcp {
        checkGuid(guid);
        if (port < 0 || port > LAST_PORT) {
          throw new IllegalArgumentException("a port is 0 to " + LAST_PORT + ", not " + port);
        }
      }

      @Override
      public String toString() {
        return (nonceFile.isEmpty() ? "tcp:" : "nonce-tcp:")
            + AddressText.pair("host", host)
            + ",port="
            + port
            + nonceFile.map(file -> "," + AddressText.pair("noncefile", file.toString())).orElse("")
            + withGuid(guid);
      }
    }

    /// A program that is started, and speaks on its standard input: `unixexec:…`. It is only taken
    /// from code, never from the environment.
    ///
    /// @param path of the program; found in `PATH` if it has no slash
    /// @param arguments what follows its name
    /// @param guid the id of the server
    record Program(String path, List<String> arguments, Optional<String> guid)
        implements Transport {
      /// Checks the id.
      ///
      /// @throws IllegalArgumentException if it is not 32 hexadecimal digits
      public Program {
        arguments = List.copyOf(arguments);
        checkGuid(guid);
      }

      @Override
      public String toString() {
        var text = new StringBuilder("unixexec:").append(AddressText.pair("path", path));
        for (var i = 0; i < arguments.size(); i++) {
          text.append(',').append(AddressText.pair("argv" + (i + 1), arguments.get(i)));
        }
        return text + withGuid(guid);
      }
    }

    /// One that this library does not have, or not here. It is passed over, and the reason is told
    /// when no other one leads to a bus.
    ///
    /// @param text as it was given
    /// @param reason why it is passed over
    record Skipped(String text, String reason) implements Transport {
      @Override
      public Optional<String> guid() {
        return Optional.empty();
      }

      @Override
      public String toString() {
        return text;
      }
    }

    private static void checkGuid(Optional<String> guid) {
      if (guid.isPresent() && !GUID.matcher(guid.get()).matches()) {
        throw new IllegalArgumentException(
            "a guid has 32 hexadecimal digits, not \"" + guid.get() + "\"");
      }
    }

    private static String withGuid(Optional<String> guid) {
      return guid.map(id -> ",guid=" + id).orElse("");
    }
  }

  /// Reads an address.
  ///
  /// @param text ways with `;` between them. Kinds that are not known are passed over
  /// @return the address
  /// @throws IllegalArgumentException if it is empty or malformed; the message says what is wrong
  public static BusAddress of(String text) {
    return AddressText.parse(text);
  }

  /// The address of a UNIX socket.
  ///
  /// @param path of its file; up to 107 bytes
  /// @return the address
  /// @throws IllegalArgumentException if the path is empty or too long
  public static BusAddress ofFile(Path path) {
    return new BusAddress(
        List.of(new Transport.Unix(new UnixAddress.File(path), Optional.empty())));
  }

  /// Tells where the bus of the user's session is: what `DBUS_SESSION_BUS_ADDRESS` says, otherwise
  /// the socket `bus` in the folder that `XDG_RUNTIME_DIR` names.
  ///
  /// @return the address
  /// @throws DbusDisconnectedException if neither is set, or one is malformed
  public static BusAddress session() throws DbusDisconnectedException {
    return session(System.getenv());
  }

  /// Tells where the bus of the machine is: what `DBUS_SYSTEM_BUS_ADDRESS` says, otherwise
  /// `/var/run/dbus/system_bus_socket`.
  ///
  /// @return the address
  /// @throws DbusDisconnectedException if the variable is malformed
  public static BusAddress system() throws DbusDisconnectedException {
    return system(System.getenv());
  }

  static BusAddress session(Map<String, String> environment) throws DbusDisconnectedException {
    var said = environment.getOrDefault(SESSION, "");
    if (!said.isEmpty()) {
      return fromEnvironment(SESSION, said);
    }
    if (environment.getOrDefault(RUNTIME_FOLDER, "").isEmpty()) {
      throw new DbusDisconnectedException(
          "no session bus: neither " + SESSION + " nor " + RUNTIME_FOLDER + " is set", false, null);
    }
    return new BusAddress(List.of(runtime(environment, Optional.empty())));
  }

  static BusAddress system(Map<String, String> environment) throws DbusDisconnectedException {
    var said = environment.getOrDefault(SYSTEM, "");
    return fromEnvironment(SYSTEM, said.isEmpty() ? SYSTEM_DEFAULT : said);
  }

  private static BusAddress fromEnvironment(String variable, String text)
      throws DbusDisconnectedException {
    try {
      return new BusAddress(
          of(text).transports().stream().map(BusAddress::withoutProgram).toList());
    } catch (IllegalArgumentException e) {
      throw new DbusDisconnectedException(variable + ": " + e.getMessage(), false, e);
    }
  }

  private static Transport withoutProgram(Transport transport) {
    return transport instanceof Transport.Program
        ? new Transport.Skipped(
            transport.toString(), "a program is not started because the environment says so")
        : transport;
  }

  /// Says which socket a session's folder means.
  static Transport runtime(Map<String, String> environment, Optional<String> guid) {
    var folder = environment.getOrDefault(RUNTIME_FOLDER, "");
    if (folder.isEmpty()) {
      return new Transport.Skipped("unix:runtime=yes", RUNTIME_FOLDER + " is not set");
    }
    try {
      return new Transport.Unix(new UnixAddress.File(Path.of(folder, "bus")), guid);
    } catch (IllegalArgumentException e) {
      return new Transport.Skipped("unix:runtime=yes", String.valueOf(e.getMessage()));
    }
  }

  /// {@return the same ways to a server with any id}
  BusAddress withAnyGuid() {
    return new BusAddress(transports.stream().map(BusAddress::withAnyGuid).toList());
  }

  private static Transport withAnyGuid(Transport transport) {
    return switch (transport) {
      case Transport.Unix(var at, _) -> new Transport.Unix(at, Optional.empty());
      case Transport.UserRuntime _ -> new Transport.UserRuntime(Optional.empty());
      case Transport.Folder(var key, var folder, _) ->
          new Transport.Folder(key, folder, Optional.empty());
      case Transport.Tcp(var host, var port, var nonce, _) ->
          new Transport.Tcp(host, port, nonce, Optional.empty());
      case Transport.Program(var path, var arguments, _) ->
          new Transport.Program(path, arguments, Optional.empty());
      case Transport.Skipped skipped -> skipped;
    };
  }

  /// {@return the address as text, from which [#of] makes an equal one}
  @Override
  public String toString() {
    return transports.stream().map(Transport::toString).collect(Collectors.joining(";"));
  }
}
