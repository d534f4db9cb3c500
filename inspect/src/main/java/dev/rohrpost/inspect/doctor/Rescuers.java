package dev.rohrpost.inspect.doctor;

import dev.rohrpost.inspect.Flow;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.IpcSocket;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.SocketState;
import dev.rohrpost.inspect.doctor.Wait.Nature;
import dev.rohrpost.inspect.doctor.Wait.Reach;
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
        .map(object -> processes(object, link, flow))
        // Had nobody the other end, the kernel would have ended the wait: somebody unseen has it.
        .filter(processes -> !processes.isEmpty())
        .map(processes -> new Reach(link.fd(), link.object(), nature, processes, Set.of()));
  }

  private Set<Integer> processes(IpcObject object, Link link, Flow flow) {
    return switch (object) {
      case IpcObject.Pipe _ -> pipe(link, flow);
      case IpcSocket.UnixSocket socket -> isPaired(socket) ? peers(object) : Set.of();
      case IpcSocket.InternetSocket socket ->
          socket.state() == SocketState.CONNECTED ? peers(object) : Set.of();
      case IpcObject.EventFd _ -> holders(link.object(), _ -> true);
      case IpcObject.PidFd process ->
          sample.process(process.process()).filter(found -> !found.isZombie()).isPresent()
              ? Set.of(process.process())
              : Set.of();
      default -> Set.of(); // a FIFO may be opened by anybody; the rest is moved by the kernel
    };
  }

  /// Who polls the wrong end waits for the others to go.
  private Set<Integer> pipe(Link link, Flow flow) {
    var reads = link.flow() == Flow.BOTH ? flow == Flow.READ : link.flow() == Flow.READ;
    return holders(link.object(), reads ? Flow::writes : Flow::reads);
  }

  /// To a socket of datagrams that has a name, anybody may send.
  private static boolean isPaired(IpcSocket.UnixSocket socket) {
    return socket.state() == SocketState.CONNECTED
        && (!socket.type().equals("dgram") || socket.name().isEmpty());
  }

  private Set<Integer> peers(IpcObject object) {
    return object.peer().map(peer -> holders(peer, _ -> true)).orElse(Set.of());
  }

  Set<Integer> holders(String object, Predicate<Flow> able) {
    var pids = new TreeSet<Integer>();
    for (var link : sample.picture().holders(object)) {
      if (able.test(link.flow())) {
        pids.add(link.pid());
      }
    }
    return pids;
  }
}
