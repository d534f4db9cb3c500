package dev.rohrpost.dbus;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.fd.Fd;
import java.util.List;
import java.util.Optional;

/// What a [Subscription] tells.
public sealed interface Event {
  /// A signal. The descriptors in it belong to it: closing it closes them.
  ///
  /// @param serial its number
  /// @param sender the unique name of the connection that has sent it; empty without a bus
  /// @param destination who it was sent to; empty if it was sent to everybody
  /// @param path of the object
  /// @param interfaceName of the signal
  /// @param member the signal
  /// @param signature the types of the arguments
  /// @param body the arguments, as the table of [dev.rohrpost.dbus.type] says
  /// @param descriptors what came with it
  record Signal(
      long serial,
      Optional<String> sender,
      Optional<String> destination,
      ObjectPath path,
      String interfaceName,
      String member,
      Signature signature,
      List<Object> body,
      List<Fd> descriptors)
      implements Event, AutoCloseable {
    /// Closes the descriptors that came with it.
    @Override
    public void close() {
      descriptors.forEach(Fd::close);
    }
  }

  /// Here some are missing, because there was no room for them.
  ///
  /// @param count how many
  record Missed(long count) implements Event {}

  /// Here the connection was lost and renewed ([Bus#reconnecting()]): before it are signals of the
  /// bus that has gone, behind it those of another one. What was sent in between is missing, and
  /// everything that was learned from signals may not hold any more. Unique names are others.
  record Gap() implements Event {}

  /// The name that is the sender of the rule has another owner: what was learned from the former
  /// one may not hold any more. A unique name has nobody any more when its connection has ended.
  ///
  /// @param name the name
  /// @param former the unique name of who had it; empty if nobody had
  /// @param owner the unique name of who has it now; empty if nobody has
  record OwnerChanged(String name, Optional<String> former, Optional<String> owner)
      implements Event {
    /// {@return whether nobody has the name now}
    public boolean isGone() {
      return owner.isEmpty();
    }
  }

  /// Nothing comes any more.
  ///
  /// @param reason why: the connection is lost, or this program has closed it, or the subscription
  record Closed(String reason) implements Event {}
}
