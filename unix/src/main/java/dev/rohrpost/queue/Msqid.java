package dev.rohrpost.queue;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.ipc.Ownership;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.libc.SysIpcH;
import dev.rohrpost.libc.SysMsgH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asking about System V queues, and changing them: everything that `msqid_ds` is for.
final class Msqid {
  static final long UID = member("msg_perm", "uid");
  static final long GID = member("msg_perm", "gid");
  static final long MODE = member("msg_perm", "mode");
  static final long LIMIT = member("msg_qbytes");

  private Msqid() {}

  /// Changes some members of a structure.
  @FunctionalInterface
  interface Change {
    void in(MemorySegment msqidDs);
  }

  static SystemVQueueStatus status(int id, String name) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      return read(id, stat(id, name, arena));
    }
  }

  /// All that are not changed are set to what they are: there is one call for all of them.
  static void set(int id, String name, Change change) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var msqidDs = stat(id, name, arena);
      change.in(msqidDs);
      control(id, SysIpcH.IPC_SET, msqidDs, name);
    }
  }

  static void remove(int id, String name) throws UnixException {
    control(id, SysIpcH.IPC_RMID, MemorySegment.NULL, name);
  }

  /// Goes through all indices, as ipcs(1) does where there is no `/proc`. One that is free says
  /// EINVAL, one whose queue is being removed EIDRM.
  static List<SystemVQueueStatus> list() throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(SysMsgH.MSQID_DS); // larger than an msginfo
      var highest = SysMsgH.msgctl(0, SysMsgH.MSG_INFO, buffer);
      if (highest < 0) {
        throw UnixException.of("msgctl", "all queues", new Errno(-highest));
      }
      var all = new ArrayList<SystemVQueueStatus>();
      for (var index = 0; index <= highest; index++) {
        var id = SysMsgH.msgctl(index, SysMsgH.MSG_STAT_ANY, buffer);
        if (id >= 0) {
          all.add(read(id, buffer));
        }
      }
      return List.copyOf(all);
    }
  }

  private static MemorySegment stat(int id, String name, Arena arena) throws UnixException {
    var msqidDs = arena.allocate(SysMsgH.MSQID_DS);
    control(id, SysIpcH.IPC_STAT, msqidDs, name);
    return msqidDs;
  }

  private static void control(int id, int operation, MemorySegment msqidDs, String name)
      throws UnixException {
    var result = SysMsgH.msgctl(id, operation, msqidDs);
    if (result < 0) {
      throw UnixException.of("msgctl", name, new Errno(-result));
    }
  }

  private static SystemVQueueStatus read(int id, MemorySegment from) {
    return new SystemVQueueStatus(
        id,
        new SystemVKey(integer(from, member("msg_perm", "__key"))),
        new Ownership(
            integer(from, UID),
            integer(from, GID),
            integer(from, member("msg_perm", "cuid")),
            integer(from, member("msg_perm", "cgid")),
            FileMode.permissionsIn(integer(from, MODE))),
        number(from, "msg_qnum"),
        number(from, "__msg_cbytes"),
        number(from, "msg_qbytes"),
        integer(from, member("msg_lspid")),
        integer(from, member("msg_lrpid")),
        time(number(from, "msg_stime")),
        time(number(from, "msg_rtime")),
        Instant.ofEpochSecond(number(from, "msg_ctime")));
  }

  private static int integer(MemorySegment from, long at) {
    return from.get(ValueLayout.JAVA_INT, at);
  }

  private static long number(MemorySegment from, String name) {
    return from.get(ValueLayout.JAVA_LONG, member(name));
  }

  private static Optional<Instant> time(long seconds) {
    return seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
  }

  private static long member(String name) {
    return SysMsgH.MSQID_DS.byteOffset(PathElement.groupElement(name));
  }

  private static long member(String group, String name) {
    return SysMsgH.MSQID_DS.byteOffset(
        PathElement.groupElement(group), PathElement.groupElement(name));
  }
}
