package dev.rohrpost.dbus.auth;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/// Begins with the seeds that [dev.rohrpost.dbus.SeedsTest] plays in every build.
class AuthenticationFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void whateverComesTheClientGoesOnOrRefuses(byte @NotNull [] bytes) throws Exception {
    AuthenticationScribbles.client(bytes);
  }

  @FuzzTest(maxDuration = "60s")
  void whateverComesTheServerAnswersOrRefuses(byte @NotNull [] bytes) throws Exception {
    AuthenticationScribbles.server(bytes);
  }
}
