package dev.rohrpost.queue;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.ipc.Sysctl;
import dev.rohrpost.libc.SysIpcH;
import dev.rohrpost.libc.SysMsgH;
import java.lang.foreign.Arena;
import java.util.Optional;

/// Sending to and receiving from one System V queue, with and without waiting.
///
/// @param id its number
/// @param name what failures call it
record MsgTransfer(int id, String name) {
  private static final long EAGAIN = -Errno.EAGAIN.number();
  private static final long ENOMSG = -Errno.ENOMSG.number();
  private static final long E2BIG = -Errno.E2BIG.number();

  /// What `kernel.msgmax` is unless somebody has changed it.
  private static final int USUAL_LONGEST = 8192;

  /// Sends a message; answers false if the deadline passed.
  boolean send(MessageBuffer message, Deadline deadline)
      throws UnixException, InterruptedException {
    checkInterrupt();
    var result = (long) SysMsgH.msgsnd(id, message.head, message.length(), SysIpcH.IPC_NOWAIT);
    if (result == EAGAIN) {
      checkFits(message.length());
      result = deadline == Deadline.NOW ? Wait.TIMED_OUT : await(message, deadline);
    }
    if (result < 0 && result != Wait.TIMED_OUT) {
      throw sendFailure(new Errno((int) -result), message.length());
    }
    return result != Wait.TIMED_OUT;
  }

  /// For a virtual thread another one makes the call, which may not touch memory that is confined
  /// to the virtual one.
  private long await(MessageBuffer message, Deadline deadline)
      throws UnixException, InterruptedException {
    if (!Thread.currentThread().isVirtual()) {
      return Wait.call(deadline, message.msgsnd.to(id));
    }
    try (var arena = Arena.ofShared()) {
      var twin = MessageBuffer.allocate(arena, message.capacity());
      twin.copyFrom(message);
      return Wait.call(deadline, twin.msgsnd.to(id));
    }
  }

  /// The kernel would wait for ever for a message that is longer than the queue may ever hold.
  /// Those who may not ask for the limit are left to wait.
  private void checkFits(int length) throws UnixException {
    try {
      var limit = Msqid.status(id, name).limit();
      if (length > limit) {
        throw UnixException.of(
            "msgsnd", name + ", " + length + " bytes for a limit of " + limit, Errno.EMSGSIZE);
      }
    } catch (UnixException.Denied _) {
      // May send, but not ask.
    }
  }

  private UnixException sendFailure(Errno errno, int length) {
    var tooLong =
        errno.equals(Errno.EINVAL)
            && length > Sysctl.number("kernel.msgmax").orElse(Long.MAX_VALUE);
    var object = tooLong ? name + ", " + length + " bytes, " + Sysctl.named("kernel.msgmax") : name;
    return UnixException.of("msgsnd", object, errno);
  }

  /// Receives a message; answers its size, or [Wait#TIMED_OUT].
  long receive(MessageBuffer into, Msgrcv call, Deadline deadline)
      throws UnixException, InterruptedException {
    checkInterrupt();
    if (deadline == Deadline.NEVER && !Thread.currentThread().isVirtual()) {
      return checked(Wait.call(deadline, call), into);
    }
    var result = call.attempt();
    if (result == ENOMSG) {
      result = deadline == Deadline.NOW ? Wait.TIMED_OUT : await(into, call, deadline);
    }
    return checked(result, into);
  }

  private static long await(MessageBuffer into, Msgrcv call, Deadline deadline)
      throws UnixException, InterruptedException {
    if (!Thread.currentThread().isVirtual()) {
      return Wait.call(deadline, call);
    }
    try (var arena = Arena.ofShared()) {
      var twin = MessageBuffer.allocate(arena, into.capacity());
      var result = Wait.call(deadline, twin.msgrcv.as(call));
      into.copyFrom(twin);
      return result;
    }
  }

  private long checked(long result, MessageBuffer into) throws UnixException {
    if (result == Wait.TIMED_OUT || result >= 0) {
      return result;
    }
    var object = result == E2BIG ? name + ", room for " + into.capacity() + " bytes" : name;
    throw UnixException.of("msgrcv", object, new Errno((int) -result));
  }

  /// Copies a message; answers false if there are not so many.
  boolean peek(int position, MessageBuffer into) throws UnixException, InterruptedException {
    checkInterrupt();
    var flags = SysMsgH.MSG_COPY | SysIpcH.IPC_NOWAIT;
    var result = SysMsgH.msgrcv(id, into.head, into.capacity(), position, flags);
    if (result == ENOMSG) {
      return false;
    }
    var _ = into.setLength((int) checked(result, into));
    return true;
  }

  /// Receives something, once it has found out how much room that takes.
  @FunctionalInterface
  interface Receiving {
    boolean into(MessageBuffer buffer) throws UnixException, InterruptedException;
  }

  /// A message that is too long for a buffer stays in its place, so a larger one may be tried: as
  /// large as all that is there.
  Optional<TypedMessage> ofAnyLength(Receiving receiving)
      throws UnixException, InterruptedException {
    var room = USUAL_LONGEST;
    while (true) {
      try (var arena = Arena.ofConfined()) {
        var buffer = MessageBuffer.allocate(arena, room);
        return receiving.into(buffer)
            ? Optional.of(new TypedMessage(buffer.type(), buffer.bytes()))
            : Optional.empty();
      } catch (UnixException e) {
        if (!e.is(Errno.E2BIG)) {
          throw e;
        }
        room = (int) Math.max(2L * room, Msqid.status(id, name).bytes());
      }
    }
  }

  private static void checkInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
