package dev.rohrpost.rpc.bind;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.ClientLimits;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.Refusal;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcCaller;
import dev.rohrpost.rpc.RpcClient;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.RpcRefusedException;
import dev.rohrpost.rpc.bind.protocol.Mapping;
import dev.rohrpost.rpc.bind.protocol.Pmap;
import dev.rohrpost.rpc.bind.protocol.Rpcb;
import dev.rohrpost.rpc.bind.protocol.Rpcb3;
import dev.rohrpost.rpc.bind.protocol.Rpcb4;
import dev.rohrpost.rpc.bind.protocol.RpcbNode;
import dev.rohrpost.rpc.bind.protocol.RpcbindConstants;
import dev.rohrpost.socket.InternetAddress;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asks a registry of programs: one of version 4, 3 or 2, whichever it has. Each question is a
/// connection of its own.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc1833">RFC 1833</a>
public final class Rpcbind {
  /// The socket at which the registry of a machine listens for its own programs.
  public static final Path SOCKET = Path.of("/run/rpcbind.sock");

  /// The port at which the registry of a machine listens.
  public static final int PORT = RpcbindConstants.RPCBIND_PORT;

  private static final long TCP = 6;
  private static final long UDP = 17;

  private final RpcAddress at;

  private Rpcbind(RpcAddress at) {
    this.at = at;
  }

  /// {@return the registry at an address}
  ///
  /// @param address where it listens
  public static Rpcbind at(RpcAddress address) {
    return new Rpcbind(address);
  }

  /// {@return the registry of this machine: at its socket if there is one, else at port 111}
  public static Rpcbind local() {
    return new Rpcbind(
        Files.exists(SOCKET)
            ? RpcAddress.unix(SOCKET)
            : RpcAddress.tcp(InternetAddress.loopback(PORT)));
  }

  /// Asks the registry of a host where a program listens.
  ///
  /// @param host which one
  /// @param program what is looked for; if it is there in another version only, its address is
  ///   answered all the same, so that calling it tells which versions it has
  /// @param netid over which transport; of the host itself, not [Netid#LOCAL]
  /// @param deadline when to give up
  /// @return the address; empty if it is not registered
  /// @throws RpcException if the registry does not answer
  /// @throws InterruptedException if the thread is or gets interrupted
  /// @throws IllegalArgumentException for [Netid#LOCAL]
  public static Optional<RpcAddress> lookup(
      InetAddress host, Program program, Netid netid, Deadline deadline)
      throws RpcException, InterruptedException {
    var registry = new InternetAddress(host, PORT);
    return switch (netid) {
      case TCP, TCP6 -> at(RpcAddress.tcp(registry)).find(program, deadline);
      case UDP, UDP6 -> at(RpcAddress.udp(registry)).find(program, deadline);
      case LOCAL -> throw new IllegalArgumentException("local is no transport to a host");
    };
  }

  /// Asks where a program listens over the transport over which the registry is asked.
  ///
  /// @param program as for [#lookup]
  /// @param deadline when to give up
  /// @return the address, with the host that was asked; empty if it is not registered
  /// @throws RpcException if the registry does not answer
  /// @throws InterruptedException if the thread is or gets interrupted
  public Optional<RpcAddress> find(Program program, Deadline deadline)
      throws RpcException, InterruptedException {
    var netid = Netid.of(at);
    var asked = new Rpcb(program.number(), program.version(), netid.toString(), "", "");
    var text =
        asking(
            deadline,
            caller -> new Rpcb4.Client(caller).getaddr(asked),
            caller -> new Rpcb3.Client(caller).getaddr(asked),
            caller -> ofPort(new Pmap.Client(caller).getport(mapping(program, netid))));
    return UniversalAddress.parse(netid, text).flatMap(this::atTheHostThatWasAsked);
  }

  private static Mapping mapping(Program program, Netid netid) {
    var protocol = netid == Netid.TCP || netid == Netid.TCP6 ? TCP : UDP;
    return new Mapping(program.number(), program.version(), protocol, 0);
  }

  private static String ofPort(long port) {
    return port == 0 ? "" : "0.0.0.0." + port / 256 + "." + port % 256;
  }

  /// Where a host tells us to go is up to it, but only its ports are.
  private Optional<RpcAddress> atTheHostThatWasAsked(RpcAddress found) {
    return switch (found) {
      case RpcAddress.Tcp(InternetAddress(_, int port))
          when port > 0 && at instanceof RpcAddress.Tcp(InternetAddress(var host, _)) ->
          Optional.of(RpcAddress.tcp(new InternetAddress(host, port)));
      case RpcAddress.Udp(InternetAddress(_, int port))
          when port > 0 && at instanceof RpcAddress.Udp(InternetAddress(var host, _)) ->
          Optional.of(RpcAddress.udp(new InternetAddress(host, port)));
      case RpcAddress.Unix unix -> Optional.of(unix);
      default -> Optional.empty();
    };
  }

