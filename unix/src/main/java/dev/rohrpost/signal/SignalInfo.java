package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// A signal that was received.
///
/// The sender is what the kernel says for kill(2); a program that may send to this one at all can
/// put any value and any negative code into a signal, so a signal proves nothing about who sent it.
///
/// @param signal what was sent
/// @param code why: one of the `SI_*` numbers, or for SIGCHLD one of `CLD_*`
/// @param pid the sender; for SIGCHLD the child; 0 if the kernel sent it, if the sender is in
///   another PID namespace, or if [Signals#capabilities()] says that senders are unknown
/// @param uid the real user of that process
/// @param value what it carries, if it was sent with a value (SI_QUEUE, SI_TIMER, SI_MESGQ)
/// @param status for SIGCHLD, the exit code or signal of the child
/// @param time when it was taken from the kernel, in milliseconds
/// @see <a href="https://man7.org/linux/man-pages/man2/sigaction.2.html">sigaction(2)</a>
public record SignalInfo(
    Signal signal,
    int code,
    int pid,
    int uid,
    OptionalInt value,
    OptionalInt status,
    Instant time) {

  /// Returns the name of the code, such as `SI_USER` or `CLD_EXITED`.
  ///
  /// @return the name, or the number for a code without one
  public String codeName() {
    return Codes.name(signal, code);
  }

  /// Returns the target that answers the sender.
  ///
  /// @return the process, or nothing if the sender is unknown
  public Optional<Target> sender() {
    return pid > 0 ? Optional.of(new Target.Pid(pid)) : Optional.empty();
  }
}
