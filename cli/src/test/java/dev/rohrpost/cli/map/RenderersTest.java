package dev.rohrpost.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.inspect.IpcObject.Pipe.Fill;
import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.Unknown;
import dev.rohrpost.testkit.Foreign;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A map in every form, of an ordinary picture and of one whose names are meant to break things.
class RenderersTest {
  @TempDir Path folder;

  @Test
  void textNamesTheOtherEnd() {
    assertThat(text(Pictures.ordinary()))
        .containsSubsequence(
            "writer (10)  writer --an option",
            "    1,2  --> pipe         reader (11)",
            "reader (11)  reader --an option",
            "      3  <-- pipe         writer (10)  blocked in read",
            "client (12)  client --an option",
            "      4  <-> unix stream  server (13)",
            "server (13)  server --an option",
            "      5  <-> unix stream  client (12)  /run/server",
            "Unknown",
            "    descriptors of 2 processes: EACCES: permission denied")
        .noneMatch(line -> line.contains("\u001b"));
  }

  @Test
  void callsOnABusStandWithTheirCallers() throws Exception {
    assertThat(text(Pictures.calls()))
        .containsSubsequence(
            "caller (10)  caller --an option",
            "      --> dbus name  player (11)              com.example.Player  Get ×3, Open",
            "player (11)  player --an option",
            "      <-> dbus name  caller (10), other (12)  com.example.Player  Get ×3, Open, Stop",
            "other (12)  other --an option",
            "      --> dbus name  player (11)              com.example.Player  Stop");
    assertThat(json(Pictures.calls()))
        .contains(
            "\"calls\":[{\"pid\":10,\"interface\":\"com.example.Player\",\"member\":\"Open\",\"count\":1},")
        .contains("{\"pid\":12,\"interface\":null,\"member\":\"Stop\",\"count\":1}]");
    assertThat(MapDot.lines(Pictures.shown(Pictures.calls())))
        .contains(
            "  \"pid:10\" -> \"dbus:session/com.example.Player\" [label=\"Get ×3, Open\"];",
            "  \"dbus:session/com.example.Player\" -> \"pid:11\" [label=\"\", dir=both];",
            "  \"pid:12\" -> \"dbus:session/com.example.Player\" [label=\"Stop\"];");
  }

  @Test
  void whoWaitsToBeAcceptedIsShownWithTheListener() throws Exception {
    assertThat(text(Pictures.waiting()))
        .containsSubsequence(
            "client (12)  client --an option",
            "    3  <-> tcp  server (13)              127.0.0.1:50000 > 127.0.0.1:80  waits to be"
                + " accepted  blocked in read",
            "server (13)  server --an option",
            "    5  <-> tcp  client (12), other (15)  127.0.0.1:80  listening, 2 of 1 wait (rpc nfs"
                + " 3,4; 536871065 1)",
            "other (15)  other --an option",
            "    4  <-> tcp  server (13)              127.0.0.1:50001 > 127.0.0.1:80  waits to be"
                + " accepted");
    assertThat(json(Pictures.waiting()))
        .contains("\"peer\":null,\"listener\":\"tcp:200\"")
        .contains("\"name\":\"127.0.0.1:80\",\"peer\":null,\"listener\":null")
        .contains(
            "\"rpc\":[{\"program\":100003,\"version\":3,\"name\":\"nfs\"},"
                + "{\"program\":100003,\"version\":4,\"name\":\"nfs\"},"
                + "{\"program\":536871065,\"version\":1,\"name\":null}]")
        .containsOnlyOnce("\"rpc\":");
    assertThat(MapDot.lines(Pictures.shown(Pictures.waiting())))
        .anyMatch(line -> line.contains("\"pid:12\" -> \"tcp:200\" [label=\"3 read not accepted\""))
        .anyMatch(line -> line.contains("\"pid:15\" -> \"tcp:200\" [label=\"4 not accepted\""))
        .contains("  \"tcp:200\" -> \"pid:13\" [label=\"5\"];");
    var elements = elements(MapSvg.lines(Pictures.shown(Pictures.waiting())));
    assertThat(elements).filteredOn("rect"::equals).hasSize(3);
    assertThat(elements).filteredOn("ellipse"::equals).hasSize(1);
  }

  /// Nobody at all is another matter: of that, the kernel would tell no other end.
  @Test
  void whoCannotBeSeenIsNotNobody() {
    assertThat(text(Pictures.unseen()))
        .containsSubsequence(
            "client (12)  client --an option",
            "    4  <-> unix stream  somebody unseen",
            "    5  <-> tcp          somebody unseen  127.0.0.1:50000 > 127.0.0.1:80  waits to be"
                + " accepted",
            "    6  <-> unix stream  -                /run/left",
            "Nobody who can be seen has open",
            "    tcp          127.0.0.1:80  listening, 2 of 1 wait (rpc nfs 3,4; 536871065 1)",
            "    unix stream  /run/server");
    assertThat(text(Pictures.left())).containsSubsequence("Nobody has open", "    mq  /left");
  }

