package dev.rohrpost.xdr;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// An array of `hyper`, of `unsigned hyper` as its bits, or of `unsigned int`. Two are equal if
/// their elements are.
public final class Longs {
  /// No elements at all.
  public static final Longs EMPTY = new Longs(new long[0]);

  private final long[] elements;

  private Longs(long[] elements) {
    this.elements = elements;
  }

  /// Copies elements.
  ///
  /// @param elements which ones
  /// @return them, so that they do not change
  public static Longs of(long... elements) {
    return elements.length == 0 ? EMPTY : new Longs(elements.clone());
  }

  /// Reads elements of 64 bits one after the other.
  ///
  /// @param in where from
  /// @param count how many; compared with what is left before anything is allocated
  /// @return the elements
  /// @throws XdrException if there are less
  public static Longs read(XdrReader in, int count) throws XdrException {
    in.need(8L * count);
    var elements = new long[count];
    for (var i = 0; i < count; i++) {
      elements[i] = in.getLong();
    }
    return new Longs(elements);
  }

  /// Reads elements of type `unsigned int` one after the other.
  ///
  /// @param in where from
  /// @param count how many; compared with what is left before anything is allocated
  /// @return the elements
  /// @throws XdrException if there are less
  public static Longs readUnsignedInts(XdrReader in, int count) throws XdrException {
    in.need(4L * count);
    var elements = new long[count];
    for (var i = 0; i < count; i++) {
      elements[i] = in.getUnsignedInt();
    }
    return new Longs(elements);
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
  public long get(int index) {
    return elements[index];
  }

  /// {@return a copy of the elements}
  public long[] toArray() {
    return elements.clone();
  }

  /// {@return the elements, one after the other}
  public LongStream stream() {
    return Arrays.stream(elements);
  }

  /// Writes the elements with 64 bits each, without their number.
  ///
  /// @param out where to
  public void write(XdrWriter out) {
    for (var element : elements) {
      out.putLong(element);
    }
  }

  /// Writes the elements as `unsigned int`, without their number.
  ///
  /// @param out where to
  public void writeUnsignedInts(XdrWriter out) {
    for (var element : elements) {
      out.putUnsignedInt(element);
    }
  }

  /// {@return the elements as a list of unsigned numbers}
  public String toUnsignedString() {
    return stream().mapToObj(Long::toUnsignedString).collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Longs others && Arrays.equals(elements, others.elements);
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
