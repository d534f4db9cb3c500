package dev.rohrpost.rpc.bind;

import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.Refusal;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.bind.protocol.Pmap;
import dev.rohrpost.rpc.bind.protocol.RmtcallArgs;
import dev.rohrpost.rpc.bind.protocol.Rpcb;
import dev.rohrpost.rpc.bind.protocol.RpcbEntry;
import dev.rohrpost.rpc.bind.protocol.RpcbEntryNode;
import dev.rohrpost.rpc.bind.protocol.RpcbNode;
import dev.rohrpost.rpc.bind.protocol.Stat;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.UnixAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rules that the three versions of the registry share: who may do what, and at which address a
/// caller reaches what it asks for.
final class RegistryService {
  /// `NC_TPI_COTS_ORD` and `NC_TPI_CLTS` of netconfig(5): streams and datagrams.
  private static final int STREAM = 3;

  private static final int DATAGRAM = 1;

  private static final int LONGEST_DATAGRAM = 8 << 10;

  /// What an element of a list takes beside its texts.
  private static final int NODE = 24;

  private final Registrations registrations = new Registrations();
  private final Counts counts = new Counts();
  private volatile Runnable changed = () -> {};
  private @Nullable RemoteCalls remoteCalls;

  /// Adds a registration of this registry itself.
  void add(Registration registration) {
    synchronized (registrations) {
      var _ = registrations.set(registration);
    }
  }

  /// Adds registrations of an earlier run, except those of the registry itself.
  void restore(List<Registration> kept) {
    synchronized (registrations) {
      kept.stream()
          .filter(it -> !isOwn(it))
          .filter(it -> it.at().isPresent())
          .forEach(registrations::set);
    }
  }

  /// {@return what a later run begins with}
  List<Registration> kept() {
    return all().stream().filter(it -> !isOwn(it)).toList();
  }

  private static boolean isOwn(Registration registration) {
    return registration.program().number() == Pmap.ID.number();
  }

  /// Sets what is called after each change; it must not take long.
  void onChange(Runnable action) {
    changed = action;
  }

  private boolean noted(boolean done) {
    if (done) {
      changed.run();
    }
    return done;
  }

  void count(Program version, int procedure) {
    counts.called(version, procedure);
  }

  List<Stat> counts() {
    return counts.all();
  }

  boolean set(Registration registration, Call call) {
    if (!isLocal(call) || registration.at().isEmpty()) {
      return false;
    }
    synchronized (registrations) {
      return noted(counts.set(registrations.set(registration)));
    }
  }

  boolean unset(Program program, String netid, Call call) {
    if (!isLocal(call)) {
      return false;
    }
    synchronized (registrations) {
      return noted(counts.unset(registrations.unset(program, netid, user(call))));
    }
  }

  List<Registration> all() {
    synchronized (registrations) {
      return registrations.all();
    }
  }

  /// Finds where the caller reaches a program over a transport; if it is there in another version
  /// only, where that is.
  Optional<Registration> find(Program program, String netid, Call call) {
    synchronized (registrations) {
      return registrations.find(program, netid).map(found -> reachable(found, call));
    }
  }

  Optional<Registration> exactly(Program program, String netid, Call call) {
    synchronized (registrations) {
      return registrations.exactly(program, netid).map(found -> reachable(found, call));
    }
  }

  /// Passes calls on from now on; called before the first.
  void passCallsOn() {
    remoteCalls = new RemoteCalls(this);
  }

  /// Passes a call on to a program.
  ///
  /// @return its result; empty if there is none, and the call is refused or dropped already
  Optional<RemoteCalls.Passed> passOn(RmtcallArgs asked, Call call) throws InterruptedException {
    if (remoteCalls == null) {
      call.drop(); // passing calls on lets others call in the name of this machine
      return Optional.empty();
    }
    return remoteCalls.passOn(asked, call);
  }

  /// As above, and what fails is silence: the call has come to all machines at once.
  Optional<RemoteCalls.Passed> passOnOrDrop(RmtcallArgs asked, Call call)
      throws InterruptedException {
    var passed = passOn(asked, call);
    if (passed.isEmpty()) {
      call.drop();
    }
    return passed;
  }

