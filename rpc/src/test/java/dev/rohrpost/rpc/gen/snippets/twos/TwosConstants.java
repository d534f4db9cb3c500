package dev.rohrpost.rpc.gen.snippets.twos;

import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// Constants of `twos.x`.
@NullMarked
@Generated("dev.rohrpost.rpc.gen")
public final class TwosConstants {
  /// `const NUMBER`
  public static final int NUMBER = 536872823;

  private TwosConstants() {}
}