  @Test
  void howFullAPipeIsIsShown() {
    var full = Pictures.ordinary(new Fill(16, 16));
    assertThat(text(full)).contains("    1,2  --> pipe         reader (11)  full");
    assertThat(json(full)).contains("\"inode\":77,\"pages\":16,\"capacity\":16}");
    assertThat(text(Pictures.ordinary(new Fill(3, 16))))
        .contains("    1,2  --> pipe         reader (11)  3 of 16 pages");
    assertThat(text(Pictures.ordinary(new Fill(0, 16))))
        .contains("    1,2  --> pipe         reader (11)");
  }

  @Test
  void coloursAreForTerminals() {
    assertThat(MapText.lines(Pictures.shown(Pictures.ordinary()), Paint.COLOURED).getFirst())
        .startsWith("\u001b[1mwriter (10)\u001b[0m");
  }

  @Test
  void noNameBreaksALine() {
    assertThat(text(Pictures.evil()))
        .allMatch(line -> line.codePoints().noneMatch(Character::isISOControl))
        .anyMatch(line -> line.contains("e\\033[31m\\nvi\"l'<b>&amp;\\\\l]]>\\342\\200\\256"));
  }

  @Test
  void jsonIsAsTheContractSays() {
    var json = json(Pictures.ordinary());
    assertThat(json)
        .contains("{\"pid\":10,\"name\":\"writer\",\"uid\":0,\"parent\":1,")
        .contains("\"blocked\":[{\"tid\":11,\"call\":\"read\",\"fd\":3,\"object\":\"pipe:77\"}]")
        .contains("{\"id\":\"pipe:77\",\"kind\":\"pipe\",")
        .contains("\"name\":\"/run/server\",\"peer\":\"unix:100\"")
        .contains("{\"pid\":11,\"fd\":3,\"object\":\"pipe:77\",\"direction\":\"read\"}")
        .contains("{\"what\":\"descriptors of 2 processes\",\"why\":\"EACCES: permission denied\"");
  }

  @Test
  void aNumberOfAnotherNamespaceNamesNoObjectOfThisOne() {
    var waits = "{\"tid\":%d,\"call\":\"%s\",\"fd\":null,\"object\":%s}";
    var json = JsonText.of(out -> MapJson.fields(out, Selection.ALL.of(Pictures.namesakes())));
    for (var object : List.of("\"sysv:7\"", "null")) {
      assertThat(json)
          .containsOnlyOnce(waits.formatted(20, "msgrcv", object))
          .containsOnlyOnce(waits.formatted(22, "msgsnd", object));
    }
    assertThat(json)
        .containsOnlyOnce(waits.formatted(21, "semop", "\"semaphore:7\""))
        .containsOnlyOnce(waits.formatted(21, "semop", "null"));
  }

  @Test
  void jsonHasNothingThatATerminalObeys() {
    assertThat(json(Pictures.evil()))
        .contains("e\\u001B[31m\\nvi\\\"l'<b>&amp;\\\\l]]>\\u202E", "\\u0085")
        .doesNotContain("\u202e", "\u0085");
    assertThat(JsonText.of(json -> json.writeStringProperty("name", "\u007f\u009b\u2028 ü€😀")))
        .isEqualTo("{\"name\":\"\\u007F\\u009B\\u2028 ü€😀\"}");
  }

