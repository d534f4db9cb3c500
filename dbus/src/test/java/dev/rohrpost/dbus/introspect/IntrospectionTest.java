package dev.rohrpost.dbus.introspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rohrpost.dbus.type.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntrospectionTest {
  private static final String PLAYER =
      """
      <!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
       "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
      <node name="/player">
        <interface name="com.example.Player">
          <method name="Open">
            <arg name="uri" type="s" direction="in"/>
            <arg name="options" type="a{sv}"/>
            <arg type="o" direction="out"/>
            <annotation name="org.freedesktop.DBus.Deprecated" value="true"/>
          </method>
          <method name="Open"><arg type="u" direction="in"/></method>
          <method name="Stop">
            <annotation name="org.freedesktop.DBus.Method.NoReply" value="true"/>
          </method>
          <signal name="Ended"><arg name="reason" type="(us)" direction="out"/></signal>
          <property name="volume-now" type="d" access="readwrite"/>
          <property name="Model" type="s" access="read">
            <annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="const"/>
          </property>
          <property name="Key" type="ay" access="write"/>
        </interface>
        <node name="queue"/>
      </node>
      """;

  static Node read(String text) throws IntrospectionException {
    return Introspection.read("f.xml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Interface face(String content) throws IntrospectionException {
    return read("<node><interface name='a.B'>" + content + "</interface></node>")
        .interfaces()
        .getFirst();
  }

  @Test
  void everythingOfADocumentIsInItsTree() throws Exception {
    var node = read(PLAYER);
    assertThat(node.name()).isEqualTo("/player");
    assertThat(node.nodes()).containsExactly(new Node("queue", List.of(), List.of()));
    var player = node.interfaces().getFirst();
    assertThat(player.name()).isEqualTo("com.example.Player");
    assertThat(player.methods()).extracting(Method::name).containsExactly("Open", "Open", "Stop");
    var open = player.methods().getFirst();
    assertThat(open.arguments())
        .containsExactly(Argument.of("uri", "s"), Argument.of("options", "a{sv}"));
    assertThat(open.results()).containsExactly(Argument.of("", "o"));
    assertThat(open.isDeprecated()).isTrue();
    assertThat(open.isWithoutReply()).isFalse();
    assertThat(player.methods().getLast().isWithoutReply()).isTrue();
    assertThat(player.signals().getFirst().arguments())
        .containsExactly(Argument.of("reason", "(us)"));
    assertThat(player.properties())
        .extracting(Property::name, Property::access, Property::emits)
        .containsExactly(
            tuple("volume-now", Property.Access.READWRITE, Property.Emits.TRUE),
            tuple("Model", Property.Access.READ, Property.Emits.CONST),
            tuple("Key", Property.Access.WRITE, Property.Emits.TRUE));
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() throws Exception {
    var node = read(PLAYER);
    var written = Introspection.write(node);
    assertThat(read(written)).isEqualTo(node);
    assertThat(written).startsWith("<!DOCTYPE node PUBLIC").contains("\n  <interface name=");
    var odd =
        new Property(
            "a \"b\" <&>'", Type.STRING, Property.Access.READ, Property.Emits.FALSE, Map.of(), "");
    var face = new Interface("a.B", List.of(), List.of(), List.of(odd), Map.of(), "");
    var again = read(Introspection.write(new Node("", List.of(face), List.of())));
    assertThat(again.interfaces().getFirst().properties().getFirst().name()).isEqualTo(odd.name());
    assertThat(again.interfaces().getFirst().properties().getFirst().emits())
        .isEqualTo(Property.Emits.FALSE);
  }

  @Test
  void anObjectWithoutAnythingIsADocumentToo() throws Exception {
    var nothing = new Node("", List.of(), List.of());
    assertThat(Introspection.write(nothing)).endsWith("introspect.dtd\">\n<node/>\n");
    assertThat(read(Introspection.write(nothing))).isEqualTo(nothing);
  }

  @Test
  void anInterfaceSaysWhatItsPropertiesEmitUnlessTheySayItThemselves() throws Exception {
    var annotation =
        "<annotation name='org.freedesktop.DBus.Property.EmitsChangedSignal' value='%s'/>";
    var face =
        face(
            "<property name='A' type='s' access='read'/>"
                + "<property name='B' type='s' access='read'>"
                + annotation.formatted("true")
                + "</property>"
                + annotation.formatted("invalidates"));
    assertThat(face.properties())
        .extracting(Property::emits)
        .containsExactly(Property.Emits.INVALIDATES, Property.Emits.TRUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <doc:doc><doc:description><doc:para>A <doc:tt>b</doc:tt></doc:para><doc:para>c</doc:para></doc:description></doc:doc> | A `b`%%c
          <tp:docstring xmlns='x'>A<ul><li>b</li><li>c  d</li></ul></tp:docstring>                                             | A%- b%- c d
          <dox:d>it's <![CDATA[<fine>]]> &amp; &unknown;</dox:d>                                                               | it's <fine> & &unknown;
          <annotation name='org.gtk.GDBus.DocString' value='&lt;para&gt;A&lt;/para&gt;'/>                                       | A
          """)
  void documentationBecomesPlainText(String element, String text) throws Exception {
    var face = face("<method name='M'>" + element + "</method>");
    assertThat(face.methods().getFirst().documentation()).isEqualTo(text.replace('%', '\n'));
  }

  @Test
  void aCommentDescribesWhatIsRightBehindIt() throws Exception {
    var face =
        face(
            """
            <!-- far --> x
            <method name="A"/>
            <!--
                B:
                @flags: what is
                        inhibited
                @short_description: Short.

                Long *text*:

                * item
            -->
            <method name="B"><arg name="flags" type="u"/><arg name="other" type="u"/></method>
            <!-- Copyright of this file -->
            <signal name="C"/>
            <!-- of nothing -->
            """);
    assertThat(face.methods().getFirst().documentation()).isEmpty();
    var method = face.methods().getLast();
    assertThat(method.documentation()).isEqualTo("Short.\n\nLong *text*:\n- item");
    assertThat(method.arguments())
        .extracting(Argument::documentation)
        .containsExactly("what is inhibited", "");
    assertThat(face.signals().getFirst().documentation()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <method name='M'><arg name='x' type='a{vs}' direction='in'/></method> | a.B.M: type 'a{vs}' of argument 'x': a key that is not basic, at character 3
          <method name='M'><arg name='x' type='ss'/></method>                   | a.B.M: type 'ss' of argument 'x': 2 types where one is needed
          <method name='M'><arg name='x'/></method>                             | a.B.M: no type of argument 'x'
          <method name='M'><arg type='s' direction='up'/></method>              | a.B.M: the direction is 'up', not in or out
          <method name='1M'/>                                                   | a.B.1M: member "1M": begins with a digit
          <signal/>                                                             | a.B.: member "": is empty
          <property name='P' type='s' access='all'/>                            | a.B.P: the access is 'all', not read, write or readwrite
          <property name='P' type='(' access='read'/>                           | a.B.P: type '(' of property 'P': ends within a type, at character 1
          <property type='s' access='read'/>                                    | a.B.: a property has no name
          """)
  void aFaultHasItsPlaceAndItsMember(String element, String what) {
    assertThatThrownBy(() -> face("\n" + element))
        .isInstanceOf(IntrospectionException.class)
        .hasMessage("f.xml: " + what + " (line 2)");
  }

  @Test
  void allFaultsAreSaidAtOnce() {
    assertThatThrownBy(() ->
            read(
                "<node>\n<interface name='a'/>\n<interface name='a.B'>\n<method"
                    + " name='M'><arg type='w'/></method></interface></node>"))
        .hasMessage(
            """
            f.xml: a: interface "a": has only one element (line 2)
            f.xml: a.B.M: type 'w' of argument '': an unknown type, at character 0 (line 4)\
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "no XML",
        "<node>",
        "<node></interface>",
        "<node a='1' a='2'/>",
        "<node/><node/>",
        "<busconfig/>",
        "<?xml version='1.0' encoding='nonsense'?><node/>",
        "<node a='&unknown;'/>",
        "<?xml version='1.0' encoding='UTF-32'?><node/>"
      })
  void whatIsNoDocumentIsRefusedInOneLine(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IntrospectionException.class)
        .message()
        .startsWith("f.xml:")
        .doesNotContain("\n");
  }

  @Test
  void depthAndSizeAreLimited() throws Exception {
    var deepest = Introspection.MOST_DEPTH;
    assertThat(read("<node>".repeat(deepest) + "</node>".repeat(deepest)).nodes()).hasSize(1);
    assertThatThrownBy(() -> read("<node>".repeat(deepest + 1) + "</node>".repeat(deepest + 1)))
        .hasMessage("f.xml: elements within each other deeper than 64 (line 1)");
    assertThatThrownBy(() -> read("<other>".repeat(100_000)))
        .isInstanceOf(IntrospectionException.class);
    assertThatThrownBy(() -> Introspection.read("f.xml", new byte[Introspection.MOST_BYTES + 1]))
        .hasMessage("f.xml: 16777217 bytes: more than 16777216");
  }

  @Test
  void nothingFromOutsideIsLoadedOrExpanded(@TempDir Path folder) throws Exception {
    var secret = Files.writeString(folder.resolve("secret"), "<node name='secret'/>");
    for (var declared :
        List.of(
            "<!ENTITY e SYSTEM '" + secret.toUri() + "'>",
            "<!ENTITY e 'secret'>",
            "<!ENTITY % e SYSTEM '" + secret.toUri() + "'> %e;")) {
      var text =
          "<!DOCTYPE node SYSTEM '"
              + secret.toUri()
              + "' ["
              + declared
              + "]><node><interface name='a.B'><doc:doc>&e;</doc:doc></interface></node>";
      assertThat(read(text).interfaces().getFirst().documentation()).isEqualTo("&e;");
    }
    var laughs = "<!DOCTYPE node [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><node name='%s'/>";
    assertThat(read(laughs.formatted("x")).name()).isEqualTo("x");
    assertThatThrownBy(() -> read(laughs.formatted("&b;"))).hasMessageContaining("not declared");
  }

  @Test
  void aBareInterfaceIsADocumentToo() throws Exception {
    assertThat(read("<interface name='a.B'/>").interfaces().getFirst().name()).isEqualTo("a.B");
  }

  @Test
  void bytesThatAreNoTextAreRefusedWithTheirPlace() {
    var bytes = "<node name='ä'/>".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Introspection.read("f.xml", bytes))
        .hasMessage("f.xml: byte 12 is not UTF-8");
  }

  @Test
  void otherEncodingsAreRead() throws Exception {
    for (var encoding :
        List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_8, StandardCharsets.UTF_16)) {
      var text = "<?xml version='1.0' encoding='" + encoding + "'?><node name='ä'/>";
      assertThat(Introspection.read("f", text.getBytes(encoding)).name()).isEqualTo("ä");
    }
  }
}
