package dev.rohrpost.bench.readdirplus;

import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// Constants of `readdirplus.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public final class ReaddirplusConstants {
  /// `const NFS3_FHSIZE`
  public static final int NFS3_FHSIZE = 64;

  /// `const NFS3_COOKIEVERFSIZE`
  public static final int NFS3_COOKIEVERFSIZE = 8;

  private ReaddirplusConstants() {}
}
