package dev.rohrpost.cli.bus;

import java.util.AbstractList;
import java.util.List;
import java.util.function.IntFunction;

/// The elements of arrays, of which those of numbers and truth values are arrays in Java, too.
final class Items {
  private Items() {}

  /// {@return a view of the elements, each as it would be outside of an array}
  ///
  /// @param array content of a type `a…`
  static List<?> of(Object array) {
    return switch (array) {
      case byte[] each -> view(each.length, i -> each[i] & 0xff);
      case boolean[] each -> view(each.length, i -> each[i]);
      case short[] each -> view(each.length, i -> each[i]);
      case int[] each -> view(each.length, i -> each[i]);
      case long[] each -> view(each.length, i -> each[i]);
      case double[] each -> view(each.length, i -> each[i]);
      case List<?> each -> each;
      default -> throw new IllegalStateException("no array: " + array.getClass());
    };
  }

  private static List<Object> view(int size, IntFunction<Object> element) {
    return new AbstractList<>() {
      @Override
      public Object get(int index) {
        return element.apply(index);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }
}
