package dev.rohrpost.signal;

import dev.rohrpost.Errno;
import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SysSignalfdH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A signalfd: the kernel's own queue, with sender, code, value and order.
///
/// A signal reaches it only while every thread blocks the signal. [Masks] does that for the threads
/// that are there, and those born later inherit it; but for HUP, INT and TERM, which HotSpot
/// unblocks in every thread that it starts. When such a thread is hit, the handler of [MachineCode]
/// blocks the signal there and hands it back.
final class KernelSource implements Source {
  /// What [#remove] has to put back.
  private record Before(Undo action, Set<Integer> blockedIn) {}

  private final Fd fd = Fd.own(signalfd(-1, 0, SysSignalfdH.SFD_CLOEXEC));
  private final Fd pollFd;
  private final MachineCode code;
  private final Masks masks;
  private final Map<Signal, Before> before = new HashMap<>();
  private final Object mask = new Object();
  private long wanted;
  private long held;

  KernelSource() throws UnixException {
    try {
      pollFd = Fd.own(signalfd(-1, 0, SysSignalfdH.SFD_CLOEXEC | SysSignalfdH.SFD_NONBLOCK));
    } catch (UnixException e) {
      fd.close();
      throw e;
    }
    try {
      code = MachineCode.load();
      masks = new Masks(code);
    } catch (UnixException | RuntimeException e) {
      fd.close();
      pollFd.close();
      throw e;
    }
  }

  /// First the signalfd, then the handlers, then the masks: a signal that comes meanwhile is handed
  /// back until all threads block it, and is read then.
  @Override
  public void add(Collection<Signal> signals) throws UnixException {
    if (signals.isEmpty()) {
      return;
    }
    var bits = bits(signals);
    var actions = new HashMap<Signal, Undo>();
    var blocked = new HashMap<Integer, SignalSet>();
    receive(wanted | bits);
    try {
      for (var signal : signals) {
        actions.put(signal, undo(signal, Actions.handle(signal, code.handBack())));
      }
      masks.block(bits, blocked);
    } catch (UnixException e) {
      giveUp(bits, actions.values(), blocked, e);
      throw e;
    }
    actions.forEach(
        (signal, action) -> before.put(signal, new Before(action, whoBlocks(signal, blocked))));
  }

  private void giveUp(
      long bits, Collection<Undo> actions, Map<Integer, SignalSet> blocked, UnixException why) {
    try {
      receive(wanted & ~bits);
      for (var action : actions) {
        action.run();
      }
      masks.unblock(thread -> bits & ~blocked.getOrDefault(thread, SignalSet.EMPTY).bits());
    } catch (UnixException e) {
      why.addSuppressed(e);
    }
  }

  private static Set<Integer> whoBlocks(Signal signal, Map<Integer, SignalSet> blocked) {
    var threads = new HashSet<Integer>();
    blocked.forEach((thread, set) -> {
      if (set.contains(signal)) {
        threads.add(thread);
      }
    });
    return threads;
  }

  /// The old actions are back before the first thread unblocks the signals: one that comes
  /// meanwhile waits for it.
  @Override
  public void remove(Collection<Signal> signals) throws UnixException {
    if (signals.isEmpty()) {
      return;
    }
    receive(wanted & ~bits(signals));
    var removed = new HashMap<Signal, Before>();
    for (var signal : signals) {
      var old = before.remove(signal);
      if (old != null) {
        removed.put(signal, old);
        Actions.discardPending(signal);
        old.action().run();
      }
    }
    masks.unblock(thread -> toUnblock(removed, thread));
  }

  private static long toUnblock(Map<Signal, Before> removed, int thread) {
    var bits = 0L;
    for (var entry : removed.entrySet()) {
      if (!entry.getValue().blockedIn().contains(thread)) {
        bits |= SignalSet.bit(entry.getKey());
      }
    }
    return bits;
  }

  @Override
  public Undo set(Signal signal, long disposition) throws UnixException {
    return undo(signal, Actions.set(signal, disposition));
  }

  private static Undo undo(Signal signal, MemorySegment old) {
    return () -> Actions.restore(signal, old);
  }

  @Override
  public void undoLater(Signal signal, Undo undo) {
    before.computeIfPresent(signal, (_, old) -> new Before(undo, old.blockedIn()));
  }

  @Override
  public Fd fd() {
    return fd;
  }

  @Override
  public long poll(MemorySegment into) throws UnixException {
    return pollFd.borrow(number -> {
      var count = UnistdH.read(number, into, into.byteSize());
      if (count < 0 && count != -Errno.EAGAIN.number() && count != -Errno.EINTR.number()) {
        throw UnixException.of("read", pollFd.toString(), new Errno((int) -count));
      }
      return Math.max(0, count);
    });
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ALL;
  }

  @Override
  public boolean accept(int signal) {
    return true;
  }

  @Override
  public void hold(long bits) {
    synchronized (mask) {
      held = bits;
      try {
        setMask();
      } catch (UnixException e) {
        throw new IllegalStateException(e); // the descriptor is never closed
      }
    }
  }

  private void receive(long bits) throws UnixException {
    synchronized (mask) {
      wanted = bits;
      setMask();
    }
  }

  private void setMask() throws UnixException {
    fd.borrow(number -> signalfd(number, wanted & ~held, 0));
    pollFd.borrow(number -> signalfd(number, wanted & ~held, 0));
  }

  private static int signalfd(int number, long bits, int flags) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var mask = arena.allocate(SignalH.SIGSET_T);
      mask.set(ValueLayout.JAVA_LONG, 0, bits);
      return SysSignalfdH.signalfd(number, mask, flags);
    }
  }

  private static long bits(Collection<Signal> signals) {
    return SignalSet.of(signals.toArray(Signal[]::new)).bits();
  }
}
