package dev.rohrpost.xdr;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An array of `bool`. Two are equal if their elements are.
public final class Booleans {
  /// No elements at all.
  public static final Booleans EMPTY = new Booleans(new boolean[0]);

  private final boolean[] elements;

  private Booleans(boolean[] elements) {
    this.elements = elements;
  }

  /// Copies elements.
  ///
  /// @param elements which ones
  /// @return them, so that they do not change
  public static Booleans of(boolean... elements) {
    return elements.length == 0 ? EMPTY : new Booleans(elements.clone());
  }

  /// Reads elements one after the other.
  ///
  /// @param in where from
  /// @param count how many; compared with what is left before anything is allocated
  /// @return the elements
  /// @throws XdrException if there are less
  public static Booleans read(XdrReader in, int count) throws XdrException {
    in.need(4L * count);
    var elements = new boolean[count];
    for (var i = 0; i < count; i++) {
      elements[i] = in.getBoolean();
    }
    return new Booleans(elements);
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
  public boolean get(int index) {
    return elements[index];
  }

  /// {@return a copy of the elements}
  public boolean[] toArray() {
    return elements.clone();
  }

  /// Writes the elements, without their number.
  ///
  /// @param out where to
  public void write(XdrWriter out) {
    for (var element : elements) {
      out.putBoolean(element);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Booleans others && Arrays.equals(elements, others.elements);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements);
  }

  /// {@return the elements as a list, such as `[true, false]`}
  @Override
  public String toString() {
    return Arrays.toString(elements);
  }
}
