package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.link;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.UnixException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// What this library uses of `<mqueue.h>`.
public final class MqueueH {
  /// How large a queue is, and how full.
  public static final StructLayout MQ_ATTR =
      structLayout(
              JAVA_LONG.withName("mq_flags"),
              JAVA_LONG.withName("mq_maxmsg"),
              JAVA_LONG.withName("mq_msgsize"),
              JAVA_LONG.withName("mq_curmsgs"),
              paddingLayout(32))
          .withName("mq_attr");

  private static final CFunction MQ_OPEN = CFunction.of("mqd_t mq_open(const char *, int, ...)");
  private static final CFunction MQ_UNLINK = CFunction.of("int mq_unlink(const char *)");
  private static final CFunction MQ_GETATTR =
      CFunction.of("int mq_getattr(mqd_t, struct mq_attr *)");
  private static final CFunction MQ_NOTIFY =
      CFunction.of("int mq_notify(mqd_t, const struct sigevent *)");

  /// What moves bytes has handles of its own, which keep the memory of the message alive during the
  /// call. Whatever else they point to has to be of the same arena, or to be kept otherwise: each
  /// segment more that is kept makes it less likely that the compiler sees through the call.
  private static final class Transfer {
    static final MethodHandle MQ_TIMEDSEND =
        link(
            "int mq_timedsend(mqd_t, const char *, size_t, unsigned int, const struct timespec *)",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG));
    static final MethodHandle MQ_TIMEDRECEIVE =
        link(
            "ssize_t mq_timedreceive(mqd_t, char *, size_t, unsigned int *, "
                + "const struct timespec *)",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  }

  private MqueueH() {}

  /// `mqd_t mq_open(const char *name, int oflag, mode_t mode, struct mq_attr *attr)`
  ///
  /// Opens or makes a queue. On Linux, what it answers is a descriptor.
  ///
  /// @param name begins with a slash
  /// @param oflag `O_*`
  /// @param mode the permissions of a new queue, before the umask
  /// @param attr the sizes of a new queue, or NULL
  /// @return the descriptor, or the negated errno
  public static int mq_open(MemorySegment name, int oflag, int mode, MemorySegment attr) {
    return MQ_OPEN.call(name.address(), oflag, mode, attr.address());
  }

  /// `int mq_unlink(const char *name)`
  ///
  /// Removes a name.
  ///
  /// @param name begins with a slash
  /// @return 0, or the negated errno
  public static int mq_unlink(MemorySegment name) {
    return MQ_UNLINK.call(name.address());
  }

  /// `int mq_getattr(mqd_t mqdes, struct mq_attr *attr)`
  ///
  /// Asks for the sizes and how many messages there are.
  ///
  /// @param mqdes the queue
  /// @param attr where they go
  /// @throws UnixException with EBADF
  public static void mq_getattr(int mqdes, MemorySegment attr) throws UnixException {
    var _ = MQ_GETATTR.checked(MQ_GETATTR.call(mqdes, attr.address()));
  }

  /// `int mq_notify(mqd_t mqdes, const struct sigevent *sevp)`
  ///
  /// Asks to be told of the next message.
  ///
  /// @param mqdes the queue
  /// @param sevp how, or NULL to be told no more
  /// @throws UnixException with EBADF, EBUSY, EINVAL or ENOMEM
  public static void mq_notify(int mqdes, MemorySegment sevp) throws UnixException {
    var _ = MQ_NOTIFY.checked(MQ_NOTIFY.call(mqdes, sevp.address()));
  }

  /// `int mq_timedsend(mqd_t mqdes, const char *msg_ptr, size_t msg_len, unsigned int msg_prio,
  /// const struct timespec *abs_timeout)`
  ///
  /// Sends a message.
  ///
  /// @param mqdes the queue
  /// @param msgPtr the message
  /// @param msgLen its size
  /// @param msgPrio its priority
  /// @param absTimeout when to give up, on `CLOCK_REALTIME`, in the arena of the message; or NULL,
  ///   as mq_send(3) does
  /// @return 0, or the negated errno
  public static int mq_timedsend(
      int mqdes, MemorySegment msgPtr, long msgLen, int msgPrio, MemorySegment absTimeout) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (int)
              Transfer.MQ_TIMEDSEND.invokeExact(
                  cell, mqdes, msgPtr, msgLen, msgPrio, absTimeout.address()),
          cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `ssize_t mq_timedreceive(mqd_t mqdes, char *msg_ptr, size_t msg_len, unsigned int *msg_prio,
  /// const struct timespec *abs_timeout)`
  ///
  /// Takes the oldest message of the highest priority.
  ///
  /// @param mqdes the queue
  /// @param msgPtr where the message goes
  /// @param msgLen the room there, at least the message size of the queue
  /// @param msgPrio where its priority goes, an int, in the arena of the message; or NULL
  /// @param absTimeout when to give up, on `CLOCK_REALTIME`, in the arena of the message; or NULL,
  ///   as mq_receive(3) does
  /// @return the size of the message, or the negated errno
  public static long mq_timedreceive(
      int mqdes,
      MemorySegment msgPtr,
      long msgLen,
      MemorySegment msgPrio,
      MemorySegment absTimeout) {
    var cell = Libc.cell();
    try {
      return Libc.orErrno(
          (long)
              Transfer.MQ_TIMEDRECEIVE.invokeExact(
                  cell, mqdes, msgPtr, msgLen, msgPrio.address(), absTimeout.address()),
          cell);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }
}
