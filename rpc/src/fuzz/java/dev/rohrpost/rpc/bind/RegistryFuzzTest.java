package dev.rohrpost.rpc.bind;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/// Begins with the seeds that `SeedsTest` plays in every build.
class RegistryFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void whateverIsCalledTheRegistryAnswers(byte @NotNull [] bytes) throws Exception {
    RegistryScribbles.registry(bytes);
  }

  @FuzzTest(maxDuration = "60s")
  void whateverATextSaysItIsAnAddressOrNone(byte @NotNull [] bytes) throws Exception {
    RegistryScribbles.address(bytes);
  }
}
