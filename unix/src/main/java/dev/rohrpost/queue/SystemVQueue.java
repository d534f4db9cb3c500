package dev.rohrpost.queue;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.ipc.Sysctl;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.libc.SysMsgH;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/// A System V message queue: messages with a type, by which receivers select.
///
/// The queue stays until somebody removes it, whoever uses it. This object is only its number, so
/// there is nothing to close, and any number of threads may use one.
///
/// System V has no call with a deadline. Here a platform thread makes the ordinary call, and a
/// signal that is reserved for this ends it when the deadline passes or the thread is interrupted;
/// for a virtual thread a platform thread does that, so that no carrier is blocked. What the call
/// has done in that very moment counts: a message that it took is returned.
///
/// The kernel gives a number to another queue only after some millions of others, and until then a
/// queue that was removed and made anew, under the same key too, is not met by its old number:
/// calls say EINVAL. Who cannot rely on that, because the number came from elsewhere or is old,
/// finds [#of(SystemVQueueStatus)] and [#isUnchangedSince].
///
/// @see <a href="https://man7.org/linux/man-pages/man2/msgop.2.html">msgop(2)</a>
/// @see <a href="https://man7.org/linux/man-pages/man7/sysvipc.7.html">sysvipc(7)</a>
public final class SystemVQueue {
  private final int id;
  private final String name;
  private final MsgTransfer transfer;

  private SystemVQueue(int id, String name) {
    this.id = id;
    this.name = name;
    this.transfer = new MsgTransfer(id, name);
  }

  /// Makes a queue that nobody else has prepared, for this user only.
  ///
  /// @param key its name; with [SystemVKey#PRIVATE] others find it by its [#id()]
  /// @return the queue; somebody has to [#remove()] it
  /// @throws UnixException with EEXIST if it is there, ENOSPC if there are too many (the message
  ///   names the limit), or ENOMEM
  /// @see <a href="https://man7.org/linux/man-pages/man2/msgget.2.html">msgget(2)</a>
  public static SystemVQueue create(SystemVKey key) throws UnixException {
    return create(key, Creation.MUST_BE_NEW, FileMode.OWNER_ONLY);
  }

  /// Opens a queue that is there. Whether this user may use it turns out when it is used.
  ///
  /// @param key its name, not [SystemVKey#PRIVATE]
  /// @return the queue
  /// @throws IllegalArgumentException if the key is private
  /// @throws UnixException with ENOENT if it is not there
  public static SystemVQueue open(SystemVKey key) throws UnixException {
    if (key.isPrivate()) {
      throw new IllegalArgumentException("a private queue has no key; open it by its id");
    }
    return get(key, 0);
  }

  /// Makes a queue, or opens it.
  ///
  /// @param key its name; with [SystemVKey#PRIVATE] a new one each time
  /// @param creation whether it may be there
  /// @param mode who may receive (read) and send (write), as in `0620`; the umask does not count. A
  ///   queue that is there keeps its own, and must allow as much to this user
  /// @return the queue
  /// @throws UnixException with EEXIST, EACCES if the queue that is there does not allow what the
  ///   mode says, ENOSPC if there are too many (the message names the limit), or ENOMEM
  public static SystemVQueue create(SystemVKey key, Creation creation, FileMode mode)
      throws UnixException {
    return get(key, creation.ipcFlags() | mode.bits());
  }

  private static SystemVQueue get(SystemVKey key, int flags) throws UnixException {
    var id = SysMsgH.msgget(key.number(), flags);
    var name = key.isPrivate() ? "private queue" : "queue " + key;
    if (id == -Errno.ENOSPC.number()) {
      name += ", " + Sysctl.named("kernel.msgmni");
    }
    if (id < 0) {
      throw UnixException.of("msgget", name, new Errno(-id));
    }
    return new SystemVQueue(id, name);
  }

  /// Finds a queue by its number.
  ///
  /// @param id the number, as ipcs(1) shows it
  /// @return the queue
  /// @throws UnixException with EINVAL if there is none
  public static SystemVQueue ofId(int id) throws UnixException {
    var queue = new SystemVQueue(id, "queue id " + id);
    try {
      var _ = queue.status();
    } catch (UnixException.Denied _) {
      // It is there; those who may only send may not ask.
    }
    return queue;
  }

