package dev.rohrpost.bench;

import java.io.IOException;

/// Does other work on a virtual thread, one for each batch.
record OnVirtualThread(Work work) implements Work {
  @Override
  public void run(int times) throws IOException, InterruptedException {
    var failures = new Exception[1];
    Thread.startVirtualThread(
            () -> {
              try {
                work.run(times);
              } catch (IOException | InterruptedException e) {
                failures[0] = e;
              }
            })
        .join();
    if (failures[0] != null) {
      throw new IOException(failures[0]);
    }
  }

  @Override
  public void close() throws IOException {
    work.close();
  }
}
