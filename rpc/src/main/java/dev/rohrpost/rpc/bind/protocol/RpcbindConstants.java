package dev.rohrpost.rpc.bind.protocol;

import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// Constants of `rpcbind.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public final class RpcbindConstants {
  /// `const RPCBIND_PORT`
  public static final int RPCBIND_PORT = 111;

  /// `const NETID_LENGTH`
  public static final int NETID_LENGTH = 64;

  /// `const UADDR_LENGTH`
  public static final int UADDR_LENGTH = 512;

  /// `const OWNER_LENGTH`
  public static final int OWNER_LENGTH = 256;

  /// `const ARGUMENTS_LENGTH`
  public static final int ARGUMENTS_LENGTH = 65000;

  /// `const STAT_VERSIONS`
  public static final int STAT_VERSIONS = 3;

  /// `const STAT_PROCEDURES`
  public static final int STAT_PROCEDURES = 13;

  private RpcbindConstants() {}
}
