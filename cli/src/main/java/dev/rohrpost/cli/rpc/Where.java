package dev.rohrpost.cli.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.Endpoint.Internet;
import dev.rohrpost.messaging.Endpoint.Internet.Protocol;
import dev.rohrpost.messaging.Endpoint.Role;
import dev.rohrpost.messaging.Endpoint.UnixSocket;
import dev.rohrpost.rpc.ClientLimits;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcClient;
import dev.rohrpost.rpc.RpcDisconnectedException;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.bind.Netid;
import dev.rohrpost.rpc.bind.ProgramNames;
import dev.rohrpost.rpc.bind.Rpcbind;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.UnixAddress;
import java.net.Inet6Address;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// Where a server is, as a user names it: at an endpoint, or on a host whose registry says at which
/// port.
public sealed interface Where {
  /// What is said of it in every help.
  String HELP =
      "The server: tcp://HOST:PORT, udp://HOST:PORT, unix:/path, or a HOST, whose"
          + " rpcbind is asked.";

  /// An endpoint, which is asked directly.
  ///
  /// @param endpoint a socket to connect to
  record At(Endpoint endpoint) implements Where {
    @Override
    public String toString() {
      return endpoint.toString();
    }
  }

  /// A host.
  ///
  /// @param name or address
  record Host(String name) implements Where {
    @Override
    public String toString() {
      return name;
    }
  }

  /// A connection, and where it leads.
  ///
  /// @param address of the server
  /// @param client the connection
  record Reached(RpcAddress address, RpcClient client) implements AutoCloseable {
    @Override
    public void close() {
      client.close();
    }
  }

  /// Reads it.
  ///
  /// @throws IllegalArgumentException with a message for the user
  static Where parse(String text) {
    if (text.contains("://") || text.matches("unix(-[a-z]+)?:.*")) {
      var endpoint = Endpoint.parse(text);
      var isServer =
          switch (endpoint) {
            case Internet(_, _, _, Role role) -> role == Role.CONNECT;
            case UnixSocket(var style, _, Role role, _) ->
                style == UnixSocket.Style.STREAM && role == Role.CONNECT;
            default -> false;
          };
      if (!isServer) {
        throw new IllegalArgumentException("'" + text + "' takes no remote calls; write " + HELP);
      }
      return new At(endpoint);
    }
    var name =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (name.isEmpty() || !name.matches("[\\w.:%-]+") || name.matches("[^:]*:\\d+")) {
      throw new IllegalArgumentException("'" + text + "' is no host; write " + HELP);
    }
    return new Host(name);
  }

  /// Adds the option that [#netid] reads.
  static Spec options(Spec spec) {
    return spec.option(
        "--netid",
        "NETID",
        Netid.class,
        Where::readNetid,
        "The transport to a HOST: tcp, udp, tcp6 or udp6 (default: tcp or tcp6).");
  }

  private static Netid readNetid(String text) {
    return Netid.named(text.toLowerCase(Locale.ROOT))
        .filter(netid -> netid != Netid.LOCAL)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'" + text + "' is no transport to a host; write tcp, udp, tcp6 or udp6"));
  }

  /// Returns the transport that was asked for.
  default Optional<Netid> netid(ParseResult given) throws Failure {
    Optional<Netid> netid = Optional.ofNullable(given.matchedOptionValue("--netid", null));
    if (netid.isPresent() && this instanceof At) {
      throw Failure.usage("--netid is for hosts, and " + this + " says itself how it is called");
    }
    return netid;
  }

