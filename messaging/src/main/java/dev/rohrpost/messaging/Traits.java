package dev.rohrpost.messaging;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a carrier is like, in the terms of the textbook: what users choose by.
///
/// All carriers here are asynchronous: a sender goes on when the kernel has its message, and not
/// when somebody has received it.
///
/// @param scheme how its endpoints begin, without the colon
/// @param name what people call it
/// @param whenFull what happens to a sender when nobody receives
/// @param addressing whom a message is addressed to
/// @param groups who gets a message
/// @param format what is kept of the way it was sent
/// @param longest the longest message in bytes, as far as the settings of this machine allow it
///   when they are first asked for; empty for a stream
/// @param selection by what a receiver may choose
/// @param direction who may send
/// @param delivery what is promised
/// @param order in which order messages arrive
/// @param beside what a receiver learns, or gets, beside the bytes
/// @param lifetime how long what was sent is kept
public record Traits(
    String scheme,
    String name,
    WhenFull whenFull,
    Addressing addressing,
    Set<Group> groups,
    Format format,
    Optional<Integer> longest,
    By selection,
    Direction direction,
    Delivery delivery,
    Order order,
    Set<Beside> beside,
    Lifetime lifetime) {

  /// What happens to a sender when nobody receives.
  public enum WhenFull {
    /// It waits for room, as long as its deadline allows.
    WAITS,
    /// It is refused.
    REFUSED,
    /// Nothing: the message is lost.
    LOSES
  }

  /// Whom a message is addressed to.
  public enum Addressing {
    /// A process, or the socket of one.
    DIRECT,
    /// A place from which any process may take it.
    INDIRECT
  }

  /// Who gets a message.
  public enum Group {
    /// One receiver.
    UNICAST,
    /// All who have joined.
    MULTICAST,
    /// All there are.
    BROADCAST
  }

  /// What is kept of the way it was sent.
  public enum Format {
    /// Bytes in their order.
    STREAM,
    /// Each message as it was.
    MESSAGES
  }

  /// By what a receiver may choose.
  public enum By {
    /// It takes what comes.
    NOTHING,
    /// Of a type; from a System V queue also the lowest type, or all but one.
    TYPE,
    /// The most urgent always comes first.
    PRIORITY
  }

  /// Who may send.
  public enum Direction {
    /// One side sends, the other receives.
    UNIDIRECTIONAL,
    /// Both, through the same buffer.
    HALF_DUPLEX,
    /// Both, at the same time.
    FULL_DUPLEX
  }

  /// What is promised.
  public enum Delivery {
    /// Once.
    RELIABLE,
    /// At most once, on one machine; a network may also repeat it.
    UNRELIABLE
  }

  /// In which order messages arrive.
  public enum Order {
    /// As they were sent.
    AS_SENT,
    /// The highest priority first, those of the same as they were sent.
    BY_PRIORITY,
    /// The lowest number first, those of the same as they were sent.
    BY_NUMBER,
    /// Any.
    ANY
  }

  /// What a receiver learns, or gets, beside the bytes.
  public enum Beside {
    /// The type.
    TYPE,
    /// The priority.
    PRIORITY,
    /// The address of the sender.
    ADDRESS,
    /// The process and the user who sent it.
    SENDER,
    /// Open descriptors.
    DESCRIPTORS
  }

  /// How long what was sent is kept.
  public enum Lifetime {
    /// While a process has the carrier open.
    OPEN,
    /// Until it is removed, or the machine is restarted.
    KERNEL
  }

  /// Copies the sets.
  public Traits {
    groups = Set.copyOf(groups);
    beside = Set.copyOf(beside);
  }

  /// Returns the traits of every carrier.
  ///
  /// @return one for each scheme
  public static List<Traits> all() {
    return TraitsTable.ALL;
  }

  /// Returns the traits of a carrier.
  ///
  /// @param scheme such as `mq`, with or without a colon
  /// @return its traits; empty if there is no such carrier
  public static Optional<Traits> of(String scheme) {
    var bare = scheme.endsWith(":") ? scheme.substring(0, scheme.length() - 1) : scheme;
    return all().stream().filter(traits -> traits.scheme().equals(bare)).findFirst();
  }
}
