package dev.rohrpost.messaging;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.signal.Reserved;
import dev.rohrpost.signal.SignalInfo;
import dev.rohrpost.signal.Signals;
import java.util.LinkedHashSet;
import java.util.Set;

/// Receives signals of this process as messages.
final class SignalReceiver implements Receiver {
  private static final String ABILITY = "it receives one signal, or USR1 and the real-time ones";

  private final Signals signals;

  private SignalReceiver(Signals signals) {
    this.signals = signals;
  }

  /// Without a selection, receives what is there to be given a meaning: USR1 and the real-time
  /// signals.
  static SignalReceiver open(int pid, Selection wanted) throws UnixException {
    if (pid != ProcessHandle.current().pid()) {
      throw new RefusedException(
          "signal:", "receive for process " + pid, "each process receives its own: signal:self");
    }
    if (wanted.taking() == Selection.Taking.PEEK) {
      throw new RefusedException("signal:", "show a message and keep it", ABILITY);
    }
    return new SignalReceiver(Signals.subscribe(signals(wanted)));
  }

  private static Set<Signal> signals(Selection wanted) {
    if (wanted.types() instanceof Selection.Types.Only(long number)) {
      return Set.of(new Signal(Math.toIntExact(number)));
    }
    if (!(wanted.types() instanceof Selection.Types.Any)) {
      throw new RefusedException("signal:", "select by a range of types", ABILITY);
    }
    var all = new LinkedHashSet<Signal>();
    all.add(Signal.USR1);
    for (var n = Signal.RTMIN.number(); n <= Signal.RTMAX.number(); n++) {
      var signal = new Signal(n);
      if (Reserved.owner(signal).isEmpty()) {
        all.add(signal);
      }
    }
    return all;
  }

  @Override
  public boolean keepsBorders() {
    return true;
  }

  @Override
  public Received receive(Deadline deadline) throws UnixException, InterruptedException {
    return signals
        .take(deadline)
        .<Received>map(info -> new Received.Data(message(info)))
        .orElseGet(Received.Nothing::new);
  }

  private static Message message(SignalInfo info) {
    var value = info.value();
    var body = value.isPresent() ? Integer.toString(value.getAsInt()) : "";
    return Message.of(body).withType(info.signal().number()).fromProcess(info.pid(), info.uid());
  }

  @Override
  public void close() {
    signals.close();
  }
}
