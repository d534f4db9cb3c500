package dev.rohrpost.queue;

import dev.rohrpost.Errno;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.MqueueH;
import dev.rohrpost.libc.PollH;
import java.lang.foreign.MemorySegment;

/// mq_timedreceive(3), which belongs to a buffer, where the priority goes. The argument is the room
/// in the body. As [MqSend] it gives no time but one that has passed long ago.
record MqReceive(MessageBuffer into) implements Wait.Operation {
  @Override
  public int events() {
    return PollH.POLLIN;
  }

  @Override
  public String call() {
    return "mq_receive";
  }

  @Override
  public long block(int number, MemorySegment data, long argument) {
    return MqueueH.mq_timedreceive(number, data, argument, into.head, MemorySegment.NULL);
  }

  /// A message that is there is returned although the time has passed.
  @Override
  public long attempt(int number, MemorySegment data, long argument) {
    var result = MqueueH.mq_timedreceive(number, data, argument, into.head, into.longAgo);
    return result == -Errno.ETIMEDOUT.number() ? -Errno.EAGAIN.number() : result;
  }
}
