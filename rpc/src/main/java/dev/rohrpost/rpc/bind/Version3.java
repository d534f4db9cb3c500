package dev.rohrpost.rpc.bind;

import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.bind.protocol.RmtcallArgs;
import dev.rohrpost.rpc.bind.protocol.RmtcallResult;
import dev.rohrpost.rpc.bind.protocol.Rpcb3;

/// Version 3.
final class Version3 extends UniversalVersion implements Rpcb3 {
  Version3(RegistryService registry) {
    super(registry);
  }

  @Override
  public void serve(Call call) throws Exception {
    registry.count(ID, call.procedure());
    Rpcb3.super.serve(call);
  }

  @Override
  public RmtcallResult callit(RmtcallArgs arguments, Call call) throws InterruptedException {
    return result(registry.passOnOrDrop(arguments, call));
  }
}
