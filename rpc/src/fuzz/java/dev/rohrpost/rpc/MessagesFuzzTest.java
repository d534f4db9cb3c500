package dev.rohrpost.rpc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/// Begins with the seeds that [SeedsTest] plays in every build.
class MessagesFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void whateverComesTheServerAnswersOrCloses(byte @NotNull [] bytes) throws Exception {
    Scribbles.server(bytes);
  }

  @FuzzTest(maxDuration = "60s")
  void whateverComesTheClientTakesItsRepliesOnly(byte @NotNull [] bytes) throws Exception {
    Scribbles.client(bytes);
  }
}
