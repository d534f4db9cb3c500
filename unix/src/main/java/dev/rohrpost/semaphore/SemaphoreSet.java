package dev.rohrpost.semaphore;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.libc.SysIpcH;
import dev.rohrpost.libc.SysSemH;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// A set of System V semaphores.
///
/// The set stays until somebody removes it, whoever uses it. This object is only its number, so
/// there is nothing to close, and any number of threads may use one.
///
/// {@snippet :
/// var lock = SemaphoreSet.create(SystemVKey.PRIVATE, 1);
/// lock.setValue(0, 1);
/// lock.operate(Deadline.NEVER, Operation.take(0).undoneAtExit());
/// try {
///   change();
/// } finally {
///   lock.operate(Deadline.NOW, Operation.give(0).undoneAtExit());
/// }
/// }
///
/// A new set has the value 0 everywhere. Who opens a set that another process has just made may
/// come before that one has set the values: let [SemaphoreSetStatus#lastOperation()] say whether it
/// has been used.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/semop.2.html">semop(2)</a>
/// @see <a href="https://man7.org/linux/man-pages/man7/sysvipc.7.html">sysvipc(7)</a>
public final class SemaphoreSet {
  /// The highest value of a semaphore.
  public static final int HIGHEST_VALUE = 32_767;

  private static final int ANY_SIZE = 0;

  private final int id;
  private final String name;

  private SemaphoreSet(int id, String name) {
    this.id = id;
    this.name = name;
  }

  /// Makes a set that nobody else has prepared, for this user only. All values are 0.
  ///
  /// @param key its name; with [SystemVKey#PRIVATE] others find it by its [#id()]
  /// @param size how many semaphores, 1 or more
  /// @return the set; somebody has to [#remove()] it
  /// @throws IllegalArgumentException if there is to be none
  /// @throws UnixException with EEXIST if it is there; and naming the limits: ENOSPC if there are
  ///   too many, EINVAL if this would be too large; or ENOMEM
  /// @see <a href="https://man7.org/linux/man-pages/man2/semget.2.html">semget(2)</a>
  public static SemaphoreSet create(SystemVKey key, int size) throws UnixException {
    return create(key, size, Creation.MUST_BE_NEW, FileMode.OWNER_ONLY);
  }

  /// Opens a set that is there. Whether this user may use it turns out when it is used.
  ///
  /// @param key its name, not [SystemVKey#PRIVATE]
  /// @return the set
  /// @throws IllegalArgumentException if the key is private
  /// @throws UnixException with ENOENT if it is not there
  public static SemaphoreSet open(SystemVKey key) throws UnixException {
    if (key.isPrivate()) {
      throw new IllegalArgumentException("private semaphores have no key; open them by their id");
    }
    return get(key, ANY_SIZE, 0);
  }

  /// Makes a set, or opens it.
  ///
  /// @param key its name; with [SystemVKey#PRIVATE] a new one each time
  /// @param size how many semaphores, 1 or more; a set that is there must have as many at least
  /// @param creation whether it may be there
  /// @param mode who may ask (read) and change (write), as in `0660`; the umask does not count. A
  ///   set that is there keeps its own, and must allow as much to this user
  /// @return the set
  /// @throws IllegalArgumentException if there is to be none
  /// @throws UnixException with EEXIST, EACCES if the set that is there does not allow what the
  ///   mode says; and naming the limits: ENOSPC if there are too many, EINVAL if the set that is
  ///   there is smaller or a new one would be too large; or ENOMEM
  public static SemaphoreSet create(SystemVKey key, int size, Creation creation, FileMode mode)
      throws UnixException {
    if (size < 1) {
      throw new IllegalArgumentException("a set of " + size + " semaphores");
    }
    return get(key, size, creation.ipcFlags() | mode.bits());
  }

  private static SemaphoreSet get(SystemVKey key, int size, int flags) throws UnixException {
    var id = SysSemH.semget(key.number(), size, flags);
    var name = key.isPrivate() ? "private semaphores" : "semaphores " + key;
    if (id < 0) {
      var errno = new Errno(-id);
      throw UnixException.of("semget", name + Limits.ofOpening(errno, size), errno);
    }
    return new SemaphoreSet(id, name);
  }

