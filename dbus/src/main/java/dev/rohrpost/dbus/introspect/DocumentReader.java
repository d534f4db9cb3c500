package dev.rohrpost.dbus.introspect;

import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.Type;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Reads a document, element by element. Goes no deeper than elements may be nested.
final class DocumentReader {
  private static final Set<String> DOCUMENTATION = Set.of("doc:doc", "tp:docstring", "dox:d");

  private final XMLStreamReader xml;
  private final Faults faults;
  private int depth;

  /// The comment before the next element, if nothing else stands between.
  private String comment = "";

  /// What a fault is about, such as `org.bluez.Adapter1.StartDiscovery`.
  private String subject = "";

  private DocumentReader(XMLStreamReader xml, Faults faults) {
    this.xml = xml;
    this.faults = faults;
  }

  static Node read(String file, byte[] bytes) throws IntrospectionException {
    var faults = new Faults(Faults.shown(file));
    var node = new Node("", List.of(), List.of());
    if (bytes.length > Introspection.MOST_BYTES) {
      faults.add(0, bytes.length + " bytes: more than " + Introspection.MOST_BYTES);
    } else {
      try {
        node = new DocumentReader(reader(Encoding.decode(bytes)), faults).document();
      } catch (CharacterCodingException e) {
        faults.add(0, String.valueOf(e.getMessage()));
      } catch (XMLStreamException e) {
        faults.add(e.getLocation() == null ? 0 : e.getLocation().getLineNumber(), told(e));
      }
    }
    faults.end();
    return node;
  }

  private static XMLStreamReader reader(String text) throws XMLStreamException {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory.createXMLStreamReader(new StringReader(text));
  }

  /// {@return the parser's words without the place, which the fault has anyway}
  private static String told(XMLStreamException e) {
    var message = String.valueOf(e.getMessage());
    var from = message.indexOf("Message: ");
    return Faults.shown(from < 0 ? message : message.substring(from + "Message: ".length()));
  }

  private Node document() throws XMLStreamException {
    var root = child();
    var line = line();
    var node = new Node("", List.of(), List.of());
    switch (root) {
      case "node" -> node = node();
      case "interface" -> node = new Node("", List.of(anInterface()), List.of());
      case null -> faults.add(line, "there is no root");
      default -> faults.add(line, "the root is " + Faults.quoted(root) + ", not a node");
    }
    while (xml.hasNext()) {
      next();
    }
    return node;
  }