  /// Says who calls: the kernel knows it of UNIX sockets only.
  static String user(Call call) {
    return call.caller()
        .credentials()
        .map(it -> it.uid() == 0 ? Registration.SUPERUSER : Integer.toUnsignedString(it.uid()))
        .orElse(Registration.UNKNOWN);
  }

  /// Says over which transport a call has come.
  static Netid transport(Call call) {
    var caller = call.caller();
    return switch (caller.to()) {
      case RpcAddress.Tcp _ when caller.address() instanceof InternetAddress from ->
          Netid.of(RpcAddress.tcp(from));
      case RpcAddress.Udp _ when caller.address() instanceof InternetAddress from ->
          Netid.of(RpcAddress.udp(from));
      default -> Netid.of(caller.to());
    };
  }

  private static boolean isLocal(Call call) {
    return switch (call.caller().address()) {
      case UnixAddress _ -> true;
      case InternetAddress(InetAddress host, _) -> isOfThisMachine(host);
      default -> false;
    };
  }

  static boolean isOfThisMachine(InetAddress host) {
    try {
      return host.isLoopbackAddress() || NetworkInterface.getByInetAddress(host) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /// A program that listens at all addresses is told at the one that the caller has reached.
  private static Registration reachable(Registration found, Call call) {
    if (!(call.caller().address() instanceof InternetAddress peer)) {
      return found;
    }
    return found
        .at()
        .flatMap(address -> reachable(address, peer))
        .map(UniversalAddress::of)
        .map(text -> new Registration(found.program(), found.netid(), text, found.owner()))
        .orElse(found);
  }

  private static Optional<RpcAddress> reachable(RpcAddress address, InternetAddress peer) {
    return switch (address) {
      case RpcAddress.Tcp(var at) when at.host().isAnyLocalAddress() ->
          here(peer).map(host -> RpcAddress.tcp(new InternetAddress(host, at.port())));
      case RpcAddress.Udp(var at) when at.host().isAnyLocalAddress() ->
          here(peer).map(host -> RpcAddress.udp(new InternetAddress(host, at.port())));
      default -> Optional.empty();
    };
  }

  /// The address of this machine from which a peer is answered. Connecting a datagram socket asks
  /// the kernel for the way and sends nothing.
  private static Optional<InetAddress> here(InternetAddress peer) {
    try (var socket = DatagramSocket.connect(peer)) {
      return socket.address() instanceof InternetAddress(InetAddress host, _)
          ? Optional.of(host)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Rpcb rpcb(Registration it) {
    return new Rpcb(
        it.program().number(), it.program().version(), it.netid(), it.address(), it.owner());
  }

  List<RpcbNode> dump(Call call) {
    var all = all();
    refuseLong(call, all.stream().mapToLong(RegistryService::length).sum());
    return nodes(all);
  }

  static List<RpcbNode> nodes(List<Registration> all) {
    return all.stream().map(it -> new RpcbNode(rpcb(it))).toList();
  }

  private static long length(Registration it) {
    return (long) NODE + it.netid().length() + it.address().length() + it.owner().length();
  }

  /// Refuses to say much in a datagram: its sender may have put another one's address on it. Over a
  /// connection it can be had.
  ///
  /// @param bytes about how long the answer is
  static void refuseLong(Call call, long bytes) {
    if (bytes > LONGEST_DATAGRAM && call.caller().to() instanceof RpcAddress.Udp) {
      call.refuse(new Refusal.SystemError());
    }
  }

  /// All addresses of a program and version, of the family of the transport over which it is asked.
  List<RpcbEntryNode> addresses(Program program, Call call) {
    return List.of(Netid.values()).stream()
        .flatMap(netid -> exactly(program, netid.toString(), call).stream())
        .map(it -> new RpcbEntryNode(entry(it)))
        .toList();
  }

  private static RpcbEntry entry(Registration it) {
    var isLocal = it.netid().equals("local");
    var isDatagram = it.netid().startsWith("udp");
    return new RpcbEntry(
        it.address(),
        it.netid(),
        isDatagram ? DATAGRAM : STREAM,
        isLocal ? "loopback" : it.netid().endsWith("6") ? "inet6" : "inet",
        isLocal ? "-" : isDatagram ? "udp" : "tcp");
  }
}
