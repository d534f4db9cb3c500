package dev.rohrpost.xdr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Arrays, optional values and chains: what generated code does with the codec of one element.
///
/// A fault in an element has its index in the path.
public final class XdrLists {
  private XdrLists() {}

  /// Reads an array, as long as the sender wants it to be.
  ///
  /// @param <T> the type of the elements
  /// @param in where from
  /// @param element reads one
  /// @param bound how many elements it may have
  /// @param smallest how many bytes an element takes at least
  /// @return a list that does not change
  /// @throws XdrException if the bytes are no such array
  public static <T extends @Nullable Object> List<T> read(
      XdrReader in, XdrCodec<T> element, long bound, int smallest) throws XdrException {
    return elements(in, element, in.getCount(bound, smallest));
  }

  /// Reads an array of a fixed length.
  ///
  /// @param <T> the type of the elements
  /// @param in where from
  /// @param element reads one
  /// @param length how many elements it has
  /// @param smallest how many bytes an element takes at least
  /// @return a list that does not change
  /// @throws XdrException if the bytes are no such array
  public static <T extends @Nullable Object> List<T> readFixed(
      XdrReader in, XdrCodec<T> element, int length, int smallest) throws XdrException {
    in.need((long) length * smallest);
    return elements(in, element, length);
  }

  private static <T extends @Nullable Object> List<T> elements(
      XdrReader in, XdrCodec<T> element, int count) throws XdrException {
    var elements = new ArrayList<T>(count);
    try {
      while (elements.size() < count) {
        elements.add(element.decode(in));
      }
    } catch (XdrException e) {
      throw e.within("[" + elements.size() + "]");
    }
    return Collections.unmodifiableList(elements);
  }

  /// Writes an array with the number of its elements.
  ///
  /// @param <T> the type of the elements
  /// @param out where to
  /// @param list what to write
  /// @param element writes one
  /// @param bound how many elements there may be
  /// @throws IllegalArgumentException if there are more than the bound
  public static <T extends @Nullable Object> void write(
      XdrWriter out, List<T> list, XdrCodec<T> element, long bound) {
    out.putCount(list.size(), bound);
    writeFixed(out, list, element);
  }

  /// Writes the elements of an array one after the other.
  ///
  /// @param <T> the type of the elements
  /// @param out where to
  /// @param list what to write
  /// @param element writes one
  public static <T extends @Nullable Object> void writeFixed(
      XdrWriter out, List<T> list, XdrCodec<T> element) {
    for (var each = list.iterator(); each.hasNext(); ) {
      element.encode(out, each.next());
    }
  }

  /// Reads a value that may be there.
  ///
  /// @param <T> the type of the value
  /// @param in where from
  /// @param codec reads it
  /// @return the value, or null if there is none
  /// @throws XdrException if the bytes are no such value
  public static <T> @Nullable T readOptional(XdrReader in, XdrCodec<T> codec) throws XdrException {
    return in.getBoolean() ? codec.decode(in) : null;
  }

  /// Writes a value that may be there.
  ///
  /// @param <T> the type of the value
  /// @param out where to
  /// @param value what to write, or null if there is nothing
  /// @param codec writes it
  public static <T> void writeOptional(XdrWriter out, @Nullable T value, XdrCodec<T> codec) {
    out.putBoolean(value != null);
    if (value != null) {
      codec.encode(out, value);
    }
  }

  /// The codec of a chain: `struct n { …; n *next; }`, where there is an `n *`. Its length needs no
  /// stack.
  ///
  /// @param <T> the type of an element
  /// @param node reads and writes the members before the last one, which is the rest of the chain
  /// @return reads and writes all of them
  public static <T> XdrCodec<List<T>> chain(XdrCodec<T> node) {
    return new Chain<>(node, 0);
  }

  /// The codec of the same chain where there is an `n`: at least one.
  ///
  /// @param <T> the type of an element
  /// @param node as with [#chain]
  /// @return reads and writes all of them
  public static <T> XdrCodec<List<T>> chainOfSome(XdrCodec<T> node) {
    return new Chain<>(node, 1);
  }

  /// @param sure how many nodes come without being announced: 0 or 1
  private record Chain<T>(XdrCodec<T> node, int sure) implements XdrCodec<List<T>> {
    @Override
    public void encode(XdrWriter out, List<T> value) {
      if (value.size() < sure) {
        throw new IllegalArgumentException("a chain without a first element");
      }
      for (var i = 0; i < value.size(); i++) {
        if (i >= sure) {
          out.putBoolean(true);
        }
        node.encode(out, value.get(i));
      }
      out.putBoolean(false);
    }

    @Override
    public List<T> decode(XdrReader in) throws XdrException {
      var nodes = new ArrayList<T>();
      try {
        while (nodes.size() < sure || in.getBoolean()) {
          nodes.add(node.decode(in));
        }
      } catch (XdrException e) {
        throw e.within("[" + nodes.size() + "]");
      }
      return List.copyOf(nodes);
    }
  }
}
