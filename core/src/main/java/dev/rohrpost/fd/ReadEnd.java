package dev.rohrpost.fd;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SysIoctlH;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// The end of a byte stream from which bytes are read: of a pipe, a FIFO, or any descriptor.
///
/// Several threads and processes may read from the same stream; each byte goes to one of them.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/read.2.html">read(2)</a>
public final class ReadEnd implements ReadableByteChannel {
  private final Fd fd;
  private final Wait.Operation operation;

  /// Makes an end of a descriptor.
  ///
  /// @param fd open for reading; closing this end closes it
  public ReadEnd(Fd fd) {
    this(fd, Io.Direction.READ);
  }

  /// Makes an end of a descriptor that has a better call than read(2).
  ///
  /// @param fd open for reading; closing this end closes it
  /// @param operation the call; its argument is the size of the memory
  public ReadEnd(Fd fd, Wait.Operation operation) {
    this.fd = fd;
    this.operation = operation;
  }

  /// {@return the descriptor, which this end keeps; for splicing, passing on and waiting}
  public Fd fd() {
    return fd;
  }

  /// Waits for bytes and reads what is there. Allocates nothing on a platform thread.
  ///
  /// @param into where the bytes go, in native memory
  /// @return how many bytes, -1 at the end of the stream, 0 only if `into` is empty
  /// @throws IllegalArgumentException if `into` is on the heap or read-only
  /// @throws UnixException with EBADF if this end is closed, meanwhile too, or with what read(2)
  ///   says
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was read then
  public int read(MemorySegment into) throws UnixException, InterruptedException {
    checkWritable(into);
    if (into.byteSize() == 0) {
      return 0;
    }
    var count = (int) Io.transfer(operation, fd, into, Deadline.NEVER);
    return count == 0 ? -1 : count;
  }

  /// Waits for bytes until a deadline, and reads what is there.
  ///
  /// @param into where the bytes go, in native memory; not empty
  /// @param deadline when to give up
  /// @return the bytes read, the end of the stream, or that the deadline passed
  /// @throws IllegalArgumentException if `into` is empty, on the heap or read-only
  /// @throws UnixException with EBADF if this end is closed, meanwhile too, or with what read(2)
  ///   says
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was read then
  public Transfer read(MemorySegment into, Deadline deadline)
      throws UnixException, InterruptedException {
    checkWritable(into);
    if (into.byteSize() == 0) {
      throw new IllegalArgumentException("no room to read into");
    }
    var count = Io.transfer(operation, fd, into, deadline);
    if (count == Io.TIMED_OUT) {
      return Transfer.TIMED_OUT;
    }
    return count == 0 ? Transfer.END : new Transfer.Bytes((int) count);
  }

  /// The linker does not look.
  private static void checkWritable(MemorySegment into) {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("read-only memory to read into");
    }
  }

  /// Waits for bytes and reads what is there.
  ///
  /// @param into where the bytes go; a direct buffer saves a copy
  /// @return how many bytes, -1 at the end of the stream, 0 only if `into` has no room
  /// @throws InterruptedIOException if the thread is or gets interrupted; unlike the channels of
  ///   java.nio this one stays open. The thread stays interrupted.
  /// @throws IllegalArgumentException if `into` is read-only
  /// @throws UnixException as [#read(MemorySegment)]
  @Override
  public int read(ByteBuffer into) throws UnixException, InterruptedIOException {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("read-only buffer to read into");
    }
    try {
      return Buffers.read(this, into);
    } catch (InterruptedException e) {
      throw Buffers.interrupted(0);
    }
  }

  /// Returns how many bytes are there to be read without waiting. Other readers may be faster.
  ///
  /// @return the bytes in the pipe or socket, or left in the file; 0 also for what cannot tell
  /// @throws UnixException with EBADF if this end is closed
  /// @see <a href="https://man7.org/linux/man-pages/man2/FIONREAD.2const.html">FIONREAD(2const)</a>
  public int available() throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var count = arena.allocate(ValueLayout.JAVA_INT);
      var result = fd.borrow("ioctl", n -> SysIoctlH.ioctl(n, SysIoctlH.FIONREAD, count));
      return result < 0 ? 0 : count.get(ValueLayout.JAVA_INT, 0);
    }
  }

  /// {@return this end as a stream} Closing the stream closes the end.
  public InputStream inputStream() {
    return new FdInputStream(this);
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
    return "read end " + fd;
  }
}
