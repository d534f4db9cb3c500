package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.queue.PosixQueue;

/// Receives from a POSIX queue.
final class PosixQueueReceiver implements Receiver {
  private static final String ABILITY =
      "it gives the message of the highest priority, and only once";

  private final PosixQueue queue;

  private PosixQueueReceiver(PosixQueue queue) {
    this.queue = queue;
  }

  static PosixQueueReceiver open(String name, Selection wanted) throws UnixException {
    wanted.requireAny("mq:", ABILITY);
    return new PosixQueueReceiver(PosixQueue.open(name, PosixQueue.Access.RECEIVE));
  }

  @Override
  public boolean keepsBorders() {
    return true;
  }

  @Override
  public Received receive(Deadline deadline) throws UnixException, InterruptedException {
    return queue
        .receive(deadline)
        .<Received>map(m -> new Received.Data(Message.of(m.body()).withPriority(m.priority())))
        .orElseGet(Received.Nothing::new);
  }

  @Override
  public void close() {
    queue.close();
  }
}
