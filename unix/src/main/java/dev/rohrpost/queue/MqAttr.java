package dev.rohrpost.queue;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.ipc.Sysctl;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.MqueueH;
import dev.rohrpost.libc.SysResourceH;
import dev.rohrpost.libc.SysStatH;
import dev.rohrpost.libc.SysUioH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Asking about POSIX queues, and why one could not be made.
final class MqAttr {
  static final long MESSAGES = offset(MqueueH.MQ_ATTR, "mq_maxmsg");
  static final long MESSAGE_BYTES = offset(MqueueH.MQ_ATTR, "mq_msgsize");

  private static final long WAITING = offset(MqueueH.MQ_ATTR, "mq_curmsgs");

  /// What reading the descriptor of a queue gives.
  private static final Pattern TEXT =
      Pattern.compile("QSIZE:(\\d+)\\s+NOTIFY:\\d+\\s+SIGNO:\\d+\\s+NOTIFY_PID:(\\d+)\\s*");

  private static final int TEXT_ROOM = 128;

  private MqAttr() {}

  static PosixQueueStatus status(Fd fd, String name) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      return fd.borrow("mq_getattr", n -> status(n, arena));
    } catch (UnixException e) {
      throw e.about(name);
    }
  }

  private static PosixQueueStatus status(int number, Arena arena) throws UnixException {
    var attr = arena.allocate(MqueueH.MQ_ATTR);
    MqueueH.mq_getattr(number, attr);
    var stat = arena.allocate(SysStatH.STAT);
    SysStatH.fstat(number, stat);
    var settings =
        new PosixQueueSettings(
            (int) attr.get(ValueLayout.JAVA_LONG, MESSAGES),
            (int) attr.get(ValueLayout.JAVA_LONG, MESSAGE_BYTES));
    var text = TEXT.matcher(text(number, arena));
    var known = text.matches();
    var notified = known ? Integer.parseInt(text.group(2)) : 0;
    return new PosixQueueStatus(
        member(stat, "st_uid"),
        member(stat, "st_gid"),
        FileMode.permissionsIn(member(stat, "st_mode")),
        settings,
        (int) attr.get(ValueLayout.JAVA_LONG, WAITING),
        known ? OptionalLong.of(Long.parseLong(text.group(1))) : OptionalLong.empty(),
        notified == 0 ? OptionalInt.empty() : OptionalInt.of(notified));
  }

  /// From the front, because all who share the descriptor share its position.
  private static String text(int number, Arena arena) {
    var text = arena.allocate(TEXT_ROOM);
    var iovec = arena.allocate(SysUioH.IOVEC);
    iovec.set(ValueLayout.JAVA_LONG, 0, text.address());
    iovec.set(ValueLayout.JAVA_LONG, 8, text.byteSize());
    var count = SysUioH.preadv2(number, iovec, 1, 0, 0, text);
    return count < 0
        ? ""
        : new String(
            text.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII);
  }

  private static int member(MemorySegment stat, String name) {
    return stat.get(ValueLayout.JAVA_INT, offset(SysStatH.STAT, name));
  }

  private static long offset(StructLayout struct, String name) {
    return struct.byteOffset(PathElement.groupElement(name));
  }

  /// Names the limit where there is one.
  static UnixException openFailure(String name, Errno errno, int flags, PosixQueueSettings asked) {
    var made = (flags & FcntlH.O_CREAT) != 0;
    var limit = made ? limit(errno, asked) : "";
    return UnixException.of("mq_open", limit.isEmpty() ? name : name + ", " + limit, errno);
  }

  private static String limit(Errno errno, PosixQueueSettings asked) {
    if (errno.equals(Errno.ENOSPC)) {
      return Sysctl.named("fs.mqueue.queues_max");
    }
    if (errno.equals(Errno.EMFILE) && canOpen()) {
      return "RLIMIT_MSGQUEUE is " + bytesOfUser() + " bytes for all queues of this user";
    }
    if (errno.equals(Errno.EINVAL)) {
      return asked.messages() > Sysctl.number("fs.mqueue.msg_max").orElse(Long.MAX_VALUE)
          ? asked.messages() + " messages, " + Sysctl.named("fs.mqueue.msg_max")
          : asked.messageBytes() + " bytes each, " + Sysctl.named("fs.mqueue.msgsize_max");
    }
    return "";
  }

  /// EMFILE has two reasons: is there a descriptor left?
  private static boolean canOpen() {
    try (var arena = Arena.ofConfined()) {
      var opened = FcntlH.open(arena.allocateFrom("/"), FcntlH.O_RDONLY | FcntlH.O_CLOEXEC, 0);
      return opened >= 0 && UnistdH.close(opened) == 0;
    }
  }

  private static String bytesOfUser() {
    try (var arena = Arena.ofConfined()) {
      var limit = arena.allocate(SysResourceH.RLIMIT);
      SysResourceH.prlimit(0, SysResourceH.RLIMIT_MSGQUEUE, MemorySegment.NULL, limit);
      return Long.toUnsignedString(limit.get(ValueLayout.JAVA_LONG, 0));
    } catch (UnixException _) {
      return "reached, which";
    }
  }
}
