package dev.rohrpost.queue;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.MqueueH;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysStatH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A POSIX message queue: messages with a priority, the highest of which is received first, and
/// among equal ones the oldest.
///
/// The queue has room for a number of messages of a size that are set when it is made. It stays
/// until its name is removed and nobody has it open.
///
/// All waiting is on the monotonic clock, although the kernel's own is not: a clock that is set
/// moves no deadline.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/mq_overview.7.html">mq_overview(7)</a>
public final class PosixQueue implements AutoCloseable {
  /// The priority that is received first; the lowest is 0.
  public static final int HIGHEST_PRIORITY = 32_767;

  private static final int NAME_MAX = 255;

  private final String name;
  private final Fd fd;
  private final PosixQueueSettings settings;

  private PosixQueue(String name, Fd fd, PosixQueueSettings settings) {
    this.name = name;
    this.fd = fd;
    this.settings = settings;
  }

  /// What a queue is opened for.
  public enum Access {
    /// Receiving only; sending is EBADF.
    RECEIVE(FcntlH.O_RDONLY),
    /// Sending only; receiving is EBADF.
    SEND(FcntlH.O_WRONLY),
    /// Both.
    BOTH(FcntlH.O_RDWR);

    private final int flag;

    Access(int flag) {
      this.flag = flag;
    }
  }

  /// Opens a queue that is there.
  ///
  /// @param name a slash and up to 255 bytes without one, as in `/jobs`
  /// @param access what it is opened for
  /// @return the queue, which the caller closes
  /// @throws IllegalArgumentException if the name has no slash at its front, or another one
  /// @throws UnixException with ENOENT if it is not there (in this IPC namespace), EACCES,
  ///   ENAMETOOLONG, EMFILE, or ENOSYS if this kernel has no such queues
  /// @see <a href="https://man7.org/linux/man-pages/man3/mq_open.3.html">mq_open(3)</a>
  public static PosixQueue open(String name, Access access) throws UnixException {
    return open(name, access.flag, PosixQueueSettings.DEFAULT, FileMode.OWNER_ONLY);
  }

  /// Makes a queue that only this user may open, for sending and receiving.
  ///
  /// @param name a slash and up to 255 bytes without one, as in `/jobs`
  /// @param settings how it is made
  /// @return the queue, which the caller closes; its name stays until it is removed
  /// @throws IllegalArgumentException if the name has no slash at its front, or another one
  /// @throws UnixException as [#create(String, PosixQueueSettings, Creation, FileMode)]
  /// @see <a href="https://man7.org/linux/man-pages/man3/mq_open.3.html">mq_open(3)</a>
  public static PosixQueue create(String name, PosixQueueSettings settings) throws UnixException {
    return create(name, settings, Creation.MUST_BE_NEW, FileMode.OWNER_ONLY);
  }

  /// Makes a queue, or opens it, for sending and receiving.
  ///
  /// @param name a slash and up to 255 bytes without one, as in `/jobs`
  /// @param settings how it is made; a queue that is there keeps its own
  /// @param creation whether it may be there
  /// @param mode who may receive from a new one (read) and send to it (write), as in `0620`,
  ///   without what the umask of this process takes away
  /// @return the queue, which the caller closes; its name stays until it is removed
  /// @throws IllegalArgumentException if the name has no slash at its front, or another one
  /// @throws UnixException as [#open], and with EEXIST; and naming the limit: EINVAL if this user
  ///   may not have so many or so long messages, ENOSPC if there are too many queues, EMFILE also
  ///   if the queues of this user would take too much memory
  /// @see <a href="https://man7.org/linux/man-pages/man3/mq_open.3.html">mq_open(3)</a>
  public static PosixQueue create(
      String name, PosixQueueSettings settings, Creation creation, FileMode mode)
      throws UnixException {
    var flags =
        switch (creation) {
          case MUST_BE_NEW -> FcntlH.O_CREAT | FcntlH.O_EXCL;
          case OPEN_OR_CREATE -> FcntlH.O_CREAT;
        };
    return open(name, FcntlH.O_RDWR | flags, settings, mode);
  }

