package dev.rohrpost.rpc.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.rpc.gen.JavaGenerator.Names;
import dev.rohrpost.rpc.gen.JavaGenerator.Strings;
import dev.rohrpost.testkit.Row;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationTest {
  private static final String MARK = "@Generated(\"dev.rohrpost.rpc.gen\")";

  @TempDir Path folder;

  private Path out = Path.of("");

  @BeforeEach
  void files() throws IOException {
    out = folder.resolve("made/sources");
    file("point.x", "struct point { int x; int y; };");
    file(
        "line.x",
        "#include \"point.x\"\nstruct line { point from; point to; string name<MOST>; };");
    file("far/ring.x", "#include \"point.x\"\nstruct ring { point at; int radius; };");
  }

  private Path file(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Generation of(String... names) {
    return of(JavaGenerator.create(), names);
  }

  private Generation of(JavaGenerator generator, String... names) {
    return Generation.of(
        List.of(names).stream().map(folder::resolve).toList(),
        "p",
        Compiler.create().define("MOST", "9").includeFrom(folder),
        generator);
  }

  /// The content of the output, where a number stands for the time of what was not touched.
  private Map<String, String> state() throws IOException {
    var state = new TreeMap<String, String>();
    try (var paths = Files.walk(folder)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        state.put(
            folder.relativize(path).toString(),
            Files.getLastModifiedTime(path) + " " + Files.readString(path));
      }
    }
    return state;
  }

  private List<String> sources() throws IOException {
    if (!Files.exists(out)) {
      return List.of();
    }
    try (var paths = Files.walk(out)) {
      return paths
          .map(path -> out.relativize(path).toString())
          .filter(path -> !path.startsWith(".") && !path.isEmpty())
          .sorted()
          .toList();
    }
  }

  @Test
  void aSingleFileHasThePackageAndSeveralHaveOneEach() throws Exception {
    assertThat(of("point.x").files().stream().map(JavaFile::path)).containsExactly("p/Point.java");
    var both = of("point.x", "far/ring.x").files();
    assertThat(both.stream().map(JavaFile::path))
        .containsExactly("p/point/Point.java", "p/ring/Point.java", "p/ring/Ring.java");
    assertThat(of("far/ring.x", "point.x").files()).isEqualTo(both);
  }

  @Test
  void filesThatAreUsedLeadToTheirPackagesAlsoWhenTheyAreGeneratedHere() throws Exception {
    file("more.x", "#include \"line.x\"\nstruct more { line l; point p; };");
    var made =
        of("more.x", "point.x", "line.x")
            .use(folder.resolve("point.x"), "p.point")
            .use(folder.resolve("far/../line.x"), "p.line");
    assertThat(made.files().stream().map(JavaFile::path))
        .containsExactly("p/line/Line.java", "p/more/More.java", "p/point/Point.java");
    Compiled.of(made.files(), Files.createDirectory(folder.resolve("classes")));
    assertThat(made.files().get(1).text()).contains("import p.line.Line;", "import p.point.Point;");
  }

  @Test
  void namesAndStringsAreAsTheSettingsSay() throws Exception {
    file("s.x", "struct some_thing { string a_b<3>; };");
    var generator = JavaGenerator.create().names(Names.KEEP).strings(Strings.OPAQUE);
    var made = of(generator, "s.x").files().getFirst();
    assertThat(made.path()).isEqualTo("p/some_thing.java");
    assertThat(made.text()).contains("Opaque a_b");
  }

  @Test
  void whatIsAsItShouldBeIsNotTouched() throws Exception {
    var first = of("line.x").write(out);
    assertThat(first.written())
        .hasSameElementsAs(of("line.x").files().stream().map(JavaFile::path).toList());
    assertThat(first.removed()).isEmpty();
    assertThat(first.isNothing()).isFalse();
    try (var paths = Files.walk(out)) {
      for (var path : paths.toList()) {
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000));
      }
    }
    var before = state();
    var second = of("line.x").write(out);
    assertThat(second.isNothing()).isTrue();
    assertThat(second.unchanged()).isEqualTo(first.written());
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void aFileThatIsIncludedChangesWhatDependsOnIt() throws Exception {
    of("line.x").write(out);
    file("point.x", "struct point { int x; int y; int z; };");
    var second = of("line.x").write(out);
    assertThat(second.written()).containsExactly("p/Point.java");
    assertThat(second.removed()).isEmpty();
    assertThat(out.resolve("p/Point.java")).content().contains("int z");
  }

  @Test
  void whatIsLostOrWasChangedIsMadeAnew() throws Exception {
    of("line.x").write(out);
    Files.delete(out.resolve("p/Point.java"));
    Files.writeString(out.resolve("p/Line.java"), MARK + " class Line {}");
    assertThat(of("line.x").write(out).written()).containsExactly("p/Line.java", "p/Point.java");
    assertThat(out.resolve("p/Line.java")).content().contains("record Line");
  }

  @Test
  void whatNoLongerArisesIsRemovedWithItsFolders() throws Exception {
    var list = folder.resolve("elsewhere/list");
    of("point.x", "far/ring.x").write(out, list);
    file("point.x", "struct dot { int x; };");
    Files.writeString(out.resolve("p/point/Own.java"), "class Own {}");
    var second = of("point.x").write(out, list);
    assertThat(second.removed())
        .containsExactly("p/point/Point.java", "p/ring/Point.java", "p/ring/Ring.java");
    assertThat(sources()).containsExactly("p", "p/Dot.java", "p/point", "p/point/Own.java");
  }

  @Test
  void ofNoFilesNothingIsMadeAndAllIsRemoved() throws Exception {
    var list = folder.resolve("list");
    of("point.x").write(out, list);
    assertThat(of().write(out, list).removed()).containsExactly("p/Point.java");
    assertThat(sources()).isEmpty();
    assertThat(list).doesNotExist();
    assertThat(of().write(out, list).isNothing()).isTrue();
    assertThat(list).doesNotExist();
  }

  @Test
  void othersInTheSameFolderAreLeftAlone() throws Exception {
    of("point.x").write(out);
    file("circle.x", "struct circle { int radius; };");
    of("circle.x").write(out);
    assertThat(sources()).containsExactly("p", "p/Circle.java", "p/Point.java");
    file("circle.x", "struct disc { int radius; };");
    assertThat(of("circle.x").write(out).removed()).containsExactly("p/Circle.java");
    assertThat(sources()).containsExactly("p", "p/Disc.java", "p/Point.java");
  }

  @Test
  void whatPeopleHaveWrittenIsNeitherRemovedNorOverwritten() throws Exception {
    of("point.x").write(out);
    var own = Files.writeString(out.resolve("p/Point.java"), "package p; class Point {}");
    file("point.x", "struct dot { int x; };");
    assertThat(of("point.x").write(out).removed()).isEmpty();
    assertThat(own).content().isEqualTo("package p; class Point {}");
    file("point.x", "struct dot { int x; int y; }; struct point { int x; };");
    var before = state();
    assertThatThrownBy(() -> of("point.x").write(out))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(own + ": it was not generated");
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void aListThatLeadsOutOfTheFolderRemovesNothingThere() throws Exception {
    var list = file("list", "../Other.java\n" + folder + "/Other.java\nOther.txt\n\0.java\n\n");
    file("made/Other.java", MARK);
    file("Other.java", MARK);
    file("made/sources/Other.txt", MARK);
    assertThat(of("point.x").write(out, list).removed()).isEmpty();
    assertThat(folder.resolve("made/Other.java")).exists();
    assertThat(folder.resolve("Other.java")).exists();
    assertThat(folder.resolve("made/sources/Other.txt")).exists();
  }

  @Test
  @Row("GEN-02")
  void theFaultsOfAllFilesAreSaidAndNothingIsWritten() throws Exception {
    of("point.x", "line.x").write(out);
    file("point.x", "struct point { int x; nothing y; };");
    file("far/other.x", "struct other {\n  int a;\n  int a;\n};");
    var before = state();
    assertThatThrownBy(() -> of("point.x", "line.x", "far/ring.x", "far/other.x").write(out))
        .isInstanceOf(SpecificationException.class)
        .hasMessageMatching(
            "(?s)\\Q"
                + folder
                + "\\E/point\\.x:1:23: [^\n]*nothing[^\n]*\n\\Q"
                + folder
                + "\\E/far/other\\.x:3:7: [^\n]*");
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void aFolderWhereAClassBelongsIsRefused() throws Exception {
    of("point.x").write(out);
    file("point.x", "struct point { int x; }; struct dot { int x; };");
    Files.createDirectories(out.resolve("p/Dot.java"));
    var before = state();
    assertThatThrownBy(() -> of("point.x").write(out))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void twoFilesForOnePackageAreAFault() throws Exception {
    var other = file("far/point.x", "struct point { int x; };");
    assertThatThrownBy(() -> of("point.x", "far/point.x").files())
        .isInstanceOf(SpecificationException.class)
        .hasMessage(other + ":1:1: a second file for the package p.point");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> of("point.x", "nowhere.x").write(out))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("nowhere.x").toString());
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..b", ".a", "a.", "a.1b", "a.class", "a/b", "a.b c", "_", "a\0"})
  void namesThatNoPackageCanHaveAreRefused(String name) {
    var files = List.of(folder.resolve("point.x"));
    assertThatThrownBy(() -> Generation.of(files, name, Compiler.create(), JavaGenerator.create()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no package can be called \"" + name + "\"");
    assertThatThrownBy(() -> of("point.x").use(files.getFirst(), name))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