  /// Finds a set by its number.
  ///
  /// @param id the number, as ipcs(1) shows it
  /// @return the set
  /// @throws UnixException with EINVAL if there is none
  public static SemaphoreSet ofId(int id) throws UnixException {
    var set = new SemaphoreSet(id, "semaphores id " + id);
    try {
      var _ = set.status();
    } catch (UnixException.Denied _) {
      // It is there; those who may only change it may not ask.
    }
    return set;
  }

  /// Finds the set of a list, if it still is that one.
  ///
  /// @param seen what was said about it
  /// @return the set
  /// @throws UnixException with EINVAL if there is none by its number, EACCES if this user may not
  ///   ask, EIDRM if that is another one now, or its owner or mode was changed
  public static SemaphoreSet of(SemaphoreSetStatus seen) throws UnixException {
    var set = ofId(seen.id());
    if (!set.status().isOfTheSame(seen)) {
      throw UnixException.of("semctl", set.name, Errno.EIDRM);
    }
    return set;
  }

  /// {@return all sets of this IPC namespace, also those of others}
  ///
  /// @throws UnixException with ENOSYS if this kernel has none
  public static List<SemaphoreSetStatus> list() throws UnixException {
    return Semid.list();
  }

  /// {@return the number of the set, by which every process of this machine can find it}
  public int id() {
    return id;
  }

  /// Does all of some operations at once, waiting until all are possible; or none.
  ///
  /// On a virtual thread a platform thread waits, so that no carrier is blocked. A thread that is
  /// interrupted in the very moment in which it succeeds has succeeded, and stays interrupted.
  ///
  /// @param deadline when to give up; [Deadline#NOW] does not wait
  /// @param operations what to do, at least one
  /// @return false if the deadline passed; nothing was done then
  /// @throws IllegalArgumentException if there is no operation
  /// @throws UnixException with EINVAL if there is no such set any more, EFBIG if it has no
  ///   semaphore of that index, ERANGE if a value would be above [#HIGHEST_VALUE], E2BIG if these
  ///   are too many operations (the message names the limit), EIDRM if the set is removed
  ///   meanwhile, EACCES, or ENOSPC or ENOMEM if there is no memory for what is to be undone
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was done then
  public boolean operate(Deadline deadline, Operation... operations)
      throws UnixException, InterruptedException {
    var list = List.of(operations);
    if (list.isEmpty()) {
      throw new IllegalArgumentException("no operation");
    }
    if (Thread.currentThread().isVirtual()) { // another thread makes the call
      return operate(new Semtimedop(id, list, deadline, Arena.ofAuto()), deadline, list.size());
    }
    try (var arena = Arena.ofConfined()) {
      return operate(new Semtimedop(id, list, deadline, arena), deadline, list.size());
    }
  }

