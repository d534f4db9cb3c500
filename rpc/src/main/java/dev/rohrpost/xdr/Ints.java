package dev.rohrpost.xdr;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An array of `int`, or of the shorter types that travel as one. Two are equal if their elements
/// are.
public final class Ints {
  /// No elements at all.
  public static final Ints EMPTY = new Ints(new int[0]);

  private final int[] elements;

  private Ints(int[] elements) {
    this.elements = elements;
  }

  /// Copies elements.
  ///
  /// @param elements which ones
  /// @return them, so that they do not change
  public static Ints of(int... elements) {
    return elements.length == 0 ? EMPTY : new Ints(elements.clone());
  }

  /// Reads elements one after the other.
  ///
  /// @param in where from
  /// @param count how many; compared with what is left before anything is allocated
  /// @return the elements
  /// @throws XdrException if there are less
  public static Ints read(XdrReader in, int count) throws XdrException {
    in.need(4L * count);
    var elements = new int[count];
    for (var i = 0; i < count; i++) {
      elements[i] = in.getInt();
    }
    return new Ints(elements);
  }

  /// Reads elements that must be within limits, such as those of `char`.
  ///
  /// @param in where from
  /// @param count how many; compared with what is left before anything is allocated
  /// @param lowest what each one is at least
  /// @param highest what each one is at most
  /// @return the elements
  /// @throws XdrException if there are less, or if one is not within the limits
  public static Ints read(XdrReader in, int count, int lowest, int highest) throws XdrException {
    in.need(4L * count);
    var elements = new int[count];
    for (var i = 0; i < count; i++) {
      elements[i] = in.getInt(lowest, highest);
    }
    return new Ints(elements);
  }

  /// {@return how many elements there are}
  public int size() {
    return elements.length;
  }

  /// Returns one element.
  ///
  /// @param index from 0
  /// @return the element
  /// @throws IndexOutOfBoundsException if there is none
  public int get(int index) {
    return elements[index];
  }

  /// {@return a copy of the elements}
  public int[] toArray() {
    return elements.clone();
  }

  /// {@return the elements, one after the other}
  public IntStream stream() {
    return Arrays.stream(elements);
  }

  /// Writes the elements, without their number.
  ///
  /// @param out where to
  public void write(XdrWriter out) {
    for (var element : elements) {
      out.putInt(element);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ints others && Arrays.equals(elements, others.elements);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements);
  }

  /// {@return the elements as a list, such as `[1, 2]`}
  @Override
  public String toString() {
    return Arrays.toString(elements);
  }
}