  /// Goes to the next child of the element that is open.
  ///
  /// @return its name, or null at the end of the element
  private @Nullable String child() throws XMLStreamException {
    while (true) {
      switch (next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++depth > Introspection.MOST_DEPTH) {
            var what = "elements within each other deeper than " + Introspection.MOST_DEPTH;
            throw new XMLStreamException(what, xml.getLocation());
          }
          return xml.getLocalName();
        }
        case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
          depth--;
          comment = "";
          return null;
        }
        case XMLStreamConstants.COMMENT -> comment = xml.getText();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!xml.isWhiteSpace()) {
            comment = "";
          }
        }
        default -> {}
      }
    }
  }

  /// Goes on. For some faults the JDK's parser has no words, and another exception.
  private int next() throws XMLStreamException {
    try {
      return xml.next();
    } catch (RuntimeException e) {
      throw new XMLStreamException("malformed", xml.getLocation(), e);
    }
  }

  private void skip() throws XMLStreamException {
    while (child() != null) {
      skip();
    }
  }

  private Node node() throws XMLStreamException {
    var name = attribute("name");
    var interfaces = new ArrayList<Interface>();
    var nodes = new ArrayList<Node>();
    for (var child = child(); child != null; child = child()) {
      switch (child) {
        case "interface" -> interfaces.add(anInterface());
        case "node" -> nodes.add(node());
        default -> skip();
      }
    }
    return new Node(name, interfaces, nodes);
  }

  private Interface anInterface() throws XMLStreamException {
    var name = attribute("name");
    subject = Faults.shown(name);
    var described = new Described(name);
    var methods = new ArrayList<Method>();
    var signals = new ArrayList<Signal>();
    var properties = new ArrayList<Property>();
    check(Names::checkInterface, name, described.line);
    for (var child = child(); child != null; child = child()) {
      var member = attribute("name");
      subject = Faults.shown(name) + "." + Faults.shown(member);
      switch (child) {
        case "method" -> methods.add(method(member));
        case "signal" -> signals.add(signal(member));
        case "property" -> properties.add(property(member));
        default -> described.other(child);
      }
    }
    return new Interface(
        name,
        methods,
        signals,
        emitting(properties, described.annotations),
        described.annotations,
        described.documentation());
  }

  private Method method(String name) throws XMLStreamException {
    var described = new Described(name);
    check(Names::checkMember, name, described.line);
    var arguments = new ArrayList<Argument>();
    var results = new ArrayList<Argument>();
    for (var child = child(); child != null; child = child()) {
      if (child.equals("arg")) {
        switch (attribute("direction")) {
          case "", "in" -> arguments.add(argument(described));
          case "out" -> results.add(argument(described));
          case String other -> {
            fault(line(), "the direction is " + Faults.quoted(other) + ", not in or out");
            skip();
          }
        }
      } else {
        described.other(child);
      }
    }
    return new Method(name, arguments, results, described.annotations, described.documentation());
  }

  private Signal signal(String name) throws XMLStreamException {
    var described = new Described(name);
    check(Names::checkMember, name, described.line);
    var arguments = new ArrayList<Argument>();
    for (var child = child(); child != null; child = child()) {
      if (child.equals("arg")) {
        arguments.add(argument(described));
      } else {
        described.other(child);
      }
    }
    return new Signal(name, arguments, described.annotations, described.documentation());
  }

  private Argument argument(Described member) throws XMLStreamException {
    var name = attribute("name");
    var type = type(attribute("type"), "of argument " + Faults.quoted(name));
    var described = new Described(name);
    for (var child = child(); child != null; child = child()) {
      described.other(child);
    }
    var documentation = described.documentation();
    return new Argument(
        name,
        type,
        described.annotations,
        documentation.isEmpty() ? member.ofArgument(name) : documentation);
  }

  private Property property(String name) throws XMLStreamException {
    var described = new Described(name);
    if (name.isEmpty()) {
      fault(described.line, "a property has no name");
    }
    var type = type(attribute("type"), "of property " + Faults.quoted(name));
    var access = Property.Access.READ;
    switch (attribute("access")) {
      case "read" -> access = Property.Access.READ;
      case "write" -> access = Property.Access.WRITE;
      case "readwrite" -> access = Property.Access.READWRITE;
      case String other ->
          fault(
              described.line,
              "the access is " + Faults.quoted(other) + ", not read, write or readwrite");
    }
    for (var child = child(); child != null; child = child()) {
      described.other(child);
    }
    return new Property(
        name,
        type,
        access,
        Property.Emits.TRUE, // until it is known what the interface says
        described.annotations,
        described.documentation());
  }

  private List<Property> emitting(List<Property> properties, Map<String, String> annotations) {
    var usual = annotations.getOrDefault(Annotations.EMITS_CHANGED, Property.Emits.TRUE.text());
    return properties.stream()
        .map(each ->
            new Property(
                each.name(),
                each.type(),
                each.access(),
                emits(each.annotations().getOrDefault(Annotations.EMITS_CHANGED, usual)),
                each.annotations(),
                each.documentation()))
        .toList();
  }

  /// {@return what a word means; of one that nobody knows nothing is expected}
  private static Property.Emits emits(String word) {
    return switch (word) {
      case "true" -> Property.Emits.TRUE;
      case "invalidates" -> Property.Emits.INVALIDATES;
      case "const" -> Property.Emits.CONST;
      default -> Property.Emits.FALSE;
    };
  }

  private Type type(String text, String of) {
    if (text.isEmpty()) {
      fault(line(), "no type " + of);
      return Type.VARIANT;
    }
    try {
      return Type.of(text);
    } catch (IllegalArgumentException e) {
      var told = String.valueOf(e.getMessage());
      var why = told.substring(told.lastIndexOf("\": ") + "\": ".length());
      fault(line(), "type " + Faults.quoted(text) + " " + of + ": " + why);
      return Type.VARIANT;
    }
  }

  private interface Check {
    String name(String name);
  }

  private void check(Check check, String name, int line) {
    try {
      check.name(name);
    } catch (IllegalArgumentException e) {
      fault(line, String.valueOf(e.getMessage()));
    }
  }

  private void fault(int line, String what) {
    faults.add(line, subject + ": " + what);
  }

  private int line() {
    return xml.getLocation().getLineNumber();
  }

  /// {@return the value of an attribute of the element that begins here; empty without it}
  private String attribute(String name) {
    for (var i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(name)) {
        return xml.getAttributeValue(i);
      }
    }
    return "";
  }

  /// What an element has beside its own: annotations and documentation.
  private final class Described {
    private final int line = line();
    private final GtkDoc before;
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final StringBuilder documentation = new StringBuilder();

    Described(String name) {
      before = GtkDoc.of(comment, name);
      comment = "";
    }

    /// Reads a child that is none of the element's own.
    void other(String child) throws XMLStreamException {
      if (child.equals("annotation")) {
        annotations.put(attribute("name"), attribute("value"));
        skip();
      } else if (DOCUMENTATION.contains(child)) {
        var prose = new Prose();
        inner(prose);
        documentation.append(documentation.isEmpty() ? "" : "\n\n").append(prose);
      } else {
        skip();
      }
    }

    private void inner(Prose prose) throws XMLStreamException {
      var inside = 0;
      var names = new ArrayList<String>();
      while (inside >= 0) {
        switch (next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            inside++;
            names.add(begin(prose));
          }
          case XMLStreamConstants.END_ELEMENT -> {
            if (--inside >= 0) {
              prose.end(names.removeLast());
            }
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
              prose.words(xml.getText());
          case XMLStreamConstants.ENTITY_REFERENCE -> prose.words("&" + xml.getLocalName() + ";");
          default -> {}
        }
      }
      depth--;
    }

    private String begin(Prose prose) {
      var name = xml.getLocalName();
      var local = name.substring(name.lastIndexOf(':') + 1);
      prose.begin(local);
      if (local.equals("error") && !attribute("name").isEmpty()) {
        prose.words("`" + attribute("name") + "`: ");
      }
      return local;
    }

    String documentation() {
      if (!documentation.isEmpty()) {
        return documentation.toString();
      }
      var annotated = annotations.getOrDefault(Annotations.GDBUS_DOCUMENTATION, "");
      return annotated.isEmpty() ? before.text() : Prose.ofMarkup(annotated);
    }

    String ofArgument(String name) {
      return before.arguments().getOrDefault(name, "");
    }
  }
}