  private boolean operate(Semtimedop call, Deadline deadline, int count)
      throws UnixException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var result = deadline == Deadline.NOW ? call.run() : Wait.call(deadline, call);
    if (result == -Errno.EAGAIN.number() || result == Wait.TIMED_OUT) {
      return false;
    }
    if (result < 0) {
      var errno = new Errno((int) -result);
      var why = errno.equals(Errno.EFBIG) ? missing(call.highest()) : "";
      throw UnixException.of("semop", name + why + Limits.ofOperations(errno, count), errno);
    }
    return true;
  }

  /// Sets the value of one semaphore; who waits for it goes on. What processes wanted to have
  /// undone is forgotten.
  ///
  /// @param index which semaphore, 0 for the first
  /// @param value 0 to [#HIGHEST_VALUE]
  /// @throws UnixException with ERANGE if there is no such value, EINVAL if there is no such set or
  ///   semaphore, or EACCES
  public void setValue(int index, int value) throws UnixException {
    var _ = checked(SysSemH.semctl(id, index, SysSemH.SETVAL, value), index);
  }

  /// Sets all values at once.
  ///
  /// @param values 0 to [#HIGHEST_VALUE], one for each semaphore
  /// @throws IllegalArgumentException if there are not as many as the set has semaphores
  /// @throws UnixException with ERANGE if there is no such value, EINVAL, or EACCES
  public void setValues(int... values) throws UnixException {
    var size = status().size();
    if (values.length != size) {
      throw new IllegalArgumentException(values.length + " values for " + size + " semaphores");
    }
    try (var arena = Arena.ofConfined()) {
      var array = arena.allocate(ValueLayout.JAVA_SHORT, size);
      for (var i = 0; i < size; i++) {
        if (values[i] < 0 || values[i] > HIGHEST_VALUE) {
          throw UnixException.of("semctl", name, Errno.ERANGE); // 16 bits would hide it
        }
        array.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) values[i]);
      }
      var _ = Semid.checked(SysSemH.semctl(id, SysSemH.SETALL, array), name);
    }
  }

  /// Returns all values, as they were at one moment.
  ///
  /// @return one for each semaphore
  /// @throws UnixException with EINVAL if there is no such set any more, or EACCES
  public int[] values() throws UnixException {
    var size = status().size();
    try (var arena = Arena.ofConfined()) {
      var array = arena.allocate(ValueLayout.JAVA_SHORT, size);
      var _ = Semid.checked(SysSemH.semctl(id, SysSemH.GETALL, array), name);
      var values = new int[size];
      for (var i = 0; i < size; i++) {
        values[i] = array.getAtIndex(ValueLayout.JAVA_SHORT, i);
      }
      return values;
    }
  }

  /// Tells the value of one semaphore, who waits for it, and who changed it last. Between the
  /// answers it may change.
  ///
  /// @param index which semaphore, 0 for the first
  /// @return what the kernel knows
  /// @throws UnixException with EINVAL if there is no such set or semaphore, or EACCES
  public SemaphoreStatus status(int index) throws UnixException {
    return new SemaphoreStatus(
        ask(index, SysSemH.GETVAL),
        ask(index, SysSemH.GETNCNT),
        ask(index, SysSemH.GETZCNT),
        ask(index, SysSemH.GETPID));
  }

  private int ask(int index, int what) throws UnixException {
    return checked(SysSemH.semctl(id, index, what, 0), index);
  }

  private int checked(int result, int index) throws UnixException {
    return result == -Errno.EINVAL.number()
        ? Semid.checked(result, name + missing(index))
        : Semid.checked(result, name + ", index " + index);
  }

  /// Says after the name of the set that it does not have a semaphore, if that is so: else the set
  /// is gone, for which the kernel has the same errno.
  private String missing(int index) {
    try {
      var size = status().size();
      return index >= size ? ", index " + index + ", but it has only " + size : "";
    } catch (UnixException _) {
      return "";
    }
  }

  /// {@return what the kernel knows of the set}
  ///
  /// @throws UnixException with EINVAL if there is no such set any more, or EACCES
  /// @see <a href="https://man7.org/linux/man-pages/man2/semctl.2.html">semctl(2)</a>
  public SemaphoreSetStatus status() throws UnixException {
    return Semid.status(id, name);
  }

  /// Gives the set to another user. The creator keeps the right to change and remove it.
  ///
  /// @param uid the user
  /// @param gid the group
  /// @throws UnixException with EPERM if it is not this user's set, EINVAL, or EACCES
  public void setOwner(int uid, int gid) throws UnixException {
    Semid.set(
        id,
        name,
        ds -> {
          ds.set(ValueLayout.JAVA_INT, Semid.UID, uid);
          ds.set(ValueLayout.JAVA_INT, Semid.GID, gid);
        });
  }

  /// Sets who may use the set.
  ///
  /// @param mode who may ask (read) and change (write), as in `0660`
  /// @throws UnixException with EPERM if it is not this user's set, EINVAL, or EACCES
  public void setMode(FileMode mode) throws UnixException {
    Semid.set(id, name, ds -> ds.set(ValueLayout.JAVA_INT, Semid.MODE, mode.bits()));
  }

  /// Removes the set; all who wait end with EIDRM.
  ///
  /// @throws UnixException with EPERM if it is not this user's set, or EINVAL if it is gone
  public void remove() throws UnixException {
    var _ = Semid.checked(SysSemH.semctl(id, 0, SysIpcH.IPC_RMID, 0), name);
  }

  @Override
  public String toString() {
    return name + " (id " + id + ")";
  }
}
