package dev.rohrpost.rpc.gen;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/// Begins with the seeds that `SeedsTest` plays in every build.
class GeneratedFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void whatIsReadIsWrittenInTheSameWay(byte @NotNull [] bytes) throws Exception {
    GeneratedScribbles.read(bytes);
  }
}