  /// The queue says how it was made: the settings may be those of somebody else.
  private static PosixQueue open(String name, int flags, PosixQueueSettings asked, FileMode mode)
      throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var attr = arena.allocate(MqueueH.MQ_ATTR);
      attr.set(ValueLayout.JAVA_LONG, MqAttr.MESSAGES, asked.messages());
      attr.set(ValueLayout.JAVA_LONG, MqAttr.MESSAGE_BYTES, asked.messageBytes());
      var result = MqueueH.mq_open(cName(name, arena), flags, mode.bits(), attr);
      if (result < 0) {
        throw MqAttr.openFailure(name, new Errno(-result), flags, asked);
      }
      var fd = Fd.own(result);
      try {
        return new PosixQueue(name, fd, MqAttr.status(fd, name).settings());
      } catch (UnixException | RuntimeException e) {
        fd.close();
        throw e;
      }
    }
  }

  /// Removes the name of a queue. Who has it open goes on with it, and it ends with the last of
  /// them.
  ///
  /// @param name as in `/jobs`
  /// @throws IllegalArgumentException if the name has no slash at its front, or another one
  /// @throws UnixException with ENOENT, EACCES if it is not this user's, or ENAMETOOLONG
  /// @see <a href="https://man7.org/linux/man-pages/man3/mq_unlink.3.html">mq_unlink(3)</a>
  public static void remove(String name) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var result = MqueueH.mq_unlink(cName(name, arena));
      if (result < 0) {
        throw UnixException.of("mq_unlink", name, new Errno(-result));
      }
    }
  }

  /// Lists the names of all queues, which only a mounted file system of type `mqueue` knows. Making
  /// a mount is left to the administrator: `mount -t mqueue none /dev/mqueue`.
  ///
  /// @return the names, or empty if none is mounted; they are those of the IPC namespace that the
  ///   mount was made in
  /// @throws UnixException with EACCES if the folder may not be read
  public static Optional<List<String>> names() throws UnixException {
    return MqMount.names();
  }

  /// Finds where a file system of type `mqueue` is mounted. The file of a queue says how much is in
  /// it (mq_overview(7)).
  ///
  /// @return the folder, or empty if none is mounted
  public static Optional<Path> mount() {
    return MqMount.folder();
  }

  private static MemorySegment cName(String name, Arena arena) {
    if (!name.startsWith("/")
        || name.length() == 1
        || name.indexOf('/', 1) > 0
        || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a queue is named by a slash and up to " + NAME_MAX + " bytes without one, not " + name);
    }
    return arena.allocateFrom(name);
  }

  /// {@return the name that it was opened by}
  public String name() {
    return name;
  }

  /// {@return how it was made}
  public PosixQueueSettings settings() {
    return settings;
  }

  /// {@return the descriptor, which this queue keeps: readable when a message is there, writable
  /// when there is room; for waiting and passing on}
  public Fd fd() {
    return fd;
  }

  /// Sends a message, waiting for room. Allocates nothing on a platform thread without a deadline.
  ///
  /// @param message what to send
  /// @param priority 0 to [#HIGHEST_PRIORITY]
  /// @param deadline when to give up; [Deadline#NOW] does not wait
  /// @return false if the deadline passed; nothing was sent then
  /// @throws IllegalArgumentException if there is no such priority
  /// @throws UnixException with EMSGSIZE if the message is longer than those of this queue, of
  ///   which nothing is sent then; EBADF if it is not open for sending, or is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  /// @see <a href="https://man7.org/linux/man-pages/man3/mq_send.3.html">mq_send(3)</a>
  public boolean send(MessageBuffer message, int priority, Deadline deadline)
      throws UnixException, InterruptedException {
    if (priority < 0 || priority > HIGHEST_PRIORITY) {
      throw new IllegalArgumentException(
          "priorities are 0 to " + HIGHEST_PRIORITY + ", not " + priority);
    }
    checkLength(message.length());
    var argument = MqSend.argument(priority, message.length());
    var result = Wait.perform(message.mqSend, fd, message.body(), argument, deadline);
    if (result < 0 && result != Wait.TIMED_OUT) {
      throw UnixException.of("mq_send", name, new Errno((int) -result));
    }
    return result != Wait.TIMED_OUT;
  }

  /// Sends a message, as [#send(MessageBuffer, int, Deadline)].
  ///
  /// @param body what to send
  /// @param priority 0 to [#HIGHEST_PRIORITY]
  /// @param deadline when to give up
  /// @return false if the deadline passed; nothing was sent then
  /// @throws UnixException as there
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  public boolean send(byte[] body, int priority, Deadline deadline)
      throws UnixException, InterruptedException {
    checkLength(body.length);
    try (var arena = Arena.ofConfined()) {
      return send(MessageBuffer.allocate(arena, body.length).put(body), priority, deadline);
    }
  }

  private void checkLength(int length) throws UnixException {
    if (length > settings.messageBytes()) {
      throw UnixException.of(
          "mq_send",
          name + ", " + length + " bytes for up to " + settings.messageBytes(),
          Errno.EMSGSIZE);
    }
  }

  /// Waits for a message and takes it. Allocates nothing on a platform thread without a deadline.
  ///
  /// @param into where it goes; it must have room for any message of this queue
  /// @param deadline when to give up; [Deadline#NOW] does not wait
  /// @return false if the deadline passed; nothing was taken then
  /// @throws IllegalArgumentException if the buffer is smaller than the messages of this queue
  /// @throws UnixException with EBADF if it is not open for receiving, or is or gets closed
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was taken then
  /// @see <a href="https://man7.org/linux/man-pages/man3/mq_receive.3.html">mq_receive(3)</a>
  public boolean receive(MessageBuffer into, Deadline deadline)
      throws UnixException, InterruptedException {
    if (into.capacity() < settings.messageBytes()) {
      throw new IllegalArgumentException(
          "a buffer for "
              + into.capacity()
              + " bytes, but messages have up to "
              + settings.messageBytes());
    }
    var result = Wait.perform(into.mqReceive, fd, into.body(), into.capacity(), deadline);
    if (result == Wait.TIMED_OUT) {
      return false;
    }
    if (result < 0) {
      throw UnixException.of("mq_receive", name, new Errno((int) -result));
    }
    var _ = into.setLength((int) result);
    return true;
  }

  /// Waits for a message and takes it.
  ///
  /// @param deadline when to give up; [Deadline#NOW] does not wait
  /// @return the message, or empty if the deadline passed
  /// @throws UnixException as [#receive(MessageBuffer, Deadline)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was taken then
  public Optional<PrioritizedMessage> receive(Deadline deadline)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var buffer = MessageBuffer.allocate(arena, settings.messageBytes());
      return receive(buffer, deadline)
          ? Optional.of(new PrioritizedMessage(buffer.priority(), buffer.bytes()))
          : Optional.empty();
    }
  }

  /// Asks for one signal to this process when a message comes into the empty queue and the kernel
  /// sees nobody waiting for it. After that, ask again. Subscribe to the signal before; it has the
  /// code `SI_MESGQ` and the value.
  ///
  /// The kernel sees those who wait in mq_receive(3): of the receivers of this library, those on a
  /// platform thread and without a deadline. All others wait until the queue is readable and
  /// receive then, so the signal comes although they wait, and what it tells of may be received
  /// already.
  ///
  /// @param signal which one
  /// @param value what it carries
  /// @throws UnixException with EBUSY if a process, also this one, has asked already, or EBADF
  /// @see <a href="https://man7.org/linux/man-pages/man3/mq_notify.3.html">mq_notify(3)</a>
  public void notifyBySignal(Signal signal, int value) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var event = arena.allocate(SignalH.SIGEVENT);
      event.set(ValueLayout.JAVA_INT, sigevent("sigev_value"), value);
      event.set(ValueLayout.JAVA_INT, sigevent("sigev_signo"), signal.number());
      event.set(ValueLayout.JAVA_INT, sigevent("sigev_notify"), SignalH.SIGEV_SIGNAL);
      notify(event);
    }
  }

  /// Asks for no signal any more; does nothing if this process has not asked.
  ///
  /// @throws UnixException with EBADF if the queue is closed
  public void stopNotifying() throws UnixException {
    notify(MemorySegment.NULL);
  }

  private void notify(MemorySegment event) throws UnixException {
    change(
        "mq_notify",
        n -> {
          MqueueH.mq_notify(n, event);
          return n;
        });
  }

  private static long sigevent(String member) {
    return SignalH.SIGEVENT.byteOffset(PathElement.groupElement(member));
  }

  /// {@return what the kernel knows of the queue}
  ///
  /// @throws UnixException with EBADF if it is closed
  /// @see <a href="https://man7.org/linux/man-pages/man3/mq_getattr.3.html">mq_getattr(3)</a>
  public PosixQueueStatus status() throws UnixException {
    return MqAttr.status(fd, name);
  }

  /// Sets who may use the queue. Who has it open goes on with it.
  ///
  /// @param mode who may receive (read) and send (write), as in `0620`
  /// @throws UnixException with EPERM if it is not this user's queue, or EBADF if it is closed
  public void setMode(FileMode mode) throws UnixException {
    change(
        "fchmod",
        n -> {
          SysStatH.fchmod(n, mode.bits());
          return n;
        });
  }

  /// Gives the queue to another user.
  ///
  /// @param uid the user
  /// @param gid the group
  /// @throws UnixException with EPERM if this user may not, or EBADF if it is closed
  public void setOwner(int uid, int gid) throws UnixException {
    change(
        "fchownat",
        n -> {
          try (var arena = Arena.ofConfined()) {
            UnistdH.fchownat(n, arena.allocateFrom(""), uid, gid, FcntlH.AT_EMPTY_PATH);
            return n;
          }
        });
  }

  private void change(String call, Fd.Call<Integer> change) throws UnixException {
    try {
      var _ = fd.borrow(call, change);
    } catch (UnixException e) {
      throw e.about(name);
    }
  }

  /// Closes the queue; whoever waits in this object ends with EBADF. Its name stays, and so do the
  /// messages. Closing again does nothing.
  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return "queue " + name + ", " + fd;
  }
}
