package dev.rohrpost.rpc;

/// Is told what goes wrong in a server and what no caller is told in full.
@FunctionalInterface
public interface FailureHandler {
  /// Tells it where failures of threads go: by default, to standard error.
  FailureHandler OF_THREADS =
      (what, cause) -> {
        var thread = Thread.currentThread();
        thread
            .getUncaughtExceptionHandler()
            .uncaughtException(thread, new IllegalStateException(what, cause));
      };

  /// Takes note of a failure. Comes from any thread of the server, which goes on afterwards.
  ///
  /// @param what has failed: a procedure, or accepting connections
  /// @param cause why
  void failed(String what, Throwable cause);
}
