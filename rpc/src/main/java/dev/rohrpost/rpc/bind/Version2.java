package dev.rohrpost.rpc.bind;

import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.bind.protocol.CallResult;
import dev.rohrpost.rpc.bind.protocol.Mapping;
import dev.rohrpost.rpc.bind.protocol.MappingNode;
import dev.rohrpost.rpc.bind.protocol.Pmap;
import dev.rohrpost.rpc.bind.protocol.RmtcallArgs;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.xdr.Opaque;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// The port mapper: knows ports of TCP and UDP over IPv4 only.
final class Version2 implements Pmap {
  private static final long TCP = 6;
  private static final long UDP = 17;
  private static final int PORTS = 65_536;

  /// Bytes of an element of the list.
  private static final int NODE = 20;

  private final RegistryService registry;

  Version2(RegistryService registry) {
    this.registry = registry;
  }

  @Override
  public void serve(Call call) throws Exception {
    registry.count(ID, call.procedure());
    Pmap.super.serve(call);
  }

  private static Optional<String> netid(long protocol) {
    return protocol == TCP
        ? Optional.of("tcp")
        : protocol == UDP ? Optional.of("udp") : Optional.empty();
  }

  private static Program program(Mapping mapping) {
    return new Program(mapping.program(), mapping.version());
  }

  @Override
  public boolean set(Mapping mapping, Call call) {
    return mapping.port() > 0
        && mapping.port() < PORTS
        && netid(mapping.protocol())
            .filter(netid -> registry.set(registration(mapping, netid, call), call))
            .isPresent();
  }

  private static Registration registration(Mapping mapping, String netid, Call call) {
    var anywhere = "0.0.0.0." + mapping.port() / 256 + "." + mapping.port() % 256;
    return new Registration(program(mapping), netid, anywhere, RegistryService.user(call));
  }

  /// The protocol and the port do not matter here, says the RFC.
  @Override
  public boolean unset(Mapping mapping, Call call) {
    var tcp = registry.unset(program(mapping), "tcp", call);
    return registry.unset(program(mapping), "udp", call) || tcp;
  }

  @Override
  public long getport(Mapping mapping, Call call) {
    return netid(mapping.protocol())
        .flatMap(netid -> registry.find(program(mapping), netid, call))
        .flatMap(Version2::port)
        .orElse(0);
  }

  private static Optional<Integer> port(Registration registration) {
    return registration
        .at()
        .flatMap(address ->
            switch (address) {
              case RpcAddress.Tcp(InternetAddress(InetAddress _, int port)) -> Optional.of(port);
              case RpcAddress.Udp(InternetAddress(InetAddress _, int port)) -> Optional.of(port);
              case RpcAddress.Unix _ -> Optional.empty();
            });
  }

  @Override
  public List<MappingNode> dump(Call call) {
    var nodes =
        registry.all().stream()
            .filter(it -> it.netid().equals("tcp") || it.netid().equals("udp"))
            .flatMap(it -> port(it).map(port -> node(it, port)).stream())
            .toList();
    RegistryService.refuseLong(call, (long) nodes.size() * NODE);
    return nodes;
  }

  private static MappingNode node(Registration it, int port) {
    var protocol = it.netid().equals("tcp") ? TCP : UDP;
    return new MappingNode(
        new Mapping(it.program().number(), it.program().version(), protocol, port));
  }

  @Override
  public CallResult callit(RmtcallArgs arguments, Call call) throws InterruptedException {
    return registry
        .passOnOrDrop(arguments, call)
        .map(it -> new CallResult(port(it.at()).orElse(0), it.results()))
        .orElseGet(() -> new CallResult(0, Opaque.EMPTY));
  }
}
