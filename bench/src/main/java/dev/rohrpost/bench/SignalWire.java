package dev.rohrpost.bench;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.libc.SysSignalfdH;
import dev.rohrpost.signal.Signals;
import dev.rohrpost.signal.Target;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Ours: signals to another process, or to this one, and a subscription to what comes back. A
/// message is what the kernel says of a signal, which happens to be as long as that of the other
/// round trips.
record SignalWire(Signals inbox, Target.Pid outbox, Sending sending, MemorySegment message)
    implements Wire {

  private static final long VALUE =
      SysSignalfdH.SIGNALFD_SIGINFO.byteOffset(PathElement.groupElement("ssi_int"));

  /// How a signal is sent.
  interface Sending {
    void send(Target.Pid outbox, int value) throws UnixException;
  }

  /// Signals to the partner, which has subscribed, too, when this returns.
  static SignalWire to(Partner partner, Signal signal, Sending sending) throws IOException {
    var process = partner.start(Long.toString(ProcessHandle.current().pid()));
    var wire = between(signal, process.pid(), sending);
    if (process.getInputStream().read() < 0) {
      throw new IOException("the partner is gone");
    }
    return wire;
  }

  /// Signals back to the process that the arguments name, until this one is killed.
  static void echo(List<String> arguments, Signal signal, Sending sending)
      throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().start(SignalWire::dieWithStandardInput);
    var wire = between(signal, Long.parseLong(arguments.getFirst()), sending);
    System.out.println("ready");
    RoundTrip.echo(wire);
  }

  /// Subscribes to a signal.
  static SignalWire between(Signal signal, long pid, Sending sending) throws UnixException {
    return new SignalWire(
        Signals.subscribe(signal),
        new Target.Pid((int) pid),
        sending,
        Arena.global().allocate(SysSignalfdH.SIGNALFD_SIGINFO));
  }

  @SuppressWarnings("SystemExitOutsideMain") // nothing else gets the main thread out
  private static void dieWithStandardInput() {
    try {
      var _ = System.in.read();
    } catch (IOException e) {
      // as good as its end
    }
    Runtime.getRuntime().halt(0);
  }

  /// Returns what the last message carried.
  int value() {
    return message.get(ValueLayout.JAVA_INT, VALUE);
  }

  @Override
  public void send() throws UnixException {
    sending.send(outbox, value());
  }

  @Override
  public int receive() throws UnixException, InterruptedException {
    inbox.take(message, Deadline.NEVER);
    return (int) message.byteSize();
  }

  @Override
  public void close() {
    inbox.close();
  }
}
