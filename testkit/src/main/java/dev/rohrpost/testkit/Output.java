package dev.rohrpost.testkit;

/// What a program that has ended left behind.
///
/// @param status its exit status; above 128, the number of the signal that ended it plus 128
/// @param out everything it wrote to standard output that nobody took with [Running#line]
/// @param err everything it wrote to standard error
public record Output(int status, String out, String err) {
  /// Returns this if the exit status is 0.
  ///
  /// @throws AssertionError with the status and the messages, if it is anything else
  public Output orFail() {
    if (status != 0) {
      throw new AssertionError("exit status " + status + "\n" + out + err);
    }
    return this;
  }
}
