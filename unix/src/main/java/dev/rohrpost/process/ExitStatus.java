package dev.rohrpost.process;

import dev.rohrpost.Signal;

/// How a child ended: by itself with a code, or by a signal. Code 9, code 137 and SIGKILL are three
/// different things.
public sealed interface ExitStatus {
  /// The child ended by itself.
  ///
  /// @param code 0 to 255; 0 means success
  record Exited(int code) implements ExitStatus {
    @Override
    public String toString() {
      return "exit status " + code;
    }
  }

  /// A signal ended the child.
  ///
  /// @param signal the signal
  /// @param coreDumped whether it left a core file
  record Signalled(Signal signal, boolean coreDumped) implements ExitStatus {
    @Override
    public String toString() {
      return "ended by " + signal + (coreDumped ? ", core dumped" : "");
    }
  }

  /// {@return whether the child ended by itself with code 0}
  default boolean isSuccess() {
    return this instanceof Exited(int code) && code == 0;
  }

  /// {@return the number by which a shell tells the status: the code, or 128 and the number of the
  /// signal}
  default int shellStatus() {
    return switch (this) {
      case Exited(int code) -> code;
      case Signalled(Signal signal, _) -> 128 + signal.number();
    };
  }
}
