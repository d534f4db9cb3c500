package dev.rohrpost.pipe;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.FdKind;
import dev.rohrpost.fd.InterruptedTransferException;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.FcntlH;
import java.lang.foreign.MemorySegment;

/// Moving bytes from descriptor to descriptor inside the kernel: they never come to this process.
///
/// One of the two must be a pipe or FIFO. The other may be a pipe, a file, a socket or a device.
/// Offsets of files move on as with read(2) and write(2).
public final class Splice {
  /// Less than the kernel's own limit, which is just below 2 GiB.
  private static final long LONGEST = 1 << 30;

  /// What a socket that is ready for writing takes without making the caller wait.
  private static final long SOCKET_STEP = 4096;

  private Splice() {}

  private interface Call {
    long make(int from, int to);
  }

  /// Moves bytes that are there, waiting until some are there and there is room for them.
  ///
  /// @param from where they are taken from
  /// @param to where they go
  /// @param bytes how many at the most, 1 or more
  /// @return how many were moved, or the end of the stream
  /// @throws UnixException as [#splice(Fd, Fd, long, Deadline)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was moved then
  public static Transfer splice(Fd from, Fd to, long bytes)
      throws UnixException, InterruptedException {
    return splice(from, to, bytes, Deadline.NEVER);
  }

  /// Moves bytes that are there, waiting until a deadline for some to be there and room for them.
  ///
  /// @param from where they are taken from
  /// @param to where they go
  /// @param bytes how many at the most, 1 or more
  /// @param deadline when to give up
  /// @return how many were moved, the end of the stream, or that the deadline passed
  /// @throws IllegalArgumentException if `bytes` is not positive
  /// @throws UnixException with EINVAL if neither is a pipe, both are the same pipe, or `to` is a
  ///   file opened for appending; EPIPE if nobody reads any more; EBADF if one is not open for it,
  ///   or is or gets closed; or with what writing says
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was moved then
  /// @see <a href="https://man7.org/linux/man-pages/man2/splice.2.html">splice(2)</a>
  public static Transfer splice(Fd from, Fd to, long bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    return move("splice", from, to, bytes, deadline);
  }

  /// Moves all bytes until the end of the stream.
  ///
  /// @param from where they are taken from
  /// @param to where they go
  /// @return how many were moved
  /// @throws UnixException as [#splice(Fd, Fd, long, Deadline)]
  /// @throws InterruptedException if the thread is or gets interrupted: an
  ///   [InterruptedTransferException] if some bytes had been moved
  public static long all(Fd from, Fd to) throws UnixException, InterruptedException {
    var done = 0L;
    try {
      while (splice(from, to, LONGEST) instanceof Transfer.Bytes(int count)) {
        done += count;
      }
      return done;
    } catch (InterruptedException e) {
      throw done == 0 ? e : new InterruptedTransferException(done);
    }
  }

  /// Copies bytes from pipe to pipe without taking them away: they are there for the next reader of
  /// `from`, and for the next call of this too.
  ///
  /// @param from a pipe or FIFO
  /// @param to another one
  /// @param bytes how many at the most, 1 or more
  /// @param deadline when to give up
  /// @return how many were copied, the end of the stream, or that the deadline passed
  /// @throws IllegalArgumentException if `bytes` is not positive
  /// @throws UnixException with EINVAL if one is no pipe or both are the same; EPIPE if nobody
  ///   reads `to` any more; or EBADF if one is not open for it, or is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was copied then
  /// @see <a href="https://man7.org/linux/man-pages/man2/tee.2.html">tee(2)</a>
  public static Transfer tee(Fd from, Fd to, long bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    return move("tee", from, to, bytes, deadline);
  }

  /// `SPLICE_F_NONBLOCK` holds for the pipes only, so anything else is waited for before each call.
  /// EAGAIN does not tell which side it means, so then both are waited for.
  private static Transfer move(String name, Fd from, Fd to, long bytes, Deadline deadline)
      throws UnixException, InterruptedException {
    if (bytes < 1) {
      throw new IllegalArgumentException("nothing to move: " + bytes);
    }
    var fromPipe = from.kind() == FdKind.FIFO;
    var toKind = to.kind();
    var toPipe = toKind == FdKind.FIFO;
    if (deadline == Deadline.NEVER && fromPipe != toPipe && !Thread.currentThread().isVirtual()) {
      return moveWaiting(name, from, to, toPipe, call(name, Math.min(bytes, LONGEST)));
    }
    var size = Math.min(bytes, toKind == FdKind.SOCKET ? SOCKET_STEP : LONGEST);
    var call = call(name, size);
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if ((toPipe && !fromPipe && !Wait.readable(from, deadline))
          || (fromPipe && !toPipe && !Wait.writable(to, deadline))) {
        return Transfer.TIMED_OUT;
      }
      var result = from.borrow(name, f -> to.borrow(t -> call.make(f, t)));
      if (result > 0) {
        return new Transfer.Bytes((int) (long) result);
      }
      if (result == 0) {
        return Transfer.END;
      }
      var errno = new Errno((int) -result);
      if (errno.equals(Errno.EAGAIN)) {
        if (!Wait.readable(from, deadline) || !Wait.writable(to, deadline)) {
          return Transfer.TIMED_OUT;
        }
      } else if (!errno.equals(Errno.EINTR)) {
        throw UnixException.of(name, from + " to " + to, errno);
      }
    }
  }

  /// What is no pipe makes the kernel wait, from where a platform thread is fetched; it moves much
  /// at once then.
  private static Transfer moveWaiting(String name, Fd from, Fd to, boolean toPipe, Call call)
      throws UnixException, InterruptedException {
    var pipe = toPipe ? to : from;
    while (true) {
      var result =
          Wait.call(
              name,
              toPipe ? from : to,
              Deadline.NEVER,
              number -> onBoth(pipe, toPipe, number, call));
      if (result > 0) {
        return new Transfer.Bytes((int) result);
      }
      if (result == 0) {
        return Transfer.END;
      }
      var errno = new Errno((int) -result);
      if (!errno.equals(Errno.EAGAIN)) {
        throw UnixException.of(name, from + " to " + to, errno);
      }
      var _ = Wait.readable(from, Deadline.NEVER) && Wait.writable(to, Deadline.NEVER);
    }
  }

  private static long onBoth(Fd pipe, boolean toPipe, int other, Call call) {
    try {
      return pipe.borrow(p -> toPipe ? call.make(other, p) : call.make(p, other));
    } catch (UnixException e) { // it is closed
      return -e.errno().number();
    }
  }

  private static Call call(String name, long size) {
    var flags = FcntlH.SPLICE_F_NONBLOCK;
    return name.equals("tee")
        ? (from, to) -> FcntlH.tee(from, to, size, flags)
        : (from, to) ->
            FcntlH.splice(from, MemorySegment.NULL, to, MemorySegment.NULL, size, flags);
  }
}
