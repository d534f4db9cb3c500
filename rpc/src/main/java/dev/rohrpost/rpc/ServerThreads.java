package dev.rohrpost.rpc;

import java.util.concurrent.atomic.AtomicInteger;

/// The threads that read connections: platform threads for the first ones, virtual threads for all
/// others.
///
/// A platform thread sleeps in the kernel until there is something to read. A virtual one is woken
/// by the thread that watches all descriptors, which costs two more switches of threads for each
/// call; but of those there can be any number.
class ServerThreads {
  private static final int PLATFORM = 64;

  private final AtomicInteger platform = new AtomicInteger();

  void start(String name, Runnable task) {
    if (platform.incrementAndGet() > PLATFORM) {
      platform.decrementAndGet();
      Thread.ofVirtual().name(name).start(task);
      return;
    }
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(() -> {
          try {
            task.run();
          } finally {
            platform.decrementAndGet();
          }
        });
  }
}
