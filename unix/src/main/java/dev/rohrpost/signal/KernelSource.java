package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysSignalfdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A signalfd: the kernel's own queue, with sender, code, value and order.
///
/// A signal reaches it only while every thread blocks the signal. [Masks] does that for the threads
/// that are there, and those born later inherit it; but for HUP, INT and TERM, which HotSpot
/// unblocks in every thread that it starts. When such a thread is hit, the handler of [MachineCode]
/// blocks the signal there and hands it back.
final class KernelSource implements Source {
  /// What [#remove] has to put back.
  private record Before(MemorySegment action, Set<Integer> blockedIn) {}

  private final MachineCode code;
  private final Masks masks;
  private final Fd fd;
  private final Map<Signal, Before> before = new HashMap<>();

  KernelSource() throws UnixException {
    code = MachineCode.load();
    masks = new Masks(code);
    fd = Fd.own(signalfd(-1, 0));
  }

  /// First the signalfd, then the handlers, then the masks: a signal that comes meanwhile is handed
  /// back until all threads block it, and is read then.
  @Override
  public void add(Collection<Signal> signals) throws UnixException {
    var wanted = new HashMap<Signal, MemorySegment>();
    try {
      receive(bits(before.keySet()) | bits(signals));
      for (var signal : signals) {
        wanted.put(signal, Actions.handle(signal, code.handBack()));
      }
      var masksBefore = masks.block(bits(signals));
      wanted.forEach((signal, action) ->
          before.put(signal, new Before(action, threadsBlocking(signal, masksBefore))));
    } catch (UnixException e) {
      for (var entry : wanted.entrySet()) {
        Actions.restore(entry.getKey(), entry.getValue());
      }
      receive(bits(before.keySet()));
      throw e;
    }
  }

  private static Set<Integer> threadsBlocking(Signal signal, Map<Integer, SignalSet> masks) {
    return masks.entrySet().stream()
        .filter(entry -> entry.getValue().contains(signal))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The old action is back before the first thread unblocks the signal: one that comes meanwhile
  /// waits for it.
  @Override
  public void remove(Collection<Signal> signals) throws UnixException {
    var left = new ArrayList<>(before.keySet());
    left.removeAll(signals);
    receive(bits(left));
    for (var signal : List.copyOf(signals)) {
      var old = before.remove(signal);
      if (old != null) {
        Actions.discardPending(signal);
        Actions.restore(signal, old.action());
        masks.unblock(SignalSet.bit(signal), old.blockedIn());
      }
    }
  }

  @Override
  public Fd fd() {
    return fd;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ALL;
  }

  private void receive(long bits) throws UnixException {
    fd.borrow(number -> signalfd(number, bits));
  }

  private static int signalfd(int number, long bits) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var mask = arena.allocate(SignalH.SIGSET_T);
      mask.set(ValueLayout.JAVA_LONG, 0, bits);
      return SysSignalfdH.signalfd(number, mask, SysSignalfdH.SFD_CLOEXEC);
    }
  }

  private static long bits(Collection<Signal> signals) {
    return SignalSet.of(signals.toArray(Signal[]::new)).bits();
  }
}
