package dev.rohrpost.fd;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.UnistdH;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A file descriptor with one owner.
///
/// The number can be borrowed for the time of a call, but not kept. Closing marks the descriptor,
/// wakes every thread that waits on it, and the last borrower gives the number back to the kernel:
/// a call in flight never meets the number again as something else.
///
/// Every descriptor that this library makes is closed in programs that this process starts, unless
/// it is given to them by name.
public final class Fd implements AutoCloseable {
  private static final int CLOSED = 1 << 31;
  private static final String BORROWING = "borrow";
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Fd.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int number;
  private final boolean owned;

  /// The number of borrowers, and [#CLOSED].
  private volatile int state;

  /// Who is parked until this descriptor is ready; made by [Poller] for the first of them.
  volatile @Nullable Parked parked;

  /// How to try without being blocked; made by [NonBlocking] when it is first needed.
  volatile @Nullable NonBlocking nonBlocking;

  private Fd(int number, boolean owned) {
    this.number = number;
    this.owned = owned;
  }

  /// A call that needs the number.
  ///
  /// @param <T> what it answers
  @FunctionalInterface
  public interface Call<T> {
    /// Makes the call.
    ///
    /// @param number the descriptor; it must not be kept
    /// @return what the call answers
    /// @throws UnixException if it fails
    T on(int number) throws UnixException;
  }

  /// Takes over a descriptor that somebody else has opened; from now on only this object closes it.
  ///
  /// @param number the descriptor
  /// @return its owner
  /// @throws IllegalArgumentException if the number is negative, as that of a failed call is
  public static Fd own(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("not a descriptor: " + number);
    }
    return new Fd(number, true);
  }

  /// Takes over a descriptor that this process inherited, after a look whether it is there, and
  /// marks it to be closed in programs that this process starts.
  ///
  /// @param number the descriptor, such as 3
  /// @return its owner; closing it closes the number, but for 0, 1 and 2, which stay open because a
  ///   file opened later would take their place
  /// @throws UnixException with EBADF if nothing is open there
  public static Fd inherit(int number) throws UnixException {
    var object = "descriptor " + number;
    try {
      if (number > 2) {
        FcntlH.fcntl(number, FcntlH.F_SETFD, FcntlH.FD_CLOEXEC);
      } else {
        FcntlH.fcntl(number, FcntlH.F_GETFD, 0);
      }
    } catch (UnixException e) {
      throw e.about(object);
    }
    return new Fd(number, number > 2);
  }

  /// Makes a second descriptor of the same open file description.
  ///
  /// @return the new descriptor; the caller closes it
  /// @throws UnixException with EMFILE if this process has too many, or EBADF if this one is closed
  public Fd duplicate() throws UnixException {
    return borrow("fcntl", n -> own(FcntlH.fcntl(n, FcntlH.F_DUPFD_CLOEXEC, 3)));
  }

  /// Makes a call with the number, which stays open until the call has returned.
  ///
  /// @param <T> what the call answers
  /// @param call gets the number; it must not keep it
  /// @return what the call answers
  /// @throws UnixException with EBADF if this descriptor is closed, or what the call throws
  public <T> T borrow(Call<T> call) throws UnixException {
    var borrowed = enter();
    try {
      return call.on(borrowed);
    } finally {
      leave();
    }
  }

  /// As above, with the name of the call, for a failure to say what was to be done with a
  /// descriptor that is closed.
  ///
  /// @param <T> what the call answers
  /// @param name of the C function or system call
  /// @param call gets the number; it must not keep it
  /// @return what the call answers
  /// @throws UnixException with EBADF if this descriptor is closed, or what the call throws
  public <T> T borrow(String name, Call<T> call) throws UnixException {
    try {
      return borrow(call);
    } catch (UnixException e) {
      throw during(name, e);
    }
  }

  /// Names the call that did not come about because a descriptor is closed.
  static UnixException during(String call, UnixException e) {
    return e.call().equals(BORROWING) ? e.about(call, e.object()) : e;
  }

  /// The failure of a call that has not got as far as its name.
  UnixException closed() {
    return UnixException.of(BORROWING, toString(), Errno.EBADF);
  }

  /// Tells what is behind the descriptor.
  ///
  /// @return the kind
  /// @throws UnixException with EBADF if it is closed
  public FdKind kind() throws UnixException {
    return borrow("fstat", FdKind::of);
  }

  /// {@return whether [#close()] was called}
  public boolean isClosed() {
    return state < 0;
  }

  /// Closes the descriptor and wakes every thread that waits on it, each with EBADF. Closing again
  /// does nothing.
  ///
  /// What close(2) answers is not reported: on pipes and sockets nothing hangs on it, and repeating
  /// it could close what somebody else has opened meanwhile.
  @Override
  public void close() {
    var before = (int) STATE.getAndBitwiseOr(this, CLOSED);
    if (before < 0) {
      return;
    }
    if (before == 0) {
      release();
    } else {
      Blocker.wakeAll(this);
    }
    var waiting = parked;
    if (waiting != null) {
      waiting.close();
    }
  }

  /// Tells whether nobody is borrowing, for tests.
  boolean isIdle() {
    return (state & ~CLOSED) == 0;
  }

  /// Begins a borrow; each one is followed by one [#leave].
  int enter() throws UnixException {
    int now;
    do {
      now = state;
      if (now < 0) {
        throw closed();
      }
    } while (!STATE.weakCompareAndSet(this, now, now + 1));
    return number;
  }

  void leave() {
    if ((int) STATE.getAndAdd(this, -1) == CLOSED + 1) {
      release();
    }
  }

  private void release() {
    var waiting = parked;
    if (waiting != null) {
      waiting.forget(number);
    }
    var tries = nonBlocking;
    if (tries != null) {
      tries.close();
    }
    if (owned) {
      var _ = UnistdH.close(number);
    }
  }

  @Override
  public String toString() {
    return "fd " + number + (isClosed() ? " (closed)" : "");
  }
}
