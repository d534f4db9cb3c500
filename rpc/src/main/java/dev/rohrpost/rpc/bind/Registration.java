package dev.rohrpost.rpc.bind;

import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcAddress;
import java.util.Optional;

/// Where one version of a program listens over one transport.
///
/// @param program which one
/// @param netid the transport, such as `tcp`; a registry may know some that [Netid] does not
/// @param address the universal address
/// @param owner the user that registered it: a number, `superuser` or `unknown`; empty of version 2
public record Registration(Program program, String netid, String address, String owner) {
  static final String SUPERUSER = "superuser";
  static final String UNKNOWN = "unknown";

  /// {@return where it listens; empty if the transport is none of [Netid], or the address none of
  /// it}
  public Optional<RpcAddress> at() {
    return Netid.named(netid).flatMap(transport -> UniversalAddress.parse(transport, address));
  }
}
