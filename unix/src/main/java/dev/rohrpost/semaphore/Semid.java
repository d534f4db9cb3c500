package dev.rohrpost.semaphore;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.ipc.Ownership;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.libc.SysIpcH;
import dev.rohrpost.libc.SysSemH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asking about sets, and changing them: everything that `semid_ds` is for.
final class Semid {
  static final long UID = member("sem_perm", "uid");
  static final long GID = member("sem_perm", "gid");
  static final long MODE = member("sem_perm", "mode");

  private Semid() {}

  /// Changes some members of a structure.
  @FunctionalInterface
  interface Change {
    void in(MemorySegment semidDs);
  }

  static SemaphoreSetStatus status(int id, String name) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      return read(id, stat(id, name, arena));
    }
  }

  /// All that are not changed are set to what they are: there is one call for all of them.
  static void set(int id, String name, Change change) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var semidDs = stat(id, name, arena);
      change.in(semidDs);
      var _ = checked(SysSemH.semctl(id, SysIpcH.IPC_SET, semidDs), name);
    }
  }

  /// Goes through all indices. One that is free says EINVAL, one whose set is being removed EIDRM.
  static List<SemaphoreSetStatus> list() throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(SysSemH.SEMID_DS); // larger than a seminfo
      var highest = checked(SysSemH.semctl(0, SysSemH.SEM_INFO, buffer), "all semaphores");
      var all = new ArrayList<SemaphoreSetStatus>();
      for (var index = 0; index <= highest; index++) {
        var id = SysSemH.semctl(index, SysSemH.SEM_STAT_ANY, buffer);
        if (id >= 0) {
          all.add(read(id, buffer));
        }
      }
      return List.copyOf(all);
    }
  }

  static int checked(int result, String name) throws UnixException {
    if (result < 0) {
      throw UnixException.of("semctl", name, new Errno(-result));
    }
    return result;
  }

  private static MemorySegment stat(int id, String name, Arena arena) throws UnixException {
    var semidDs = arena.allocate(SysSemH.SEMID_DS);
    var _ = checked(SysSemH.semctl(id, SysIpcH.IPC_STAT, semidDs), name);
    return semidDs;
  }

  private static SemaphoreSetStatus read(int id, MemorySegment from) {
    var lastOperation = number(from, "sem_otime");
    return new SemaphoreSetStatus(
        id,
        new SystemVKey(integer(from, member("sem_perm", "__key"))),
        new Ownership(
            integer(from, UID),
            integer(from, GID),
            integer(from, member("sem_perm", "cuid")),
            integer(from, member("sem_perm", "cgid")),
            FileMode.permissionsIn(integer(from, MODE))),
        (int) number(from, "sem_nsems"),
        lastOperation == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(lastOperation)),
        Instant.ofEpochSecond(number(from, "sem_ctime")));
  }

  private static int integer(MemorySegment from, long at) {
    return from.get(ValueLayout.JAVA_INT, at);
  }

  private static long number(MemorySegment from, String name) {
    return from.get(
        ValueLayout.JAVA_LONG, SysSemH.SEMID_DS.byteOffset(PathElement.groupElement(name)));
  }

  private static long member(String group, String name) {
    return SysSemH.SEMID_DS.byteOffset(
        PathElement.groupElement(group), PathElement.groupElement(name));
  }
}
