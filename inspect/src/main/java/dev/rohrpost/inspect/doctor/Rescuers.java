package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Flow;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.IpcSocket;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.SocketState;
import dev.rohrpost.inspect.doctor.Wait.Nature;
import dev.rohrpost.inspect.doctor.Wait.Reach;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Finds out who could end a wait for an object.
final class Rescuers {
  private final Sample sample;

  Rescuers(Sample sample) {
    this.sample = sample;
  }

  /// Returns who could end a wait.
  ///
  /// @param link what is waited for
  /// @param flow whether it waits for something to come, or for space
  /// @return empty if that could be anybody
  Optional<Reach> reach(Link link, Flow flow) {
    var nature = flow == Flow.READ ? Nature.READ : Nature.WRITE;
    return sample
        .object(link)
        .flatMap(object ->
            object instanceof IpcObject.PidFd process
                ? end(process, link, nature)
                : through(ends(object, link, flow), link, nature));
  }

  private Optional<Reach> end(IpcObject.PidFd process, Link link, Nature nature) {
    return sample
        .process(process.process())
        .filter(found -> !found.isZombie())
        .map(found -> new Reach(link.fd(), link.object(), nature, Set.of(found.pid()), Set.of()));
  }

  /// Had nobody the other end, the kernel would have ended the wait: somebody unseen has it.
  private static Optional<Reach> through(Set<Link> ends, Link link, Nature nature) {
    if (ends.isEmpty()) {
      return Optional.empty();
    }
    var pids = new TreeSet<Integer>();
    ends.forEach(end -> pids.add(end.pid()));
    return Optional.of(new Reach(link.fd(), link.object(), nature, pids, Set.of(), ends));
  }

  private Set<Link> ends(IpcObject object, Link link, Flow flow) {
    return switch (object) {
      case IpcObject.Pipe pipe -> pipe(pipe, link, flow);
      case IpcSocket.UnixSocket socket -> isPaired(socket) ? peers(object) : Set.of();
      case IpcSocket.InternetSocket socket ->
          socket.state() == SocketState.CONNECTED ? peers(object) : Set.of();
      case IpcObject.EventFd _ -> links(link.object(), _ -> true);
      default -> Set.of(); // a FIFO may be opened by anybody; the rest is moved by the kernel
    };
  }

  /// Who polls the wrong end waits for the others to go. Who could go on, but sleeps, waits for
  /// something else, such as the end of a freezer.
  private Set<Link> pipe(IpcObject.Pipe pipe, Link link, Flow flow) {
    var reads = link.flow() == Flow.BOTH ? flow == Flow.READ : link.flow() == Flow.READ;
    var canGoOn =
        (link.flow() == Flow.BOTH || link.flow() == flow)
            && pipe.fill().filter(fill -> reads ? fill.pages() > 0 : !fill.isFull()).isPresent();
    return canGoOn ? Set.of() : links(link.object(), reads ? Flow::writes : Flow::reads);
  }

  /// To a socket of datagrams that has a name, anybody may send.
  private static boolean isPaired(IpcSocket.UnixSocket socket) {
    return socket.state() == SocketState.CONNECTED
        && (!socket.type().equals("dgram") || socket.name().isEmpty());
  }

  private Set<Link> peers(IpcObject object) {
    return object.peer().map(peer -> links(peer, _ -> true)).orElse(Set.of());
  }

  Set<Integer> holders(String object, Predicate<Flow> able) {
    var pids = new TreeSet<Integer>();
    links(object, able).forEach(link -> pids.add(link.pid()));
    return pids;
  }

  private Set<Link> links(String object, Predicate<Flow> able) {
    var links = new HashSet<Link>();
    for (var link : sample.picture().holders(object)) {
      if (able.test(link.flow())) {
        links.add(link);
      }
    }
    return links;
  }
}