  /// Asks for everything that is registered.
  ///
  /// @param deadline when to give up
  /// @return the registrations, in the order of the registry; of version 2, those of TCP and UDP
  ///   over IPv4
  /// @throws RpcException if the registry does not answer
  /// @throws InterruptedException if the thread is or gets interrupted
  public List<Registration> list(Deadline deadline) throws RpcException, InterruptedException {
    return asking(
        deadline,
        caller -> registrations(new Rpcb4.Client(caller).dump()),
        caller -> registrations(new Rpcb3.Client(caller).dump()),
        caller ->
            new Pmap.Client(caller).dump().stream().map(it -> registration(it.map())).toList());
  }

  static List<Registration> registrations(List<RpcbNode> nodes) {
    return nodes.stream().map(it -> registration(it.map())).toList();
  }

  private static Registration registration(Rpcb it) {
    return new Registration(
        new Program(it.program(), it.version()), it.netid(), it.addr(), it.owner());
  }

  private static Registration registration(Mapping it) {
    var netid = it.protocol() == TCP ? "tcp" : it.protocol() == UDP ? "udp" : "" + it.protocol();
    return new Registration(new Program(it.program(), it.version()), netid, ofPort(it.port()), "");
  }

  /// Registers a program of this machine.
  ///
  /// @param program what
  /// @param address where it listens
  /// @param deadline when to give up
  /// @return false if another address is registered for it, or this user may not
  /// @throws RpcException if the registry does not answer
  /// @throws InterruptedException if the thread is or gets interrupted; it may be registered then
  public boolean set(Program program, RpcAddress address, Deadline deadline)
      throws RpcException, InterruptedException {
    var netid = Netid.of(address);
    var asked =
        new Rpcb(
            program.number(),
            program.version(),
            netid.toString(),
            UniversalAddress.of(address),
            "");
    return asking(
        deadline,
        caller -> new Rpcb4.Client(caller).set(asked),
        caller -> new Rpcb3.Client(caller).set(asked),
        caller -> new Pmap.Client(caller).set(mapping(program, address)));
  }

  private static Mapping mapping(Program program, RpcAddress address) {
    return switch (address) {
      case RpcAddress.Tcp(InternetAddress(_, int port)) ->
          new Mapping(program.number(), program.version(), TCP, port);
      case RpcAddress.Udp(InternetAddress(_, int port)) ->
          new Mapping(program.number(), program.version(), UDP, port);
      case RpcAddress.Unix _ -> new Mapping(program.number(), program.version(), 0, 0);
    };
  }

  /// Takes a program of this machine out.
  ///
  /// @param program what
  /// @param netid over which transport
  /// @param deadline when to give up
  /// @return false if it was not registered, or by somebody else
  /// @throws RpcException if the registry does not answer
  /// @throws InterruptedException if the thread is or gets interrupted; it may be taken out then
  public boolean unset(Program program, Netid netid, Deadline deadline)
      throws RpcException, InterruptedException {
    var asked = new Rpcb(program.number(), program.version(), netid.toString(), "", "");
    return asking(
        deadline,
        caller -> new Rpcb4.Client(caller).unset(asked),
        caller -> new Rpcb3.Client(caller).unset(asked),
        caller -> new Pmap.Client(caller).unset(mapping(program, netid)));
  }

  /// A question to one version of the registry.
  private interface Question<R> {
    R ask(RpcCaller caller) throws RpcException, InterruptedException;
  }

  @SafeVarargs
  private <R> R asking(Deadline deadline, Question<R>... versions)
      throws RpcException, InterruptedException {
    try (var client = RpcClient.connect(at, ClientLimits.DEFAULT, deadline)) {
      for (var i = 0; ; i++) {
        var caller =
            deadline == Deadline.NEVER
                ? client
                : client.deadlineAfter(Duration.ofNanos(deadline.remainingNanos()));
        try {
          return versions[i].ask(caller);
        } catch (RpcRefusedException e) {
          if (i == versions.length - 1 || !isOfAnotherVersion(e.reason())) {
            throw e;
          }
        }
      }
    }
  }

  private static boolean isOfAnotherVersion(Refusal reason) {
    return reason instanceof Refusal.ProgramMismatch
        || reason instanceof Refusal.ProgramUnavailable
        || reason instanceof Refusal.ProcedureUnavailable;
  }

  @Override
  public String toString() {
    return "registry at " + at;
  }
}
