package dev.rohrpost.rpc.bind;

import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.bind.protocol.Netbuf;
import dev.rohrpost.rpc.bind.protocol.RmtcallResult;
import dev.rohrpost.rpc.bind.protocol.Rpcb;
import dev.rohrpost.rpc.bind.protocol.RpcbNode;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The procedures that versions 3 and 4 have in common: universal addresses of any transport.
abstract class UniversalVersion {
  final RegistryService registry;

  UniversalVersion(RegistryService registry) {
    this.registry = registry;
  }

  static Program program(Rpcb asked) {
    return new Program(asked.program(), asked.version());
  }

  static RmtcallResult result(Optional<RemoteCalls.Passed> passed) {
    return passed
        .map(it -> new RmtcallResult(it.at().address(), it.results()))
        .orElseGet(() -> new RmtcallResult("", Opaque.EMPTY));
  }

  public boolean set(Rpcb asked, Call call) {
    return registry.set(
        new Registration(program(asked), asked.netid(), asked.addr(), RegistryService.user(call)),
        call);
  }

  public boolean unset(Rpcb asked, Call call) {
    return registry.unset(program(asked), asked.netid(), call);
  }

  /// Of the transport over which the call has come, whatever the caller has named.
  public String getaddr(Rpcb asked, Call call) {
    return registry
        .find(program(asked), RegistryService.transport(call).toString(), call)
        .map(Registration::address)
        .orElse("");
  }

  public List<RpcbNode> dump(Call call) {
    return registry.dump(call);
  }

  public long gettime(Call call) {
    return Instant.now().getEpochSecond() & Xdr.UNBOUNDED;
  }

  public Netbuf uaddr2taddr(String text, Call call) {
    return TransportAddress.of(RegistryService.transport(call), text);
  }

  public String taddr2uaddr(Netbuf address, Call call) {
    return TransportAddress.text(address);
  }
}
