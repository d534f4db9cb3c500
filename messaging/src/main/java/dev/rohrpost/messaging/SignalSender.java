package dev.rohrpost.messaging;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.signal.Target;

/// Sends signals as messages: the type is the signal, the body a number or nothing.
final class SignalSender implements Sender {
  private static final String ABILITY =
      "its type is a signal, its body nothing or a number of 32 bits";

  private final Target.Pid target;

  SignalSender(int pid) {
    this.target = new Target.Pid(pid);
  }

  @Override
  public boolean keepsBorders() {
    return true;
  }

  @Override
  public Sent send(Message message, Deadline deadline) throws UnixException {
    message.requireNoPriority("signal:", ABILITY);
    message.requireNoDescriptors("signal:", ABILITY);
    var type =
        message
            .type()
            .orElseThrow(
                () -> new RefusedException("signal:", "carry a message without a type", ABILITY));
    if (type < 1 || type > Signal.RTMAX.number()) {
      throw new RefusedException("signal:", "carry type " + type, ABILITY + "; types are 1 to 64");
    }
    var signal = new Signal((int) type);
    var text = message.text().strip();
    if (text.isEmpty()) {
      target.send(signal);
    } else {
      target.queue(signal, number(text));
    }
    return new Sent(message.body().length, true);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new RefusedException("signal:", "carry '" + text + "'", ABILITY);
    }
  }

  @Override
  public void close() {
    // A process is no resource of ours.
  }
}
