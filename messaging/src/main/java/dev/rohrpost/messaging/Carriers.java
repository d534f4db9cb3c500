package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.pipe.Fifo;
import java.util.Optional;

/// Finds the carrier of an endpoint.
final class Carriers {
  private Carriers() {}

  static Optional<Sender> sender(Endpoint to, Deadline deadline)
      throws UnixException, InterruptedException {
    return switch (to) {
      case Endpoint.NamedPipe(var path) ->
          Fifo.openForWriting(path, deadline).map(end -> new StreamSender("fifo:", end));
      case Endpoint.Descriptor(var number) ->
          Optional.of(new StreamSender("fd:", new WriteEnd(Fd.inherit(number))));
      case Endpoint.Standard() -> Optional.of(new StreamSender("-", new WriteEnd(Fd.inherit(1))));
      case Endpoint.SignalTo(var pid) -> Optional.of(new SignalSender(pid));
    };
  }

  static Optional<Receiver> receiver(Endpoint from, Selection wanted, Deadline deadline)
      throws UnixException, InterruptedException {
    return switch (from) {
      case Endpoint.NamedPipe(var path) -> {
        StreamReceiver.refuseSelection("fifo:", wanted);
        yield Fifo.openForReading(path, deadline).map(StreamReceiver::new);
      }
      case Endpoint.Descriptor(var number) -> {
        StreamReceiver.refuseSelection("fd:", wanted);
        yield Optional.of(new StreamReceiver(new ReadEnd(Fd.inherit(number))));
      }
      case Endpoint.Standard() -> {
        StreamReceiver.refuseSelection("-", wanted);
        yield Optional.of(new StreamReceiver(new ReadEnd(Fd.inherit(0))));
      }
      case Endpoint.SignalTo(var pid) -> Optional.of(SignalReceiver.open(pid, wanted));
    };
  }
}
