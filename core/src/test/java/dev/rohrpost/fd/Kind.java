package dev.rohrpost.fd;

import java.util.concurrent.Callable;

/// The two kinds of thread, which wait in different ways.
enum Kind {
  PLATFORM,
  VIRTUAL;

  <T> Task<T> start(Callable<T> work) {
    return Task.start(this == PLATFORM ? Thread.ofPlatform().daemon() : Thread.ofVirtual(), work);
  }
}
