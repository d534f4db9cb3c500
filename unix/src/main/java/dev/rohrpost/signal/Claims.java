package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.libc.JvmWide;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// The signals that this copy of the library receives, or whose action it has changed. Another copy
/// in the same JVM may do that with other signals only: a process has one action for each, and
/// whoever puts one back must not uncover somebody else's.
final class Claims {
  private static final String CLAIMED = "dev.rohrpost.claimed";

  /// How often each is claimed here. Guarded by the lock of [JvmWide].
  private static final Map<Signal, Integer> OURS = new HashMap<>();

  private Claims() {}

  /// Claims signals, all or none.
  ///
  /// @throws IllegalStateException if another copy has claimed one of them
  static void claim(Collection<Signal> signals) {
    var _ =
        JvmWide.locked(() -> {
          var claimed = JvmWide.get(CLAIMED);
          for (var signal : signals) {
            if ((claimed & SignalSet.bit(signal)) != 0 && !OURS.containsKey(signal)) {
              throw new IllegalStateException(
                  signal
                      + " is received or changed by another copy of Rohrpost in this JVM; let both"
                      + " applications use one copy, or close what the other has");
            }
          }
          for (var signal : signals) {
            OURS.merge(signal, 1, Integer::sum);
            claimed |= SignalSet.bit(signal);
          }
          JvmWide.set(CLAIMED, claimed);
          return true;
        });
  }

  /// Gives claims back, after what was there before has been restored.
  static void release(Collection<Signal> signals) {
    var _ =
        JvmWide.locked(() -> {
          for (var signal : signals) {
            OURS.computeIfPresent(signal, (_, count) -> count == 1 ? null : count - 1);
            if (!OURS.containsKey(signal)) {
              JvmWide.set(CLAIMED, JvmWide.get(CLAIMED) & ~SignalSet.bit(signal));
            }
          }
          return true;
        });
  }
}
