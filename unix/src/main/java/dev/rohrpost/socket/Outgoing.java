package dev.rohrpost.socket;

import dev.rohrpost.fd.Fd;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// A message that is to be sent, and what goes with it. [Gather] is for bytes and descriptors that
/// are sent often, as it allocates nothing.
///
/// @param parts its bytes, one after the other, in native memory. They are sent from where they
///   are, but for those of more than three arenas, which are copied together first
/// @param to where to; empty for the peer
/// @param descriptors what the receiver gets its own descriptors of; the sender keeps these. On a
///   stream, at least one byte has to go with them
/// @param sender as whom; others than oneself only by privilege (EPERM)
/// @param order whether it may overtake others
public record Outgoing(
    List<MemorySegment> parts,
    Optional<Address> to,
    List<Fd> descriptors,
    Optional<Credentials> sender,
    Order order) {
  /// The most descriptors that one message can carry: the kernel's `SCM_MAX_FD`.
  public static final int MOST_DESCRIPTORS = 253;

  /// Whether a message may overtake others.
  public enum Order {
    /// It may not.
    IN_TURN,
    /// Its last byte is the out-of-band byte of the stream.
    OUT_OF_BAND
  }

  /// Checks the number of descriptors.
  ///
  /// @throws IllegalArgumentException if there are more than 253
  public Outgoing {
    if (descriptors.size() > MOST_DESCRIPTORS) {
      throw new IllegalArgumentException(
          "a message carries up to "
              + MOST_DESCRIPTORS
              + " descriptors, not "
              + descriptors.size());
    }
    parts = List.copyOf(parts);
    descriptors = List.copyOf(descriptors);
  }

  /// A message for the peer, of bytes alone.
  ///
  /// @param parts the bytes, one after the other
  /// @return the message
  public static Outgoing of(MemorySegment... parts) {
    return new Outgoing(
        List.of(parts), Optional.empty(), List.of(), Optional.empty(), Order.IN_TURN);
  }

  /// {@return the same for somebody else}
  ///
  /// @param address where to
  public Outgoing to(Address address) {
    return new Outgoing(parts, Optional.of(address), descriptors, sender, order);
  }

  /// {@return the same with descriptors}
  ///
  /// @param fds up to 253, which must be open until the message is sent
  public Outgoing with(List<Fd> fds) {
    return new Outgoing(parts, to, fds, sender, order);
  }

  /// {@return the same, with credentials that the kernel checks}
  ///
  /// @param credentials as whom
  public Outgoing as(Credentials credentials) {
    return new Outgoing(parts, to, descriptors, Optional.of(credentials), order);
  }

  /// {@return the same, with the last byte out of band}
  public Outgoing outOfBand() {
    return new Outgoing(parts, to, descriptors, sender, Order.OUT_OF_BAND);
  }
}
