package dev.rohrpost.cli.command;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Running;

/// A program that writes to another; both end when their input does, which is when this is closed.
///
/// @param writer its pid
/// @param reader its pid
record PlantedPipe(Running running, String writer, String reader) implements AutoCloseable {
  private static final String PIPE =
      "exec 3<&0; sed n <&3 3<&- | cat 3<&- & exec 3<&-; echo $! $(jobs -p); wait";

  static PlantedPipe start() throws InterruptedException {
    var running = Foreign.start("bash", "-c", PIPE);
    var pids = running.line(Rohrpost.PATIENCE).split(" ", -1);
    return new PlantedPipe(running, pids[1], pids[0]);
  }

  @Override
  public void close() {
    running.close();
  }
}
