package dev.rohrpost.inspect.doctor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A virtual machine that has nothing to do.
final class Idle {
  private Idle() {}

  public static void main(String... arguments) throws InterruptedException {
    try (var workers = Executors.newFixedThreadPool(2)) {
      workers.execute(() -> {});
      System.out.println("ready");
      new CountDownLatch(1).await();
    }
  }
}
