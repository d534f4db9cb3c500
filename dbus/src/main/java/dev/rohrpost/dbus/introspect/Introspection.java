package dev.rohrpost.dbus.introspect;

/// Reads and writes introspection documents.
public final class Introspection {
  /// How large a document may be, in bytes.
  public static final int MOST_BYTES = 16 << 20;

  /// How deep elements may be nested.
  public static final int MOST_DEPTH = 64;

  private Introspection() {}

  /// Reads a document. Elements and attributes that are not known are left out, except those with
  /// documentation: `doc:doc`, `tp:docstring`, the annotation `org.gtk.GDBus.DocString`, and a
  /// comment right before what it describes.
  ///
  /// Documentation becomes plain text: paragraphs are separated by an empty line, an item of a list
  /// begins with `- `, and code is within backticks.
  ///
  /// @param file what faults call the document
  /// @param bytes XML, in any encoding that it names
  /// @return the root; a document that is a bare `interface` becomes a node that has it
  /// @throws IntrospectionException with all faults: this is not XML, too large or too deep, or a
  ///   name, a type or another attribute is not valid
  public static Node read(String file, byte[] bytes) throws IntrospectionException {
    return DocumentReader.read(file, bytes);
  }

  /// Writes a document, as the method `Introspect` answers it. Documentation is left out.
  ///
  /// @param node what it says
  /// @return the document
  public static String write(Node node) {
    return DocumentWriter.write(node);
  }

  /// Writes the element of one interface, as a document contains it.
  ///
  /// @param each what it says
  /// @return the element, from `<interface` on, with its line ends
  public static String write(Interface each) {
    return DocumentWriter.write(each);
  }
}
