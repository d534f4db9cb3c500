package dev.rohrpost.inspect;

import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.BusAddress;
import dev.rohrpost.dbus.BusLimits;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.Monitor;
import dev.rohrpost.dbus.trace.CallTrace;
import dev.rohrpost.dbus.trace.OpenCall;
import dev.rohrpost.dbus.wire.Header;
import dev.rohrpost.fd.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The calls on one bus, from now on until it is closed. A thread takes what the monitor sees.
final class WatchedBus implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String MARK = "GetId";

  /// How many different callers, services and methods are counted.
  private static final int MOST = 10_000;

  private final String name;
  private final Monitor monitor;
  private final Bus bus;
  private final BusParties parties;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final CallTrace trace = new CallTrace(CallTrace.Limits.WITHOUT_MESSAGES);
  private final Map<Key, Long> counts = new LinkedHashMap<>();
  private long missed;
  private int marksSent;
  private int marksSeen;
  private boolean over;

  /// Calls that count as one, by unique names.
  ///
  /// @param service a name of the called connection, if it has one, such as `com.example.Player`
  private record Key(
      String caller, String callee, String service, String interfaceName, String member) {}

  private WatchedBus(String name, Monitor monitor, Bus bus) {
    this.name = name;
    this.monitor = monitor;
    this.bus = bus;
    this.parties = new BusParties(bus);
  }

  static WatchedBus open(String name, BusAddress address)
      throws DbusException, InterruptedException {
    var deadline = Deadline.after(PATIENCE);
    var monitor = Monitor.open(address, List.of(), Monitor.Limits.DEFAULT, deadline);
    try {
      var watched =
          new WatchedBus(name, monitor, Bus.connect(address, BusLimits.DEFAULT, deadline));
      Thread.ofVirtual().name("rohrpost-bus-" + name).start(watched::run);
      return watched;
    } catch (DbusException | InterruptedException e) {
      monitor.close();
      throw e;
    }
  }

  String name() {
    return name;
  }

  private void run() {
    try {
      while (!over(monitor.take())) {
        // The next one.
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean over(Monitor.Event event) throws InterruptedException {
    lock.lock();
    try {
      trace.see(event);
      switch (event) {
        case Monitor.Seen seen -> {
          seen.close();
          see(seen);
        }
        case Monitor.OwnerChanged change -> {
          if (change.name().startsWith(":") && change.owner().isPresent()) {
            parties.ask(change.name());
          }
        }
        case Monitor.Missed(var count) -> missed += count;
        case Monitor.Closed _ -> over = true;
      }
      changed.signalAll();
      return over;
    } finally {
      lock.unlock();
    }
  }

  private void see(Monitor.Seen seen) throws InterruptedException {
    var header = seen.header();
    var sender = header.sender();
    if (header.type() != Header.CALL || sender == null) {
      return;
    }
    if (sender.equals(bus.uniqueName())) {
      marksSeen += MARK.equals(header.member()) ? 1 : 0;
      return;
    }
    var called = Objects.requireNonNullElse(header.destination(), Buses.BUS);
    var callee = called.equals(Buses.BUS) ? called : seen.destinationOwner().orElse("");
    parties.ask(sender);
    if (callee.isEmpty()) {
      return; // a service that is being started, or that does not exist
    }
    parties.ask(callee);
    var names = seen.destinationNames();
    var service = called.startsWith(":") && !names.isEmpty() ? names.getFirst() : called;
    var face = Objects.requireNonNullElse(header.interfaceName(), "");
    var key = new Key(sender, callee, service, face, String.valueOf(header.member()));
    if (counts.size() < MOST || counts.containsKey(key)) {
      counts.merge(key, 1L, Long::sum);
    } else {
      missed++;
    }
  }

  /// Waits until all has been seen that the bus has passed on so far: a call of our own is seen
  /// after it.
  ///
  /// @return false if that was not so in time
  boolean catchUp() throws InterruptedException {
    var deadline = Deadline.after(PATIENCE);
    try (var _ = bus.call(BusParties.question(MARK), deadline)) {
      lock.lock();
      try {
        marksSent++;
        var left = PATIENCE.toNanos();
        while (marksSeen < marksSent && left > 0 && !over) {
          left = changed.awaitNanos(left);
        }
        return marksSeen >= marksSent;
      } finally {
        lock.unlock();
      }
    } catch (DbusException _) {
      return false;
    }
  }

  /// Returns the calls that are open, as far as their processes are known, without the questions of
  /// the watch itself.
  ///
  /// @param isCertain whether all was seen until now
  List<OpenBusCall> open(boolean isCertain) throws InterruptedException {
    lock.lock();
    try {
      var all = new ArrayList<OpenBusCall>();
      for (var call : trace.open()) {
        if (call.sender().equals(bus.uniqueName())) {
          continue;
        }
        var caller = parties.pid(call.sender());
        var called = parties.pid(call.callee().orElse(""));
        if (caller.isPresent() && called.isPresent()) {
          all.add(of(call, caller.get(), called.get(), isCertain && call.isCertain()));
        }
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  private OpenBusCall of(OpenCall call, int caller, int callee, boolean isCertain) {
    var header = call.header();
    return new OpenBusCall(
        name,
        caller,
        callee,
        String.valueOf(header.destination()),
        String.valueOf(header.path()),
        Objects.requireNonNullElse(header.interfaceName(), ""),
        String.valueOf(header.member()),
        call.time(),
        call.nanos(),
        isCertain);
  }

  /// What was called, and by whom.
  ///
  /// @param service its name
  /// @param owner its process
  record Called(String service, int owner, BusCall call) {}

  /// Returns what was counted, as far as the processes are known, without what this process does.
  ///
  /// @param gone gets the number of calls of which they are not
  List<Called> counted(long[] gone) throws InterruptedException {
    lock.lock();
    try {
      var self = Math.toIntExact(ProcessHandle.current().pid());
      var all = new ArrayList<Called>();
      for (var entry : counts.entrySet()) {
        var key = entry.getKey();
        var caller = parties.pid(key.caller());
        var owner = parties.pid(key.callee());
        if (caller.isEmpty() || owner.isEmpty()) {
          gone[0] += entry.getValue();
        } else if (caller.get() != self) {
          var call = new BusCall(caller.get(), key.interfaceName(), key.member(), entry.getValue());
          all.add(new Called(key.service(), owner.get(), call));
        }
      }
      gone[0] += missed;
      return all;
    } finally {
      lock.unlock();
    }
  }

  /// Returns the process of the bus; 0 if it does not tell.
  int daemon() throws InterruptedException {
    lock.lock();
    try {
      parties.ask(Buses.BUS);
      return parties.pid(Buses.BUS).orElse(0);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    monitor.close();
    bus.close();
  }
}
