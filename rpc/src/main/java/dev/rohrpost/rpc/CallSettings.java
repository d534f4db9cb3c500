package dev.rohrpost.rpc;

import dev.rohrpost.fd.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How calls are made.
///
/// @param credential who calls
/// @param time how long a call may take; null if as long as it takes
/// @param idempotent whether a call may be carried out twice
record CallSettings(Credential credential, @Nullable Duration time, boolean idempotent) {
  static final CallSettings PLAIN = new CallSettings(Credential.NONE, null, false);

  Deadline deadline() {
    return time == null ? Deadline.NEVER : Deadline.after(time);
  }
}
