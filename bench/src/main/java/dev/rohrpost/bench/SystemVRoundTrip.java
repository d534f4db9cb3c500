package dev.rohrpost.bench;

import dev.rohrpost.UnixException;
import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.queue.MessageBuffer;
import dev.rohrpost.queue.SystemVQueue;
import dev.rohrpost.queue.TypeSelection;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/// One queue for both directions: type 1 goes there, type 2 comes back. The other process is told
/// the number of the queue, and ends when it is removed.
final class SystemVRoundTrip implements Benchmark {

  private static final int THERE = 1;
  private static final int BACK = 2;

  @Override
  public String name() {
    return "sysv-round-trip";
  }

  @Override
  public String what() {
    return "128 bytes there and back over a System V queue, between two processes";
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
    return new InJava("ours", SystemVRoundTrip::start, SystemVRoundTrip::serve);
  }

  private static Work start(Partner partner) throws IOException {
    var queue = SystemVQueue.create(SystemVKey.PRIVATE);
    var _ = partner.startWithOurs(Integer.toString(queue.id()));
    return new RoundTrip(
        new QueueWire(queue, THERE, TypeSelection.ofType(BACK), buffer(), queue::remove));
  }

  private static void serve(List<String> arguments) throws IOException, InterruptedException {
    var queue = SystemVQueue.ofId(Integer.parseInt(arguments.getFirst()));
    RoundTrip.echo(new QueueWire(queue, BACK, TypeSelection.ofType(THERE), buffer(), () -> {}));
  }

  private static MessageBuffer buffer() {
    return MessageBuffer.allocate(Arena.global(), RoundTrip.SIZE).setLength(RoundTrip.SIZE);
  }

  /// What is to be done at the end.
  private interface End {
    void run() throws UnixException;
  }

  /// @param type what messages are sent as
  /// @param wanted what messages come as
  private record QueueWire(
      SystemVQueue queue, long type, TypeSelection wanted, MessageBuffer buffer, End end)
      implements Wire {
    @Override
    public void send() throws UnixException, InterruptedException {
      var _ = queue.send(buffer, type, Deadline.NEVER);
    }

    @Override
    public int receive() throws UnixException, InterruptedException {
      try {
        var _ = queue.receive(buffer, wanted, Deadline.NEVER);
        return buffer.length();
      } catch (UnixException.Disconnected e) {
        return -1;
      }
    }

    @Override
    public void close() throws UnixException {
      end.run();
    }
  }
}
