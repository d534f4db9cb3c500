package dev.rohrpost.xdr;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// An array of `double`. Two are equal if their elements are.
public final class Doubles {
  /// No elements at all.
  public static final Doubles EMPTY = new Doubles(new double[0]);

  private final double[] elements;

  private Doubles(double[] elements) {
    this.elements = elements;
  }

  /// Copies elements.
  ///
  /// @param elements which ones
  /// @return them, so that they do not change
  public static Doubles of(double... elements) {
    return elements.length == 0 ? EMPTY : new Doubles(elements.clone());
  }

  /// Reads elements one after the other.
  ///
  /// @param in where from
  /// @param count how many; compared with what is left before anything is allocated
  /// @return the elements
  /// @throws XdrException if there are less
  public static Doubles read(XdrReader in, int count) throws XdrException {
    in.need(8L * count);
    var elements = new double[count];
    for (var i = 0; i < count; i++) {
      elements[i] = in.getDouble();
    }
    return new Doubles(elements);
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
  public double get(int index) {
    return elements[index];
  }

  /// {@return a copy of the elements}
  public double[] toArray() {
    return elements.clone();
  }

  /// {@return the elements, one after the other}
  public DoubleStream stream() {
    return Arrays.stream(elements);
  }

  /// Writes the elements, without their number.
  ///
  /// @param out where to
  public void write(XdrWriter out) {
    for (var element : elements) {
      out.putDouble(element);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Doubles others && Arrays.equals(elements, others.elements);
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
