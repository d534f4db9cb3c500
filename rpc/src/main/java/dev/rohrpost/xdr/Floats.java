package dev.rohrpost.xdr;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An array of `float`. Two are equal if their elements are.
public final class Floats {
  /// No elements at all.
  public static final Floats EMPTY = new Floats(new float[0]);

  private final float[] elements;

  private Floats(float[] elements) {
    this.elements = elements;
  }

  /// Copies elements.
  ///
  /// @param elements which ones
  /// @return them, so that they do not change
  public static Floats of(float... elements) {
    return elements.length == 0 ? EMPTY : new Floats(elements.clone());
  }

  /// Reads elements one after the other.
  ///
  /// @param in where from
  /// @param count how many; compared with what is left before anything is allocated
  /// @return the elements
  /// @throws XdrException if there are less
  public static Floats read(XdrReader in, int count) throws XdrException {
    in.need(4L * count);
    var elements = new float[count];
    for (var i = 0; i < count; i++) {
      elements[i] = in.getFloat();
    }
    return new Floats(elements);
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
  public float get(int index) {
    return elements[index];
  }

  /// {@return a copy of the elements}
  public float[] toArray() {
    return elements.clone();
  }

  /// Writes the elements, without their number.
  ///
  /// @param out where to
  public void write(XdrWriter out) {
    for (var element : elements) {
      out.putFloat(element);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Floats others && Arrays.equals(elements, others.elements);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements);
  }

  /// {@return the elements as a list, such as `[1.0, 2.0]`}
  @Override
  public String toString() {
    return Arrays.toString(elements);
  }
}
