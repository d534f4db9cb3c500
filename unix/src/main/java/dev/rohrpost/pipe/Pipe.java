package dev.rohrpost.pipe;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.UnistdH;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// A pipe: what is written to one end is read from the other, in order.
///
/// It holds 64 KiB unless its capacity is changed; then a writer waits.
///
/// ```java
/// try (var pipe = Pipe.open()) {
///   pipe.writeEnd().outputStream().write(1);
///   pipe.readEnd().inputStream().read();
/// }
/// ```
///
/// @see <a href="https://man7.org/linux/man-pages/man7/pipe.7.html">pipe(7)</a>
public final class Pipe implements AutoCloseable {
  /// So many bytes of one write stay together when several processes write (`PIPE_BUF`).
  public static final int ATOMIC_BYTES = 4096;

  private static final Path MAXIMUM = Path.of("/proc/sys/fs/pipe-max-size");

  private final ReadEnd readEnd;
  private final WriteEnd writeEnd;

  private Pipe(Fd readEnd, Fd writeEnd) {
    this.readEnd = new ReadEnd(readEnd);
    this.writeEnd = new WriteEnd(writeEnd);
  }

  /// Opens a pipe whose ends are closed in programs that this process starts.
  ///
  /// @return the new pipe; closing it closes both ends
  /// @throws UnixException with EMFILE or ENFILE if too many descriptors are open
  /// @see <a href="https://man7.org/linux/man-pages/man2/pipe.2.html">pipe2(2)</a>
  public static Pipe open() throws UnixException {
    return open(FcntlH.O_CLOEXEC);
  }

  /// Opens a pipe that carries packets: each write of up to [#ATOMIC_BYTES] is one packet, and each
  /// read gets one. What does not fit into the memory of that read **is lost**. A longer write
  /// becomes several packets.
  ///
  /// @return the new pipe; closing it closes both ends
  /// @throws UnixException with EMFILE or ENFILE if too many descriptors are open
  /// @see <a href="https://man7.org/linux/man-pages/man2/pipe.2.html">pipe2(2), O_DIRECT</a>
  public static Pipe openPackets() throws UnixException {
    return open(FcntlH.O_CLOEXEC | FcntlH.O_DIRECT);
  }

  private static Pipe open(int flags) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var ends = arena.allocate(ValueLayout.JAVA_INT, 2);
      UnistdH.pipe2(ends, flags);
      return new Pipe(
          Fd.own(ends.getAtIndex(ValueLayout.JAVA_INT, 0)),
          Fd.own(ends.getAtIndex(ValueLayout.JAVA_INT, 1)));
    }
  }

  /// {@return the end to read from} The end of the stream comes when every copy of the other end is
  /// closed, those of other processes too.
  public ReadEnd readEnd() {
    return readEnd;
  }

  /// {@return the end to write to}
  public WriteEnd writeEnd() {
    return writeEnd;
  }

  /// Tells how many bytes a pipe or FIFO can hold.
  ///
  /// @param pipe either end
  /// @return the capacity in bytes
  /// @throws UnixException with EBADF if it is closed or no pipe
  /// @see <a
  ///   href="https://man7.org/linux/man-pages/man2/F_GETPIPE_SZ.2const.html">F_GETPIPE_SZ(2const)</a>
  public static int capacity(Fd pipe) throws UnixException {
    return pipe.borrow("fcntl", n -> FcntlH.fcntl(n, FcntlH.F_GETPIPE_SZ, 0));
  }

  /// Changes how many bytes a pipe or FIFO can hold, for all its users.
  ///
  /// @param pipe either end
  /// @param bytes the least capacity
  /// @return the new capacity in bytes: a power of two, and a page or more
  /// @throws UnixException with EPERM if it is more than `/proc/sys/fs/pipe-max-size` or this user
  ///   has too many pages in pipes, EBUSY if the pipe holds more than that now, EINVAL if it is
  ///   negative, or EBADF if the descriptor is closed or no pipe
  /// @see <a
  ///   href="https://man7.org/linux/man-pages/man2/F_GETPIPE_SZ.2const.html">F_SETPIPE_SZ(2const)</a>
  public static int setCapacity(Fd pipe, int bytes) throws UnixException {
    try {
      return pipe.borrow("fcntl", n -> FcntlH.fcntl(n, FcntlH.F_SETPIPE_SZ, bytes));
    } catch (UnixException e) {
      throw e.about("F_SETPIPE_SZ of " + pipe + " to " + bytes + why(e, bytes));
    }
  }

  private static String why(UnixException e, int bytes) {
    if (e.is(Errno.EBUSY)) {
      return ", and it holds more";
    }
    if (!e.is(Errno.EPERM)) {
      return "";
    }
    try (var file = Files.newBufferedReader(MAXIMUM)) { // readString() would get one byte of it
      var maximum = Objects.requireNonNullElse(file.readLine(), "");
      return bytes > Long.parseLong(maximum)
          ? ", above " + MAXIMUM + " = " + maximum
          : ", above what /proc/sys/fs/pipe-user-pages-soft leaves to this user";
    } catch (IOException | NumberFormatException unknown) {
      return ", perhaps above " + MAXIMUM;
    }
  }

  /// Closes both ends, if they are still open.
  @Override
  public void close() {
    writeEnd.close();
    readEnd.close();
  }

  @Override
  public String toString() {
    return "pipe " + writeEnd.fd() + " -> " + readEnd.fd();
  }
}
