package dev.rohrpost.fd;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SysEventfdH;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;

/// A counter in the kernel that threads and processes add to and wait for.
///
/// Other processes use it through its descriptor, which they inherit or are sent. All numbers are
/// unsigned.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/eventfd.2.html">eventfd(2)</a>
public final class EventFd implements AutoCloseable {
  private final Fd fd;
  private final ReadEnd readEnd;
  private final WriteEnd writeEnd;

  private EventFd(Fd fd) {
    this.fd = fd;
    readEnd = new ReadEnd(fd);
    writeEnd = new WriteEnd(fd);
  }

  /// Makes a counter of which [#take()] takes all there is.
  ///
  /// @param initial where it begins
  /// @return the counter; the caller closes it
  /// @throws UnixException with EMFILE if this process has too many descriptors open
  public static EventFd open(int initial) throws UnixException {
    return open(initial, 0);
  }

  /// Makes a counter of which [#take()] takes 1.
  ///
  /// @param initial where it begins
  /// @return the counter; the caller closes it
  /// @throws UnixException with EMFILE if this process has too many descriptors open
  public static EventFd openSemaphore(int initial) throws UnixException {
    return open(initial, SysEventfdH.EFD_SEMAPHORE);
  }

  private static EventFd open(int initial, int flags) throws UnixException {
    return new EventFd(Fd.own(SysEventfdH.eventfd(initial, flags | SysEventfdH.EFD_CLOEXEC)));
  }

  /// Takes over an eventfd that was inherited or received.
  ///
  /// @param fd the descriptor; closing the counter closes it. If this fails, the descriptor stays
  ///   the caller's, open as it was
  /// @return the counter
  /// @throws UnixException.Verdict if it is a pipe, a socket, a file or a device; descriptors
  ///   without a file type, such as epoll sets, are not told apart
  /// @throws UnixException with EBADF if it is closed
  public static EventFd adopt(Fd fd) throws UnixException {
    if (fd.kind() != FdKind.ANONYMOUS) {
      throw UnixException.verdict("eventfd", fd.toString(), "it is no eventfd");
    }
    return new EventFd(fd);
  }

  /// Adds to the counter, waiting while that would take it above its maximum, 2^64-2.
  ///
  /// @param number how much
  /// @throws UnixException with EINVAL if the number is 2^64-1 (-1), or EBADF if this is closed,
  ///   meanwhile too
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was added then
  public void add(long number) throws UnixException, InterruptedException {
    var _ = add(number, Deadline.NEVER);
  }

  /// Adds to the counter, waiting until a deadline while it is at its maximum, 2^64-2. Where there
  /// is room for 1 but not for the number, the deadline is not kept.
  ///
  /// @param number how much
  /// @param deadline when to give up
  /// @return false if the deadline passed; nothing was added then
  /// @throws UnixException with EINVAL if the number is 2^64-1 (-1), or EBADF if this is closed,
  ///   meanwhile too
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was added then
  public boolean add(long number, Deadline deadline) throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var value = arena.allocateFrom(ValueLayout.JAVA_LONG, number);
      return writeEnd.write(value, deadline) instanceof Transfer.Bytes;
    }
  }

  /// Waits until the counter is above 0 and takes it, or 1 of it, away.
  ///
  /// @return how much was taken
  /// @throws UnixException with EBADF if this is closed, meanwhile too
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was taken then
  public long take() throws UnixException, InterruptedException {
    return take(Deadline.NEVER).orElseThrow();
  }

  /// Waits until a deadline for the counter to be above 0, and takes it, or 1 of it, away.
  ///
  /// @param deadline when to give up
  /// @return how much was taken, or empty if the deadline passed
  /// @throws UnixException with EBADF if this is closed, meanwhile too
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was taken then
  public OptionalLong take(Deadline deadline) throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var value = arena.allocate(ValueLayout.JAVA_LONG);
      return readEnd.read(value, deadline) instanceof Transfer.Bytes
          ? OptionalLong.of(value.get(ValueLayout.JAVA_LONG, 0))
          : OptionalLong.empty();
    }
  }

  /// {@return the descriptor, which this object keeps} For waiting and passing on.
  public Fd fd() {
    return fd;
  }

  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return "eventfd " + fd;
  }
}
