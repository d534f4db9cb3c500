package dev.rohrpost.rpc.bind;

import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.bind.protocol.RmtcallArgs;
import dev.rohrpost.rpc.bind.protocol.RmtcallResult;
import dev.rohrpost.rpc.bind.protocol.Rpcb;
import dev.rohrpost.rpc.bind.protocol.Rpcb4;
import dev.rohrpost.rpc.bind.protocol.RpcbEntryNode;
import dev.rohrpost.rpc.bind.protocol.Stat;
import java.util.List;

/// Version 4.
final class Version4 extends UniversalVersion implements Rpcb4 {
  Version4(RegistryService registry) {
    super(registry);
  }

  @Override
  public void serve(Call call) throws Exception {
    registry.count(ID, call.procedure());
    Rpcb4.super.serve(call);
  }

  @Override
  public String getversaddr(Rpcb asked, Call call) {
    return registry
        .exactly(program(asked), RegistryService.transport(call).toString(), call)
        .map(Registration::address)
        .orElse("");
  }

  @Override
  public List<RpcbEntryNode> getaddrlist(Rpcb asked, Call call) {
    return registry.addresses(program(asked), call);
  }

  @Override
  public RmtcallResult bcast(RmtcallArgs arguments, Call call) throws InterruptedException {
    return result(registry.passOnOrDrop(arguments, call));
  }

  @Override
  public RmtcallResult indirect(RmtcallArgs arguments, Call call) throws InterruptedException {
    return result(registry.passOn(arguments, call));
  }

  @Override
  public List<Stat> getstat(Call call) {
    return registry.counts();
  }
}
