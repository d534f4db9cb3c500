package dev.rohrpost.dbus.introspect;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes a document for other programs, indented for people.
final class DocumentWriter {
  private static final String TYPE =
      """
      <!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
       "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
      """;

  /// Each property says itself what it emits; texts are for people who have the file.
  private static final Set<String> LEFT_OUT =
      Set.of(Annotations.EMITS_CHANGED, Annotations.GDBUS_DOCUMENTATION);

  private final XMLStreamWriter xml;
  private int depth;
  private boolean isBegun;

  /// The name of an element that was begun and is not yet written; else empty.
  private String waiting = "";

  private List<String> attributes = List.of();

  private DocumentWriter(XMLStreamWriter xml) {
    this.xml = xml;
  }

  private interface Content {
    void write(DocumentWriter out) throws XMLStreamException;
  }

  static String write(Node node) {
    return TYPE + text(out -> out.node(node));
  }

  static String write(Interface each) {
    return text(out -> out.face(each));
  }

  private static String text(Content content) {
    var text = new StringWriter();
    try {
      var xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      content.write(new DocumentWriter(xml));
      xml.writeEndDocument(); // also ends an element without content
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException("this cannot be written as XML", e);
    }
    return text.append('\n').toString();
  }

  private void node(Node node) throws XMLStreamException {
    open("node", "name", node.name());
    for (var each : node.interfaces()) {
      face(each);
    }
    for (var each : node.nodes()) {
      node(each);
    }
    close();
  }

  private void face(Interface each) throws XMLStreamException {
    open("interface", "name", each.name());
    for (var method : each.methods()) {
      open("method", "name", method.name());
      arguments(method.arguments(), "in");
      arguments(method.results(), "out");
      annotations(method.annotations());
      close();
    }
    for (var signal : each.signals()) {
      open("signal", "name", signal.name());
      arguments(signal.arguments(), "");
      annotations(signal.annotations());
      close();
    }
    for (var property : each.properties()) {
      var type = property.type().toString();
      open("property", "name", property.name(), "type", type, "access", property.access().text());
      if (property.emits() != Property.Emits.TRUE) {
        open("annotation", "name", Annotations.EMITS_CHANGED, "value", property.emits().text());
        close();
      }
      annotations(property.annotations());
      close();
    }
    annotations(each.annotations());
    close();
  }

  private void arguments(List<Argument> arguments, String direction) throws XMLStreamException {
    for (var each : arguments) {
      open("arg", "name", each.name(), "type", each.type().toString(), "direction", direction);
      annotations(each.annotations());
      close();
    }
  }

  private void annotations(Map<String, String> annotations) throws XMLStreamException {
    for (var each : annotations.entrySet()) {
      if (!LEFT_OUT.contains(each.getKey())) {
        open("annotation", "name", each.getKey(), "value", each.getValue());
        close();
      }
    }
  }

  /// Begins an element, which is written when it is known whether something is in it.
  private void open(String element, String... attributes) throws XMLStreamException {
    begin(false);
    waiting = element;
    this.attributes = List.of(attributes);
  }

  private void begin(boolean isEmpty) throws XMLStreamException {
    if (waiting.isEmpty()) {
      return;
    }
    if (isBegun) {
      line();
    }
    isBegun = true;
    if (isEmpty) {
      xml.writeEmptyElement(waiting);
    } else {
      xml.writeStartElement(waiting);
      depth++;
    }
    for (var i = 0; i < attributes.size(); i += 2) {
      var isOptional = !attributes.get(i).equals("value"); // names and directions may be missing
      if (!isOptional || !attributes.get(i + 1).isEmpty()) {
        xml.writeAttribute(attributes.get(i), attributes.get(i + 1));
      }
    }
    waiting = "";
  }

  private void close() throws XMLStreamException {
    if (waiting.isEmpty()) {
      depth--;
      line();
      xml.writeEndElement();
    } else {
      begin(true);
    }
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }
}