  /// Finds the queue of a list, if it still is that one.
  ///
  /// @param seen what was said about it
  /// @return the queue
  /// @throws UnixException with EINVAL if there is none by its number, EIDRM if that is another one
  ///   now, or its owner, mode or limit was changed
  public static SystemVQueue of(SystemVQueueStatus seen) throws UnixException {
    var queue = ofId(seen.id());
    if (!queue.isUnchangedSince(seen)) {
      throw UnixException.of("msgctl", queue.name, Errno.EIDRM);
    }
    return queue;
  }

  /// {@return all queues of this IPC namespace, also those of others}
  ///
  /// @throws UnixException with ENOSYS if this kernel has none
  public static List<SystemVQueueStatus> list() throws UnixException {
    return Msqid.list();
  }

  /// {@return the number of the queue, by which every process of this machine can find it}
  public int id() {
    return id;
  }

  /// Sends a message, waiting for room. Allocates nothing, unless it waits for a time or on a
  /// virtual thread.
  ///
  /// @param message what to send
  /// @param type its type, 1 or more
  /// @param deadline when to give up; [Deadline#NOW] does not wait
  /// @return false if the deadline passed; nothing was sent then
  /// @throws IllegalArgumentException if the type is less than 1
  /// @throws UnixException with EINVAL if there is no such queue any more, or if the message is
  ///   longer than any may be (the message of the exception then names the limit), EMSGSIZE if it
  ///   is longer than this queue's own limit, EIDRM if the queue is removed meanwhile, EACCES, or
  ///   ENOMEM
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  public boolean send(MessageBuffer message, long type, Deadline deadline)
      throws UnixException, InterruptedException {
    if (type < 1) {
      throw new IllegalArgumentException("types of messages are 1 or more, not " + type);
    }
    message.setType(type);
    return transfer.send(message, deadline);
  }

