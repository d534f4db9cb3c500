package dev.rohrpost.dbus.introspect;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

class IntrospectionFuzzTest {
  /// Begins with the seeds that [GarbageTest] plays in every build.
  @FuzzTest(maxDuration = "60s")
  void whateverADocumentContainsItIsReadOrRefused(byte @NotNull [] text) {
    Garbage.read(text);
  }
}
