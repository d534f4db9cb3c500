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
      case Endpoint.Descriptor(var number) -> {
        var fd = Fd.inherit(number);
        var socket = SocketCarriers.inherited(fd);
        yield socket.isPresent()
            ? SocketCarriers.sender(socket.get(), deadline)
            : Optional.of(new StreamSender("fd:", new WriteEnd(fd)));
      }
      case Endpoint.Standard() -> Optional.of(new StreamSender("-", new WriteEnd(Fd.inherit(1))));
      case Endpoint.SignalTo(var pid) -> Optional.of(new SignalSender(pid));
      case Endpoint.SystemVQueue queue -> Optional.of(new SystemVSender(SystemVQueues.open(queue)));
      case Endpoint.PosixQueue(var name) -> Optional.of(PosixQueueSender.open(name));
      case Endpoint.UnixSocket _ -> SocketCarriers.sender(to, deadline);
      case Endpoint.Internet _ -> SocketCarriers.sender(to, deadline);
      case Endpoint.Vsock _ -> SocketCarriers.sender(to, deadline);
      case Endpoint.Ring(var name) -> RingSender.open(name, deadline);
    };
  }

  static Optional<Receiver> receiver(Endpoint from, Selection wanted, Deadline deadline)
      throws UnixException, InterruptedException {
    return switch (from) {
      case Endpoint.NamedPipe(var path) -> {
        wanted.requireAny("fifo:", StreamReceiver.ABILITY);
        yield Fifo.openForReading(path, deadline).map(StreamReceiver::new);
      }
      case Endpoint.Descriptor(var number) -> {
        wanted.requireAny("fd:", StreamReceiver.ABILITY);
        var fd = Fd.inherit(number);
        var socket = SocketCarriers.inherited(fd);
        yield socket.isPresent()
            ? SocketCarriers.receiver(socket.get(), deadline)
            : Optional.of(new StreamReceiver(new ReadEnd(fd)));
      }
      case Endpoint.Standard() -> {
        wanted.requireAny("-", StreamReceiver.ABILITY);
        yield Optional.of(new StreamReceiver(new ReadEnd(Fd.inherit(0))));
      }
      case Endpoint.SignalTo(var pid) -> Optional.of(SignalReceiver.open(pid, wanted));
      case Endpoint.SystemVQueue queue -> Optional.of(SystemVReceiver.open(queue, wanted));
      case Endpoint.PosixQueue(var name) -> Optional.of(PosixQueueReceiver.open(name, wanted));
      case Endpoint.UnixSocket _ -> SocketCarriers.receiver(from, wanted, deadline);
      case Endpoint.Internet _ -> SocketCarriers.receiver(from, wanted, deadline);
      case Endpoint.Vsock _ -> SocketCarriers.receiver(from, wanted, deadline);
      case Endpoint.Ring(var name) -> Optional.of(RingReceiver.open(name, wanted));
    };
  }
}
