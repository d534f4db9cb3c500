package dev.rohrpost.bench;

import dev.rohrpost.UnixException;
import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.queue.MessageBuffer;
import dev.rohrpost.queue.PosixQueue;
import dev.rohrpost.queue.PosixQueue.Access;
import dev.rohrpost.queue.PosixQueueSettings;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/// Two queues with room for one message. The other process is told their names, says when it has
/// opened them, and ends when an empty message comes.
final class PosixQueueRoundTrip implements Benchmark {

  private static final PosixQueueSettings SETTINGS = new PosixQueueSettings(1, RoundTrip.SIZE);

  @Override
  public String name() {
    return "posix-queue-round-trip";
  }

  @Override
  public String what() {
    return "128 bytes there and back over two POSIX queues, between two processes";
  }

  @Override
  public Load load() {
    return new Load(2000, 1000, 100);
  }

  @Override
  public Target target() {
    return Target.times(1.10);
  }

  @Override
  public Contestant ours() {
    return new InJava("ours", PosixQueueRoundTrip::start, PosixQueueRoundTrip::serve);
  }

  private static Work start(Partner partner) throws IOException {
    var name = "/round-trip-" + ProcessHandle.current().pid();
    var there = PosixQueue.create(name + "-there", SETTINGS);
    var back = PosixQueue.create(name + "-back", SETTINGS);
    try {
      if (partner.start(there.name(), back.name()).getInputStream().read() < 0) {
        throw new IOException("the partner is gone");
      }
    } finally {
      PosixQueue.remove(there.name());
      PosixQueue.remove(back.name());
    }
    return new RoundTrip(new QueueWire(back, there, buffer()));
  }

  private static void serve(List<String> arguments) throws IOException, InterruptedException {
    var there = PosixQueue.open(arguments.getFirst(), Access.RECEIVE);
    var back = PosixQueue.open(arguments.getLast(), Access.BOTH);
    System.out.println("ready");
    RoundTrip.echo(new QueueWire(there, back, buffer()));
  }

  private static MessageBuffer buffer() {
    return MessageBuffer.allocate(Arena.global(), RoundTrip.SIZE).setLength(RoundTrip.SIZE);
  }

  private record QueueWire(PosixQueue in, PosixQueue out, MessageBuffer buffer) implements Wire {
    @Override
    public void send() throws UnixException, InterruptedException {
      var _ = out.send(buffer, 0, Deadline.NEVER);
    }

    @Override
    public int receive() throws UnixException, InterruptedException {
      var _ = in.receive(buffer, Deadline.NEVER);
      return buffer.length();
    }

    @Override
    public void close() throws IOException {
      try {
        var _ = out.send(buffer.setLength(0), 0, Deadline.NOW);
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      } finally {
        in.close();
        out.close();
      }
    }
  }
}