  /// Reads the number of a program, or its name in `/etc/rpc`.
  ///
  /// @throws IllegalArgumentException with a message for the user
  static long program(String text) {
    if (text.matches("\\d.*")) {
      return number(text, "program");
    }
    return ProgramNames.read()
        .number(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'" + text + "' is no program in /etc/rpc; write its number"));
  }

  /// Reads the number of a version.
  ///
  /// @throws IllegalArgumentException with a message for the user
  static long version(String text) {
    return number(text, "version");
  }

  private static long number(String text, String what) {
    try {
      var number = text.matches("0[xX]?[0-9a-fA-F]+|\\d+") ? Long.decode(text) : -1L;
      if (number >= 0 && number <= 0xffff_ffffL) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no number of a " + what + ", which has 32 bits");
  }

  /// Returns the addresses of the registry: the endpoint itself, or port 111 of the host.
  ///
  /// @return one or more, in the order in which to try them
  /// @throws UnixException.NoSuchHost if the host has no address
  default List<RpcAddress> registries() throws UnixException {
    return switch (this) {
      case At(var endpoint) -> addresses(endpoint);
      case Host(var name) ->
          InternetAddress.resolve(name, Rpcbind.PORT).orThrow().stream()
              .map(RpcAddress::tcp)
              .toList();
    };
  }

  private static List<RpcAddress> addresses(Endpoint endpoint) throws UnixException {
    return switch (endpoint) {
      case UnixSocket socket -> List.of(new RpcAddress.Unix(UnixAddress.of(socket.name())));
      case Internet(var protocol, var host, var port, _) ->
          InternetAddress.resolve(host, port).orThrow().stream()
              .map(protocol == Protocol.TCP ? RpcAddress::tcp : RpcAddress::udp)
              .toList();
      default -> throw new IllegalStateException("no server: " + endpoint);
    };
  }

  /// Connects to a program.
  ///
  /// @param program what is looked for; another version of it is taken, too, so that it can say
  ///   itself which it has
  /// @param netid over which transport, of a host
  /// @param deadline when to give up
  /// @return the connection; the caller closes it
  /// @throws Failure if the program is not registered there, or cannot be over that transport
  /// @throws RpcException if the registry does not answer, or nobody listens
  default Reached reach(Program program, Optional<Netid> netid, Deadline deadline)
      throws Failure, UnixException, RpcException, InterruptedException {
    return switch (this) {
      case At(var endpoint) -> first(addresses(endpoint), at -> connect(at, deadline));
      case Host(var name) -> {
        var hosts =
            InternetAddress.resolve(name, Rpcbind.PORT).orThrow().stream()
                .filter(it -> netid.isEmpty() || isIpv6(it) == isIpv6(netid.get()))
                .toList();
        if (hosts.isEmpty()) {
          throw Failure.of(Exit.FAILED, name + " has no address for " + netid.orElseThrow());
        }
        yield first(hosts, host -> connect(find(host, program, netid, deadline), deadline));
      }
    };
  }

  private static boolean isIpv6(InternetAddress address) {
    return address.host() instanceof Inet6Address;
  }

  private static boolean isIpv6(Netid netid) {
    return netid == Netid.TCP6 || netid == Netid.UDP6;
  }

  private RpcAddress find(
      InternetAddress host, Program program, Optional<Netid> netid, Deadline deadline)
      throws Failure, RpcException, InterruptedException {
    var over = netid.orElse(isIpv6(host) ? Netid.TCP6 : Netid.TCP);
    return Rpcbind.lookup(host.host(), program, over, deadline)
        .orElseThrow(() ->
            Failure.of(
                Exit.FAILED,
                "program "
                    + program.number()
                    + " is not registered for "
                    + over
                    + " at "
                    + this
                    + "; see: rohrpost rpc list "
                    + this));
  }

  private static Reached connect(RpcAddress at, Deadline deadline)
      throws RpcException, InterruptedException {
    return new Reached(at, RpcClient.connect(at, ClientLimits.DEFAULT, deadline));
  }

  /// Something that is tried at one address after the other.
  interface Attempt<A, R> {
    R at(A address) throws Failure, RpcException, InterruptedException;
  }

  /// Does something at the first address at which somebody listens.
  static <A, R> R first(List<A> addresses, Attempt<A, R> attempt)
      throws Failure, RpcException, InterruptedException {
    for (var at : addresses.subList(0, addresses.size() - 1)) {
      try {
        return attempt.at(at);
      } catch (RpcDisconnectedException _) {
        // the next address may be better
      }
    }
    return attempt.at(addresses.getLast());
  }
}
