package dev.rohrpost.socket;

import dev.rohrpost.libc.SysSocketH;
import java.util.EnumSet;
import java.util.Set;

/// How a message is received. For a stream that is read often there is [DescriptorBuffer], which
/// allocates nothing until descriptors come.
///
/// @param descriptors how many descriptors are welcome, 0 to 253; the kernel closes those beyond
/// @param ways what is out of the ordinary
public record Intake(int descriptors, Set<Way> ways) {
  /// The next bytes or message, without descriptors.
  public static final Intake PLAIN = new Intake(0, Set.of());

  /// As many descriptors as one message can carry.
  public static final Intake WITH_DESCRIPTORS = new Intake(Outgoing.MOST_DESCRIPTORS, Set.of());

  /// What is out of the ordinary.
  public enum Way {
    /// What is received stays, and is received again. Descriptors come each time, as new ones.
    PEEK(SysSocketH.MSG_PEEK),
    /// The out-of-band byte of a stream; EINVAL if there is none.
    OUT_OF_BAND(SysSocketH.MSG_OOB),
    /// On a stream: until the memory is full, or the stream ends.
    FILL(SysSocketH.MSG_WAITALL);

    private final int flag;

    Way(int flag) {
      this.flag = flag;
    }
  }

  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if there are not 0 to 253 descriptors
  public Intake {
    if (descriptors < 0 || descriptors > Outgoing.MOST_DESCRIPTORS) {
      throw new IllegalArgumentException(
          "a message carries 0 to "
              + Outgoing.MOST_DESCRIPTORS
              + " descriptors, not "
              + descriptors);
    }
    ways = Set.copyOf(ways);
  }

  /// {@return the same, with a limit for descriptors}
  ///
  /// @param most how many are welcome, 0 to 253
  public Intake withDescriptors(int most) {
    return new Intake(most, ways);
  }

  /// {@return the same in one more way}
  ///
  /// @param way what is out of the ordinary
  public Intake with(Way way) {
    var all = EnumSet.of(way);
    all.addAll(ways);
    return new Intake(descriptors, all);
  }

  int flags() {
    return ways.stream().mapToInt(way -> way.flag).sum();
  }
}
