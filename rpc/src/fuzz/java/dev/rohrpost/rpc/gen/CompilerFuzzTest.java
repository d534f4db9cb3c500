package dev.rohrpost.rpc.gen;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

class CompilerFuzzTest {
  /// Begins with the seeds that [GarbageTest] plays in every build.
  @FuzzTest(maxDuration = "60s")
  void whateverAFileContainsTheCompilerAnswers(byte @NotNull [] text) {
    Garbage.compile(text);
  }
}
