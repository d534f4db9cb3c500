package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// What this library uses of `<sys/msg.h>`.
public final class SysMsgH {
  /// Cut what is too long.
  public static final int MSG_NOERROR = 0x1000;

  /// Any type but this.
  public static final int MSG_EXCEPT = 0x2000;

  /// Copy a message, and leave it there.
  public static final int MSG_COPY = 0x4000;

  /// How much there is of everything; answers the highest index in use.
  public static final int MSG_INFO = 12;

  /// As `IPC_STAT`, but by index, for every user; answers the id.
  public static final int MSG_STAT_ANY = 13;

  /// All there is to know of a queue.
  public static final StructLayout MSQID_DS =
      structLayout(
              SysIpcH.IPC_PERM.withName("msg_perm"),
              JAVA_LONG.withName("msg_stime"),
              JAVA_LONG.withName("msg_rtime"),
              JAVA_LONG.withName("msg_ctime"),
              JAVA_LONG.withName("__msg_cbytes"),
              JAVA_LONG.withName("msg_qnum"),
              JAVA_LONG.withName("msg_qbytes"),
              JAVA_INT.withName("msg_lspid"),
              JAVA_INT.withName("msg_lrpid"),
              paddingLayout(16))
          .withName("msqid_ds");

  private static final CFunction MSGGET = CFunction.of("int msgget(key_t, int)");
  private static final CFunction MSGCTL = CFunction.of("int msgctl(int, int, struct msqid_ds *)");

  /// What moves bytes has handles of its own, which keep the memory alive during the call.
  private static final class Transfer {
    static final MethodHandle MSGSND =
        link(
            "int msgsnd(int, const void *, size_t, int)",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    static final MethodHandle MSGRCV =
        link(
            "ssize_t msgrcv(int, void *, size_t, long, int)",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT));
  }

  private SysMsgH() {}

  /// `int msgget(key_t key, int msgflg)`
  ///
  /// Finds or makes a queue.
  ///
  /// @param key its key, or `IPC_PRIVATE`
  /// @param msgflg `IPC_CREAT`, `IPC_EXCL` and the permissions
  /// @return its id, or the negated errno
  public static int msgget(int key, int msgflg) {
    return MSGGET.call(key, msgflg);
  }

  /// `int msgctl(int msqid, int op, struct msqid_ds *buf)`
  ///
  /// Asks about a queue, changes it or removes it.
  ///
  /// @param msqid the queue; an index for `MSG_STAT_ANY`
  /// @param op `IPC_*` or `MSG_*`
  /// @param buf an `msqid_ds`, or NULL
  /// @return what the operation answers, or the negated errno
  public static int msgctl(int msqid, int op, MemorySegment buf) {
    return MSGCTL.call(msqid, op, buf.address());
  }

  /// `int msgsnd(int msqid, const void *msgp, size_t msgsz, int msgflg)`
  ///
  /// Sends a message.
  ///
  /// @param msqid the queue
  /// @param msgp the type, a long, and then the body
  /// @param msgsz the size of the body
  /// @param msgflg `IPC_NOWAIT`
  /// @return 0, or the negated errno
  public static int msgsnd(int msqid, MemorySegment msgp, long msgsz, int msgflg) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (int) Transfer.MSGSND.invokeExact(cell, msqid, msgp, msgsz, msgflg), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `ssize_t msgrcv(int msqid, void *msgp, size_t msgsz, long msgtyp, int msgflg)`
  ///
  /// Takes a message.
  ///
  /// @param msqid the queue
  /// @param msgp where the type and then the body go
  /// @param msgsz the room for the body
  /// @param msgtyp which type; an index for `MSG_COPY`
  /// @param msgflg `IPC_NOWAIT`, `MSG_*`
  /// @return the size of the body, or the negated errno
  public static long msgrcv(int msqid, MemorySegment msgp, long msgsz, long msgtyp, int msgflg) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (long) Transfer.MSGRCV.invokeExact(cell, msqid, msgp, msgsz, msgtyp, msgflg), cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }
}
