package dev.rohrpost.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Looks again at something that ends soon but tells nobody when.
final class Settling {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private Settling() {}

  /// Returns as soon as nothing remains, or what still does after two seconds.
  static List<String> whatRemains(Supplier<List<String>> look) {
    long start = System.nanoTime();
    List<String> left = look.get();
    while (!left.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
      LockSupport.parkNanos(1_000_000);
      left = look.get();
    }
    return left;
  }
}
