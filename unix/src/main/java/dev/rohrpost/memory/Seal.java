package dev.rohrpost.memory;

import dev.rohrpost.libc.FcntlH;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/// What nobody can do to a memfd any more, its maker included. Seals are never taken away.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/F_GET_SEALS.2const.html">F_ADD_SEALS</a>
public enum Seal {
  /// Add seals.
  SEAL(FcntlH.F_SEAL_SEAL),
  /// Make it shorter: then no access to a mapping of it can fail.
  SHRINK(FcntlH.F_SEAL_SHRINK),
  /// Make it longer.
  GROW(FcntlH.F_SEAL_GROW),
  /// Write. Cannot be added while it is mapped for writing.
  WRITE(FcntlH.F_SEAL_WRITE),
  /// Begin to write; who has mapped it for writing before goes on.
  FUTURE_WRITE(FcntlH.F_SEAL_FUTURE_WRITE);

  private final int bit;

  Seal(int bit) {
    this.bit = bit;
  }

  static int bits(Collection<Seal> seals) {
    return seals.stream().mapToInt(seal -> seal.bit).reduce(0, (a, b) -> a | b);
  }

  /// A kernel may know more of them.
  static Set<Seal> of(int bits) {
    var seals = EnumSet.noneOf(Seal.class);
    for (var seal : values()) {
      if ((bits & seal.bit) != 0) {
        seals.add(seal);
      }
    }
    return seals;
  }
}
