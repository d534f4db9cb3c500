package dev.rohrpost.supervise;

import dev.rohrpost.UnixException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What the supervisor of this supervisor, systemd, wants to know.
///
/// @see <a href="https://man7.org/linux/man-pages/man3/sd_notify.3.html">sd_notify(3)</a>
final class ServiceManager {
  /// Even a service manager that wants to hear more often keeps no processor busy.
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);

  private final Optional<Notify> notify;
  private final Optional<Duration> watchdog;

  private ServiceManager(Optional<Notify> notify, Optional<Duration> watchdog) {
    this.notify = notify;
    this.watchdog = watchdog;
  }

  static ServiceManager ofThisProcess() {
    return new ServiceManager(
        Notify.supervisor(), watchdog(System.getenv(), ProcessHandle.current().pid()));
  }

  /// Reads how often this process has to say that it is alive.
  ///
  /// @return nothing unless `WATCHDOG_USEC` is a number of 1 or more that fits into 64 bits, and
  ///   `WATCHDOG_PID`, if it is there, names this process
  /// @see <a
  ///   href="https://man7.org/linux/man-pages/man3/sd_watchdog_enabled.3.html">sd_watchdog_enabled(3)</a>
  static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
    try {
      var whose = environment.get("WATCHDOG_PID");
      var micros = environment.get("WATCHDOG_USEC");
      if (micros == null || (whose != null && Long.parseLong(whose) != pid)) {
        return Optional.empty();
      }
      var period = Long.parseLong(micros);
      return period > 0 && period < Long.MAX_VALUE / 1000
          ? Optional.of(Duration.ofNanos(period * 1000))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  void ready(String status) {
    send("READY=1\nSTATUS=" + status);
  }

  void reloading() {
    send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
  }

  void stopping() {
    send("STOPPING=1");
  }

  /// Says twice in each period that this supervisor is alive, if systemd asks for it.
  void keepAlive(EventLoop loop) {
    watchdog.ifPresent(period -> keepAlive(loop, interval(period)));
  }

  private void keepAlive(EventLoop loop, Duration interval) {
    loop.after(
        interval,
        _ -> {
          send("WATCHDOG=1");
          keepAlive(loop, interval);
        });
  }

  private static Duration interval(Duration period) {
    var half = period.dividedBy(2);
    return half.compareTo(SHORTEST_INTERVAL) > 0 ? half : SHORTEST_INTERVAL;
  }

  private void send(String state) {
    try {
      if (notify.isPresent()) {
        notify.get().send(state);
      }
    } catch (UnixException e) {
      // a service manager that does not listen is no reason to stop serving
    }
  }
}
