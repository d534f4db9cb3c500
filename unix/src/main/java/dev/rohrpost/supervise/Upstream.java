package dev.rohrpost.supervise;

import dev.rohrpost.UnixException;
import java.time.Duration;
import java.util.Optional;

/// What the supervisor of this supervisor, systemd, wants to know.
///
/// @see <a href="https://man7.org/linux/man-pages/man3/sd_notify.3.html">sd_notify(3)</a>
final class Upstream {
  private final Optional<Notify> notify;
  private final Optional<Duration> watchdog;

  private Upstream(Optional<Notify> notify, Optional<Duration> watchdog) {
    this.notify = notify;
    this.watchdog = watchdog;
  }

  static Upstream systemd() {
    return new Upstream(Notify.supervisor(), watchdog());
  }

  private static Optional<Duration> watchdog() {
    try {
      var micros = System.getenv("WATCHDOG_USEC");
      return micros == null
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(1000 * Long.parseLong(micros)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  void ready() {
    send("READY=1");
  }

  void reloading() {
    send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
  }

  void stopping() {
    send("STOPPING=1");
  }

  /// Says twice in each period that this supervisor is alive, if systemd asks for it.
  void keepAlive(Agenda agenda) {
    watchdog.ifPresent(period ->
        agenda.after(
            period.dividedBy(2),
            _ -> {
              send("WATCHDOG=1");
              keepAlive(agenda);
            }));
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
