package dev.rohrpost.memory;

import java.util.Locale;

/// How a ring is made. Who opens it finds the settings in it.
///
/// @param capacity bytes for messages, a power of two, 4 KiB to 1 GiB
/// @param producers how many may send
/// @param consumers who receives a message
public record RingSettings(int capacity, Producers producers, Consumers consumers) {
  /// The fewest bytes for messages.
  public static final int SMALLEST = 1 << 12;

  /// The most bytes for messages.
  public static final int LARGEST = 1 << 30;

  /// 1 MiB, one producer, one consumer.
  public static final RingSettings DEFAULT =
      new RingSettings(1 << 20, Producers.ONE, Consumers.ONE);

  private static final int PARTS = 8;

  /// How many may send at a time.
  public enum Producers {
    /// One. It takes no lock.
    ONE,
    /// Up to 32. Their messages are received in the order in which they were claimed.
    MANY
  }

  /// Who receives a message.
  public enum Consumers {
    /// There is one consumer. What it has not received, the next one does.
    ONE,
    /// Each of up to 32 consumers receives every message that was claimed after it came.
    EACH
  }

  /// Checks the capacity.
  public RingSettings {
    if (capacity < SMALLEST || capacity > LARGEST || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "a ring of "
              + capacity
              + " bytes; it needs a power of two from "
              + SMALLEST
              + " to "
              + LARGEST);
    }
  }

  /// Changes the capacity.
  ///
  /// @param bytes for messages, a power of two
  /// @return the new settings
  public RingSettings withCapacity(int bytes) {
    return new RingSettings(bytes, producers, consumers);
  }

  /// Changes how many may send.
  ///
  /// @param number one or many
  /// @return the new settings
  public RingSettings withProducers(Producers number) {
    return new RingSettings(capacity, number, consumers);
  }

  /// Changes who receives.
  ///
  /// @param number one or each
  /// @return the new settings
  public RingSettings withConsumers(Consumers number) {
    return new RingSettings(capacity, producers, number);
  }

  /// {@return the bytes of the longest message: an eighth of the capacity, less 8}
  public int longestMessage() {
    return capacity / PARTS - RingLayout.HEADER;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d bytes, producers: %s, consumers: %s",
        capacity,
        producers.name().toLowerCase(Locale.ROOT),
        consumers.name().toLowerCase(Locale.ROOT));
  }
}
