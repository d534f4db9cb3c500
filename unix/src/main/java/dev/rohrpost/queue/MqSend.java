package dev.rohrpost.queue;

import dev.rohrpost.Errno;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.MqueueH;
import dev.rohrpost.libc.PollH;
import java.lang.foreign.MemorySegment;

/// mq_timedsend(3), which belongs to a buffer. The argument is the priority, and below it, in 32
/// bits, the size.
///
/// A time that has passed long ago makes it a call that does not wait, whatever the clock is set
/// to; no other time is ever given.
record MqSend(MessageBuffer message) implements Wait.Operation {
  private static final long SIZE = 0xffffffffL;

  static long argument(int priority, int size) {
    return (long) priority << Integer.SIZE | size;
  }

  @Override
  public int events() {
    return PollH.POLLOUT;
  }

  @Override
  public String call() {
    return "mq_send";
  }

  @Override
  public long block(int number, MemorySegment data, long argument) {
    return send(number, data, argument, MemorySegment.NULL);
  }

  @Override
  public long attempt(int number, MemorySegment data, long argument) {
    var result = send(number, data, argument, message.longAgo);
    return result == -Errno.ETIMEDOUT.number() ? -Errno.EAGAIN.number() : result;
  }

  private static long send(int number, MemorySegment data, long argument, MemorySegment time) {
    var priority = (int) (argument >>> Integer.SIZE);
    return MqueueH.mq_timedsend(number, data, argument & SIZE, priority, time);
  }
}
