package dev.rohrpost.rpc.bind;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.ClientLimits;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.Refusal;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcClient;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.RpcRefusedException;
import dev.rohrpost.rpc.bind.protocol.Pmap;
import dev.rohrpost.rpc.bind.protocol.RmtcallArgs;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// Passes calls on to programs of this machine, as CALLIT, BCAST and INDIRECT ask for.
///
/// To the program, the call comes from this machine. So it says of nobody who calls (AUTH_NONE), it
/// comes from a port that anybody has, and programs that trust this machine, or change something
/// for whoever calls, get procedure 0 only. The registry itself gets nothing: a call could be
/// passed on for ever.
final class RemoteCalls {
  /// What cannot be passed on has no result.
  ///
  /// @param at where the program is
  /// @param results the bytes of its result
  record Passed(Registration at, Opaque results) {}

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int MOST_IN_FLIGHT = 64;
  private static final int LONGEST = 8 << 10;

  /// Whoever asks over UDP may have lied about who he is: somebody else gets the reply. It must not
  /// be much more than what was sent.
  private static final int LONGEST_FOR_ANYBODY = 512;

  /// rpcbind passes calls to these on for some procedures only, or not at all.
  private static final Set<Long> TRUSTING =
      Set.of(
          100_003L, // NFS
          100_004L, // ypserv
          100_005L, // mountd
          100_007L, // ypbind
          100_009L, // yppasswdd
          100_011L, // rquotad
          100_017L, // rexd
          100_021L, // the lock manager
          100_024L, // statd
          100_028L, // ypupdated
          100_069L, // ypxfrd
          100_227L); // the ACLs of NFS

  private final RegistryService registry;
  private final Semaphore places = new Semaphore(MOST_IN_FLIGHT);

  RemoteCalls(RegistryService registry) {
    this.registry = registry;
  }

  /// Passes a call on and waits for its result.
  ///
  /// @return the result; empty if the call was refused, and whoever asked is told why
  Optional<Passed> passOn(RmtcallArgs asked, Call call) throws InterruptedException {
    var program = new Program(asked.program(), asked.version());
    if (!isHarmless(asked)) {
      call.refuse(new Refusal.SystemError());
      return Optional.empty();
    }
    var found = find(program, call);
    if (found.isEmpty()) {
      call.refuse(new Refusal.ProgramUnavailable());
      return Optional.empty();
    }
    if (!places.tryAcquire()) {
      call.refuse(new Refusal.SystemError());
      return Optional.empty();
    }
    try {
      var results = called(found.get().address(), program, asked);
      if (results.size() <= longest(asked, call)) {
        return Optional.of(new Passed(found.get().registration(), results));
      }
      call.refuse(new Refusal.SystemError());
    } catch (RpcRefusedException e) {
      call.refuse(e.reason());
    } catch (RpcException e) {
      call.refuse(new Refusal.SystemError());
    } finally {
      places.release();
    }
    return Optional.empty();
  }

  private static boolean isHarmless(RmtcallArgs asked) {
    return asked.program() != Pmap.ID.number()
        && (asked.procedure() == 0 || !TRUSTING.contains(asked.program()));
  }

  private static int longest(RmtcallArgs asked, Call call) {
    return call.caller().to() instanceof RpcAddress.Udp
        ? Math.min(LONGEST, Math.max(LONGEST_FOR_ANYBODY, asked.args().size()))
        : LONGEST;
  }

  private record Found(Registration registration, RpcAddress address) {}

  /// Over UDP only, as the RFC says; of the family over which the call has come, if there is one.
  private Optional<Found> find(Program program, Call call) {
    var own = RegistryService.transport(call);
    var netids =
        own == Netid.UDP6 || own == Netid.TCP6
            ? List.of(Netid.UDP6, Netid.UDP)
            : List.of(Netid.UDP, Netid.UDP6);
    return netids.stream()
        .flatMap(netid -> registry.exactly(program, netid.toString(), call).stream())
        .flatMap(it -> address(it).map(address -> new Found(it, address)).stream())
        .findFirst();
  }

  /// A registration may name any host, but this registry speaks for its own only.
  private static Optional<RpcAddress> address(Registration registration) {
    return registration
        .at()
        .filter(address ->
            address instanceof RpcAddress.Udp(InternetAddress(InetAddress host, int port))
                && port > 0
                && (host.isAnyLocalAddress() || RegistryService.isOfThisMachine(host)));
  }

  private static Opaque called(RpcAddress at, Program program, RmtcallArgs asked)
      throws RpcException, InterruptedException {
    var deadline = Deadline.after(PATIENCE);
    try (var client = RpcClient.connect(at, ClientLimits.DEFAULT, deadline)) {
      return client
          .deadlineAfter(PATIENCE)
          .call(program, (int) asked.procedure(), Xdr.ENCODED, asked.args(), Xdr.ENCODED);
    }
  }
}
