package dev.rohrpost.fd;

import dev.rohrpost.UnixException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// The end of a byte stream to which bytes are written: of a pipe, a FIFO, or any descriptor.
///
/// Several threads and processes may write to the same stream. To a pipe, up to `PIPE_BUF` (4096)
/// bytes of one call stay together; more may be mixed with what others write.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/write.2.html">write(2)</a>
public final class WriteEnd implements WritableByteChannel {
  private final Fd fd;
  private final Wait.Operation operation;

  /// Makes an end of a descriptor.
  ///
  /// @param fd open for writing; closing this end closes it
  public WriteEnd(Fd fd) {
    this(fd, Io.Direction.WRITE);
  }

  /// Makes an end of a descriptor that has a better call than write(2).
  ///
  /// @param fd open for writing; closing this end closes it
  /// @param operation the call; its argument is the size of the memory
  public WriteEnd(Fd fd, Wait.Operation operation) {
    this.fd = fd;
    this.operation = operation;
  }

  /// {@return the descriptor, which this end keeps; for splicing, passing on and waiting}
  public Fd fd() {
    return fd;
  }

  /// Writes all the bytes, waiting for room. Allocates nothing on a platform thread.
  ///
  /// @param bytes what to write, in native memory
  /// @throws UnixException with EPIPE if nobody reads any more, EBADF if this end is closed,
  ///   meanwhile too, or with what write(2) says; the message tells how many bytes had been
  ///   written, if any
  /// @throws InterruptedException if the thread is or gets interrupted: an
  ///   [InterruptedTransferException] if some bytes had been written
  public void write(MemorySegment bytes) throws UnixException, InterruptedException {
    var size = bytes.byteSize();
    var done = size == 0 ? 0 : Io.transfer(operation, fd, bytes, Deadline.NEVER);
    if (done < size) {
      writeRest(bytes, done);
    }
  }

  private void writeRest(MemorySegment bytes, long written)
      throws UnixException, InterruptedException {
    var done = written;
    try {
      while (done < bytes.byteSize()) {
        done += Io.transfer(operation, fd, bytes.asSlice(done), Deadline.NEVER);
      }
    } catch (InterruptedException e) {
      throw new InterruptedTransferException(done);
    } catch (UnixException e) {
      throw e.about(fd + " after " + done + " of " + bytes.byteSize() + " bytes");
    }
  }

  /// Writes what there is room for, waiting until a deadline for the first byte. To a pipe, up to
  /// `PIPE_BUF` (4096) bytes are written as a whole or not at all.
  ///
  /// @param bytes what to write, in native memory; not empty
  /// @param deadline when to give up
  /// @return the number of bytes written, or that the deadline passed
  /// @throws IllegalArgumentException if `bytes` is empty
  /// @throws UnixException with EPIPE if nobody reads any more, EBADF if this end is closed,
  ///   meanwhile too, or with what write(2) says
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was written then
  public Transfer write(MemorySegment bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    if (bytes.byteSize() == 0) {
      throw new IllegalArgumentException("nothing to write");
    }
    var count = Io.transfer(operation, fd, bytes, deadline);
    return count == Io.TIMED_OUT ? Transfer.TIMED_OUT : new Transfer.Bytes((int) count);
  }

  /// Writes all the bytes, waiting for room.
  ///
  /// @param bytes what to write; a direct buffer saves a copy. Its position says afterwards what
  ///   was written, also when an exception is thrown
  /// @return how many bytes
  /// @throws InterruptedIOException if the thread is or gets interrupted; unlike the channels of
  ///   java.nio this one stays open. The thread stays interrupted.
  /// @throws UnixException as [#write(MemorySegment)]
  @Override
  public int write(ByteBuffer bytes) throws UnixException, InterruptedIOException {
    var from = bytes.position();
    try {
      Buffers.write(this, bytes);
      return bytes.position() - from;
    } catch (InterruptedException e) {
      throw Buffers.interrupted(bytes.position() - from);
    }
  }

  /// {@return this end as a stream, without a buffer of its own} Closing the stream closes the end.
  public OutputStream outputStream() {
    return new FdOutputStream(this);
  }

  @Override
  public boolean isOpen() {
    return !fd.isClosed();
  }

  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return "write end " + fd;
  }
}
