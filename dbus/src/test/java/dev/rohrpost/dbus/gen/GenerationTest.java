package dev.rohrpost.dbus.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.dbus.introspect.IntrospectionException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerationTest {
  @TempDir Path folder;

  private Path document(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), "<node>" + content + "</node>");
  }

  private static String face(String name, String content) {
    return "<interface name='" + name + "'>" + content + "</interface>";
  }

  private Path face(String name) throws IOException {
    return document(name + ".xml", face(name, ""));
  }

  private static List<String> paths(Generation generation) throws Exception {
    return generation.files().stream().map(JavaFile::path).toList();
  }

  private Path out() {
    return folder.resolve("out");
  }

  @ParameterizedTest
  @CsvSource({
    "org.bluez.Device1, org/bluez/Device1.java",
    "org.freedesktop.NetworkManager.Device, org/freedesktop/networkmanager/Device.java",
    "fi.w1.wpa_supplicant1, fi/w1/WpaSupplicant1.java",
    "fi.w1.wpa_supplicant1.Interface, fi/w1/wpa_supplicant1/Interface.java",
    "com.native.List, com/native_/List_.java",
    "org.a11y.atspi.Value, org/a11y/atspi/Value_.java",
    "a._1, a/_1.java"
  })
  void anInterfaceHasAPackageAndAClassByItsName(String name, String path) throws Exception {
    assertThat(paths(Generation.of(List.of(face(name))))).containsExactly(path);
    assertThat(paths(Generation.of(List.of(face(name))).below("x.y")))
        .containsExactly("x/y/" + path);
  }

  @Test
  void theOrderOfDocumentsChangesNothing() throws Exception {
    var one = face("a.One");
    var two = face("a.Two");
    assertThat(Generation.of(List.of(two, one, two)).files())
        .isEqualTo(Generation.of(List.of(one, two)).files());
  }

  @Test
  void whatEveryObjectHasIsLeftOut() throws Exception {
    var file =
        document(
            "all.xml",
            face("org.freedesktop.DBus.Peer", "")
                + face("org.freedesktop.DBus.Introspectable", "")
                + face("org.freedesktop.DBus.Properties", "")
                + face("org.freedesktop.DBus.ObjectManager", "")
                + face("org.freedesktop.DBus", ""));
    assertThat(paths(Generation.of(List.of(file)))).containsExactly("org/freedesktop/DBus.java");
  }

  @Test
  void anInterfaceInSeveralDocumentsIsOneIfTheyAgree() throws Exception {
    var member = "<method name='M'><arg type='s'/></method><signal name='S'/>";
    var same = "<signal name='S'/><method name='M'><arg name='x' type='s'/></method>";
    var one = document("one.xml", face("a.B", member));
    var two = document("two.xml", face("a.B", same));
    assertThat(paths(Generation.of(List.of(one, two)))).containsExactly("a/B.java");
    var other = document("z.xml", face("a.B", "<method name='M'><arg type='u'/></method>"));
    assertThatThrownBy(() -> Generation.of(List.of(one, two, other)).files())
        .isInstanceOf(IntrospectionException.class)
        .hasMessage(other + ": a.B: has other members in " + one);
  }

  @Test
  void whatCannotBeToldApartIsAFault() throws Exception {
    var member = "<method name='M'><arg type='s'/><arg type='%s' direction='out'/></method>";
    var file = document("f.xml", face("a.B", member.formatted("s") + member.formatted("u")));
    assertThatThrownBy(() -> Generation.of(List.of(file)).files())
        .hasMessage(file + ": a.B.M(s): is there twice");
    var both = document("g.xml", face("a.thing", "") + face("a.Thing", ""));
    assertThatThrownBy(() -> Generation.of(List.of(both)).files())
        .hasMessage(both + ": a.thing: would have the file of a.Thing: name one of them");
  }

  @Test
  void allFaultsOfAllDocumentsAreSaidAndNothingIsWritten() throws Exception {
    var good = face("a.Good");
    var bad =
        document("bad.xml", "\n" + face("a.Bad", "<signal name='S'><arg type='w'/></signal>"));
    var worse = document("worse.xml", "<");
    assertThatThrownBy(() -> Generation.of(List.of(good, bad, worse)).write(out()))
        .isInstanceOf(IntrospectionException.class)
        .hasMessageContaining(bad + ": a.Bad.S: type 'w' of argument ''")
        .hasMessageContaining(worse + ": ");
    assertThat(out()).doesNotExist();
    assertThatThrownBy(() -> Generation.of(List.of(folder.resolve("none"))).files())
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void namesComeFromAFile() throws Exception {
    var file =
        document(
            "f.xml",
            face("a.B", "<method name='List'><arg name='x' type='a(si)' direction='out'/></method>")
                + face("a.b", ""));
    var names =
        Files.writeString(folder.resolve("names"), "# all\n\na.B (si) = Unit(name, age)\na.b=C\n");
    var files = Generation.of(List.of(file)).names(names).files();
    assertThat(files.stream().map(JavaFile::path)).containsExactly("a/B.java", "a/C.java");
    assertThat(files.getFirst().text())
        .contains("record Unit(String name, int age)", "List<Unit> list()");
    Compiled.check(files, Files.createDirectory(folder.resolve("classes")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          a.B (si) = Unit(name)          ; 1 names for the fields of (si)
          a.B (si) = Unit(name, name)    ; two fields have the same name
          a.B (si) = Unit(name, class)   ; nothing can be called class
          a.B (si) = String(name, age)   ; nothing can be called String
          a.B (w) = Unit(name)           ; signature "(w)": an unknown type, at character 1
          a.B = 1                        ; nothing can be called 1
          a.B (si) Unit(name, age)       ; not INTERFACE (TYPES) = Name(field, …)
          """)
  void aWrongLineOfNamesIsAFaultWithItsPlace(String line, String what) throws Exception {
    var names = Files.writeString(folder.resolve("names"), "#\n" + line + "\n");
    assertThatThrownBy(() -> Generation.of(List.of()).names(names))
        .isInstanceOf(IntrospectionException.class)
        .hasMessage(names + ": " + what + " (line 2)");
  }

  @Test
  void aNameForAStructThatIsNotThereIsAFault() throws Exception {
    var names = Files.writeString(folder.resolve("names"), "a.B (si) = Unit(name, age)\n");
    var generation = Generation.of(List.of(face("a.B"))).names(names);
    assertThatThrownBy(generation::files)
        .hasMessage(names + ": a.B: has no struct of the types of Unit (line 1)");
    Generation.of(List.of(face("a.Other"))).names(names).files(); // others may use the same names
  }

  @Test
  void whatIsAsItShouldBeIsNotTouchedAndLeftoversGo() throws Exception {
    var one = face("a.One");
    var two = face("a.b.Two");
    var list = folder.resolve("list");
    var first = Generation.of(List.of(one, two)).write(out(), list);
    assertThat(first.written()).containsExactly("a/One.java", "a/b/Two.java");
    var kept = out().resolve("a/One.java");
    Files.setLastModifiedTime(kept, FileTime.fromMillis(1_000_000));
    assertThat(Generation.of(List.of(one, two)).write(out(), list).isNothing()).isTrue();
    var second = Generation.of(List.of(one)).write(out(), list);
    assertThat(second.removed()).containsExactly("a/b/Two.java");
    assertThat(second.unchanged()).containsExactly("a/One.java");
    assertThat(Files.getLastModifiedTime(kept).toMillis()).isEqualTo(1_000_000);
    assertThat(out().resolve("a/b")).doesNotExist();
    Generation.of(List.of()).write(out(), list);
    assertThat(out().resolve("a")).doesNotExist();
  }

  @Test
  void whatAPersonHasWrittenStays() throws Exception {
    var file = face("a.One");
    var own = out().resolve("a/One.java");
    Files.createDirectories(own.getParent());
    Files.writeString(own, "class One {}");
    var more = face("a.More");
    assertThatThrownBy(() -> Generation.of(List.of(file, more)).write(out()))
        .isInstanceOf(FileAlreadyExistsException.class);
    try (Stream<Path> all = Files.walk(out())) {
      assertThat(all.filter(Files::isRegularFile)).containsExactly(own);
    }
  }

  @ParameterizedTest
  @CsvSource({"a.class", "a..b", "''", "1a", "a.b-c"})
  void noPackageCanBeCalledSo(String name) {
    var generation = Generation.of(List.of());
    assertThatThrownBy(() -> generation.below(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLargeInterfaceFitsIntoAClass() throws Exception {
    var many = new StringBuilder();
    for (var i = 0; i < 900; i++) {
      var name = "AVeryLongNameOfAPropertyThatNeedsMuchRoomInTheDocument" + i;
      many.append("<property name='").append(name).append("' type='a(ss)' access='readwrite'/>");
    }
    var file = document("f.xml", face("a.Large", many.toString()));
    var made = Generation.of(List.of(file)).files();
    assertThat(made.getFirst().text()).contains("String.join(");
    Compiled.check(made, Files.createDirectory(folder.resolve("classes")));
  }
}
