package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A set of signals, as the kernel keeps it: bit 0 is signal 1.
///
/// @param bits the mask
public record SignalSet(long bits) {
  /// No signal.
  public static final SignalSet EMPTY = new SignalSet(0);

  /// Makes the set of some signals.
  ///
  /// @param signals its members
  /// @return the set
  public static SignalSet of(Signal... signals) {
    var bits = 0L;
    for (var signal : signals) {
      bits |= bit(signal);
    }
    return new SignalSet(bits);
  }

  /// Reads a set as `/proc` writes it.
  ///
  /// @param text 1 to 16 hexadecimal digits
  /// @return the set
  /// @throws IllegalArgumentException if it is something else
  public static SignalSet parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("no digit");
    }
    return new SignalSet(HexFormat.fromHexDigitsToLong(text));
  }

  static long bit(Signal signal) {
    return 1L << (signal.number() - 1);
  }

  /// Tells whether a signal is a member.
  ///
  /// @param signal any signal
  /// @return whether it is
  public boolean contains(Signal signal) {
    return (bits & bit(signal)) != 0;
  }

  /// Returns what is in this set or in the other.
  ///
  /// @param other another set
  /// @return both together
  public SignalSet union(SignalSet other) {
    return new SignalSet(bits | other.bits);
  }

  /// Returns what is in both sets.
  ///
  /// @param other another set
  /// @return what they share
  public SignalSet intersection(SignalSet other) {
    return new SignalSet(bits & other.bits);
  }

  /// {@return the members, lowest number first}
  public List<Signal> signals() {
    var signals = new ArrayList<Signal>(Long.bitCount(bits));
    for (var rest = bits; rest != 0; rest &= rest - 1) {
      signals.add(new Signal(Long.numberOfTrailingZeros(rest) + 1));
    }
    return signals;
  }

  /// What a record has without this is put together by the JVM at its first use, which takes
  /// several milliseconds; every program that handles signals would wait for it when it starts.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignalSet that && that.bits == bits;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(bits);
  }

  @Override
  public String toString() {
    return signals().stream().map(Signal::toString).collect(Collectors.joining(" "));
  }
}