  @Test
  void jsonOfAnyNameCanBeRead() {
    var names = 0;
    try (var parser =
        new JsonFactory().createParser(ObjectReadContext.empty(), json(Pictures.evil()))) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING
            && parser.getString().contains("e\u001b[31m\nvi\"l'<b>&amp;\\l]]>\u202e")) {
          names++;
        }
      }
    }
    assertThat(names).isGreaterThan(6);
  }

  @Test
  void dotIsUnderstoodByDot() throws Exception {
    Foreign.require("dot");
    for (var picture : List.of(Pictures.ordinary(), Pictures.evil())) {
      var file = folder.resolve("map.dot");
      Files.write(file, MapDot.lines(Pictures.shown(picture)));
      var output = Foreign.run(Duration.ofSeconds(60), "dot", "-Tsvg", file.toString()).orFail();
      assertThat(output.err()).isEmpty();
      assertThat(output.out()).contains("</svg>");
    }
  }

  @Test
  void dotHasEachNameInQuotes() {
    assertThat(MapDot.lines(Pictures.shown(Pictures.ordinary())))
        .contains("  \"pid:10\" -> \"pipe:77\" [label=\"1,2\"];")
        .anyMatch(line -> line.contains("\"pipe:77\" -> \"pid:11\" [label=\"3 read\", color="))
        .contains("  \"pid:12\" -> \"unix:100\" [label=\"4\", dir=both];")
        .contains("  \"unix:100\" -> \"pid:13\" [label=\"5\", dir=both];");
    assertThat(MapDot.lines(Pictures.shown(Pictures.evil())))
        .allMatch(line -> line.codePoints().noneMatch(Character::isISOControl))
        .allMatch(line ->
            line.replace("\\\\", "").replace("\\\"", "").matches("[^\"]*(\"[^\"]*\"[^\"]*)*"));
  }

  @Test
  void svgIsWellFormed() throws Exception {
    for (var picture : List.of(Pictures.ordinary(), Pictures.evil())) {
      assertThat(elements(MapSvg.lines(Pictures.shown(picture))))
          .startsWith("svg", "title", "style")
          .doesNotContain("b");
    }
  }

  @Test
  void svgShowsEachProcessAndOneEllipseForAConnection() throws Exception {
    var elements = elements(MapSvg.lines(Pictures.shown(Pictures.ordinary())));
    assertThat(elements).filteredOn("rect"::equals).hasSize(4);
    assertThat(elements).filteredOn("ellipse"::equals).hasSize(2);
  }

  @Test
  void whatIsUnknownIsInPicturesToo() throws Exception {
    var unknown = "descriptors of 2 processes: EACCES: permission denied";
    assertThat(MapDot.lines(Pictures.shown(Pictures.ordinary())))
        .anyMatch(line ->
            line.startsWith("  \"unknown\" [shape=note, ")
                && line.endsWith(", label=\"Unknown\\l" + unknown + "\\l\"];"));
    assertThat(MapDot.lines(Pictures.shown(Pictures.waiting())))
        .noneMatch(line -> line.contains("unknown"));
    assertThat(MapSvg.lines(Pictures.shown(Pictures.ordinary())))
        .anyMatch(line -> line.endsWith(">Unknown</text>"))
        .anyMatch(line -> line.startsWith("<text class='unknown' ") && line.contains(unknown));
    assertThat(MapSvg.lines(Pictures.shown(Pictures.waiting())))
        .noneMatch(line -> line.startsWith("<text class='unknown'"));
    assertThat(MapSvg.lines(Pictures.shown(Pictures.evil())))
        .filteredOn(line -> line.startsWith("<text class='unknown' "))
        .hasSize(2)
        .last()
        .asString()
        .contains("e\\033[31m\\nvi&quot;l&#39;&lt;b&gt;&amp;amp;\\\\l]]&gt;\\342\\200\\256");
  }

  /// The canvas has room for the lines below.
  @Test
  void svgIsLargeEnoughForWhatIsUnknown() {
    var taken = Pictures.ordinary().taken();
    var wide = new Unknown(Unknown.Matter.LOCKS, "w".repeat(400), "why", List.of());
    var canvas =
        MapSvg.lines(
            Pictures.shown(Picture.of(taken, List.of(), List.of(), List.of(), List.of(wide))));
    var size =
        canvas.get(1).replaceFirst(".*width='(\\d+)' height='(\\d+)'.*", "$1 $2").split(" ", -1);
    assertThat(Integer.parseInt(size[0])).isGreaterThan(400 * 6);
    var y = canvas.stream().filter(line -> line.contains("wwww")).findFirst().orElseThrow();
    assertThat(Double.parseDouble(y.replaceFirst(".* y='([\\d.]+)'.*", "$1")))
        .isLessThan(Integer.parseInt(size[1]) - 24.0);
  }

  @Test
  void aPictureOfNothingIsOneToo() throws Exception {
    var nothing =
        Picture.of(Pictures.ordinary().taken(), List.of(), List.of(), List.of(), List.of());
    assertThat(elements(MapSvg.lines(Pictures.shown(nothing)))).contains("svg");
    assertThat(text(nothing)).hasSize(1);
  }

  private static List<String> text(Picture picture) {
    return MapText.lines(Pictures.shown(picture), Paint.PLAIN);
  }

  private static String json(Picture picture) {
    return JsonText.of(json -> MapJson.fields(json, Pictures.shown(picture)));
  }

  /// Has a parser of XML that is not ours read it, and returns the names of all elements.
  private List<String> elements(List<String> lines) throws Exception {
    Foreign.require("python3");
    var file = Files.write(folder.resolve("map.svg"), lines);
    var program =
        "import sys, xml.etree.ElementTree as e\n"
            + "for x in e.parse(sys.argv[1]).iter(): print(x.tag.split('}')[1])";
    return Foreign.run(Duration.ofSeconds(60), "python3", "-c", program, file.toString())
        .orFail()
        .out()
        .lines()
        .toList();
  }
}
