package dev.rohrpost.dbus.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/// Begins with the seeds that [dev.rohrpost.dbus.SeedsTest] plays in every build.
class WireFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void whateverComesIsReadOrRefused(byte @NotNull [] bytes) throws Exception {
    WireScribbles.messages(bytes);
  }

  @FuzzTest(maxDuration = "60s")
  void whateverATextSaysItIsASignatureOrNone(byte @NotNull [] bytes) throws Exception {
    WireScribbles.signature(bytes);
  }
}
