package dev.rohrpost.cli.map.web;

import dev.rohrpost.cli.map.Frame;
import java.io.IOException;

/// Looks at this machine.
@FunctionalInterface
public interface Look {
  /// Looks once.
  ///
  /// @return what was seen
  /// @throws IOException if nothing could be seen this time
  /// @throws InterruptedException if nobody wants to see it any more
  Frame once() throws IOException, InterruptedException;
}
