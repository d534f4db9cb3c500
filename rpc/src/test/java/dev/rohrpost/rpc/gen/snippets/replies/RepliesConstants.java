package dev.rohrpost.rpc.gen.snippets.replies;

import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// Constants of `replies.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public final class RepliesConstants {
  /// `const MOST`
  public static final int MOST = 8;

  /// `const ALL`
  public static final long ALL = 4294967295L;

  private RepliesConstants() {}
}