  /// Sends a message, as [#send(MessageBuffer, long, Deadline)].
  ///
  /// @param body what to send
  /// @param type its type, 1 or more
  /// @param deadline when to give up
  /// @return false if the deadline passed; nothing was sent then
  /// @throws UnixException as there
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  public boolean send(byte[] body, long type, Deadline deadline)
      throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      return send(MessageBuffer.allocate(arena, body.length).put(body), type, deadline);
    }
  }

  /// Waits for a message and takes it. Allocates nothing, unless it waits for a time or on a
  /// virtual thread.
  ///
  /// @param into where it goes
  /// @param selection which one
  /// @param deadline when to give up; [Deadline#NOW] does not wait
  /// @return false if the deadline passed; nothing was taken then
  /// @throws UnixException with E2BIG if the message is longer than the buffer: it stays where it
  ///   is; EINVAL if there is no such queue any more, EIDRM if it is removed meanwhile, or EACCES
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was taken then
  public boolean receive(MessageBuffer into, TypeSelection selection, Deadline deadline)
      throws UnixException, InterruptedException {
    var call = into.msgrcv.from(id, into.capacity(), selection, 0);
    var result = transfer.receive(into, call, deadline);
    if (result == Wait.TIMED_OUT) {
      return false;
    }
    var _ = into.setLength((int) result);
    return true;
  }

  /// Waits for a message and takes as much of it as there is room for; the rest is lost.
  ///
  /// @param into where it goes
  /// @param selection which one
  /// @param deadline when to give up; [Deadline#NOW] does not wait
  /// @return the whole message, a part of it, or that the deadline passed
  /// @throws UnixException as [#receive(MessageBuffer, TypeSelection, Deadline)], but not E2BIG
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was taken then
  public Cut receiveCut(MessageBuffer into, TypeSelection selection, Deadline deadline)
      throws UnixException, InterruptedException {
    var room = into.capacity() + 1L; // that byte is received only if the message is too long
    var call = into.msgrcv.from(id, room, selection, SysMsgH.MSG_NOERROR);
    var result = transfer.receive(into, call, deadline);
    if (result == Wait.TIMED_OUT) {
      return Cut.TIMED_OUT;
    }
    var _ = into.setLength((int) Math.min(result, into.capacity()));
    return result == room ? Cut.CUT : Cut.WHOLE;
  }

  /// What was received of a message.
  public enum Cut {
    /// All of it.
    WHOLE,
    /// As much as there was room for; the rest is lost.
    CUT,
    /// There was none in time.
    TIMED_OUT
  }

  /// Waits for a message and takes it, however long it is.
  ///
  /// @param selection which one
  /// @param deadline when to give up; [Deadline#NOW] does not wait
  /// @return the message, or empty if the deadline passed
  /// @throws UnixException as [#receive(MessageBuffer, TypeSelection, Deadline)], but not E2BIG
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was taken then
  public Optional<TypedMessage> receive(TypeSelection selection, Deadline deadline)
      throws UnixException, InterruptedException {
    return transfer.ofAnyLength(into -> receive(into, selection, deadline));
  }

  /// Looks at a message and leaves it there.
  ///
  /// @param position how many messages are before it, in the order in which they were sent
  /// @return the message, or empty if there are not so many
  /// @throws IllegalArgumentException if the position is negative
  /// @throws UnixException with ENOSYS where the kernel is built without it
  ///   (`CONFIG_CHECKPOINT_RESTORE`), EINVAL if there is no such queue any more, or EACCES
  /// @throws InterruptedException if the thread is interrupted
  public Optional<TypedMessage> peek(int position) throws UnixException, InterruptedException {
    if (position < 0) {
      throw new IllegalArgumentException("position " + position);
    }
    return transfer.ofAnyLength(into -> transfer.peek(position, into));
  }

  /// {@return what the kernel knows of the queue}
  ///
  /// @throws UnixException with EINVAL if there is no such queue any more, or EACCES if this user
  ///   may not receive from it
  /// @see <a href="https://man7.org/linux/man-pages/man2/msgctl.2.html">msgctl(2)</a>
  public SystemVQueueStatus status() throws UnixException {
    return Msqid.status(id, name);
  }

  /// Tells whether this is the queue that was seen before, and nobody has changed its owner, mode
  /// or limit. Times are to the second: it takes a queue for the same that was made within the
  /// second of the other's last change, under the same number and key, by the same user.
  ///
  /// @param seen what [#status()] or [#list()] said
  /// @return false if it is another one, was changed, or may not be asked about
  public boolean isUnchangedSince(SystemVQueueStatus seen) {
    try {
      return status().isOfTheSame(seen);
    } catch (UnixException _) {
      return false;
    }
  }

  /// Sets how many bytes may wait in the queue. Who waits for room sees the new limit at once.
  ///
  /// @param bytes the limit, 1 or more
  /// @throws IllegalArgumentException if it is not positive
  /// @throws UnixException with EPERM if it is not this user's queue, or, without
  ///   `CAP_SYS_RESOURCE`, if the limit is above what the machine allows, which the message names;
  ///   EINVAL, or EACCES
  public void resize(long bytes) throws UnixException {
    if (bytes < 1) {
      throw new IllegalArgumentException("a limit of " + bytes + " bytes");
    }
    try {
      Msqid.set(id, name, ds -> ds.set(ValueLayout.JAVA_LONG, Msqid.LIMIT, bytes));
    } catch (UnixException.Denied e) {
      var tooMuch = bytes > Sysctl.number("kernel.msgmnb").orElse(Long.MAX_VALUE);
      throw tooMuch ? e.about(name + ", " + Sysctl.named("kernel.msgmnb")) : e;
    }
  }

  /// Gives the queue to another user. The creator keeps the right to change and remove it.
  ///
  /// @param uid the user
  /// @param gid the group
  /// @throws UnixException with EPERM if it is not this user's queue, EINVAL, or EACCES
  public void setOwner(int uid, int gid) throws UnixException {
    Msqid.set(
        id,
        name,
        ds -> {
          ds.set(ValueLayout.JAVA_INT, Msqid.UID, uid);
          ds.set(ValueLayout.JAVA_INT, Msqid.GID, gid);
        });
  }

  /// Sets who may use the queue.
  ///
  /// @param mode who may receive (read) and send (write), as in `0620`
  /// @throws UnixException with EPERM if it is not this user's queue, EINVAL, or EACCES
  public void setMode(FileMode mode) throws UnixException {
    Msqid.set(id, name, ds -> ds.set(ValueLayout.JAVA_INT, Msqid.MODE, mode.bits()));
  }

  /// Removes the queue and the messages in it; all who wait end with EIDRM.
  ///
  /// @throws UnixException with EPERM if it is not this user's queue, or EINVAL if it is gone
  public void remove() throws UnixException {
    Msqid.remove(id, name);
  }

  @Override
  public String toString() {
    return name + " (id " + id + ")";
  }
}
