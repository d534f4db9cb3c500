package dev.rohrpost.memory;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithLength;
import java.nio.ByteBuffer;

class RingFuzzTest {
  /// The script in two parts, the kind of ring and the rest: a single array would be kept short.
  @FuzzTest(maxDuration = "60s")
  void whateverANeighbourWritesTheOthersGoOn(
      long ring, byte @NotNull @WithLength(min = 60, max = 300) [] writes) throws Exception {
    var script = ByteBuffer.allocate(Long.BYTES + writes.length).putLong(ring).put(writes);
    RingScribbler.play(script.array());
  }
}
