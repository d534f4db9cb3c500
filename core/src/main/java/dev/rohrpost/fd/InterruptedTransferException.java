package dev.rohrpost.fd;

/// A thread was interrupted when a part of its bytes had been written: what
/// [java.io.InterruptedIOException] is for streams.
public final class InterruptedTransferException extends InterruptedException {
  private static final long serialVersionUID = 1;

  /// How many bytes had been written.
  private final long bytesTransferred;

  /// Says that a transfer was interrupted.
  ///
  /// @param bytesTransferred how many bytes had been moved
  public InterruptedTransferException(long bytesTransferred) {
    super("interrupted after " + bytesTransferred + " bytes");
    this.bytesTransferred = bytesTransferred;
  }

  /// {@return how many bytes had been written}
  public long bytesTransferred() {
    return bytesTransferred;
  }
}
