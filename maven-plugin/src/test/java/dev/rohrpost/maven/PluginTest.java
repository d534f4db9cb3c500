package dev.rohrpost.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class PluginTest {
  private static final String LINE = "00000001000000020000000300000004";

  private static final String BUS = " Corner[x=1, y=2] of org.example.Drawing";

  /// In one test, as each start of Maven takes seconds.
  @Test
  @Row("GEN-02")
  void aProjectIsBuiltAndChanged(@TempDir Path folder) throws Exception {
    var shapes = Shapes.copiedTo(folder);

    var first = shapes.compile().orFail();
    assertThat(first.out())
        .contains("5 classes of 3 .x files: 5 written, 0 removed")
        .contains("1 class of 1 .x file: 1 written, 0 removed")
        .contains("2 classes of 2 documents: 2 written, 0 removed")
        .doesNotContain("thread-safe");
    assertThat(shapes.run("ab")).isEqualTo(LINE + "0000000261620000 true 4" + BUS);
    var made = shapes.made();
    assertThat(made)
        .containsKeys("shapes/ring/Ring.java", "shapes/ring/Ring.class", "shapes/point/Point.java")
        .containsKeys("shapes/kept/some_words.java", "shapes/kept/some_words.class")
        .containsKeys("shapes/bus/org/example/Drawing.java", "shapes/bus/org/example/Pen.class");

    var second = shapes.compile().orFail();
    assertThat(second.out())
        .contains("nothing to do: 5 classes of 3 .x files")
        .contains("nothing to do: 1 class of 1 .x file")
        .contains("nothing to do: 2 classes of 2 documents")
        .contains("Nothing to compile");
    assertThat(shapes.made()).isEqualTo(made);

    shapes.edit("src/main/x/kept/words.x", "MOST", "NOWHERE");
    shapes.edit("src/main/x/point.x", "int y", "nothing y");
    var faulty = shapes.compile();
    assertThat(faulty.status()).isEqualTo(1);
    assertThat(faulty.out().lines().filter(line -> line.startsWith("[ERROR]")))
        .element(0)
        .asString()
        .matches("\\[ERROR\\] " + shapes.file("src/main/x/point.x") + ":3:3: .*nothing.*");
    assertThat(faulty.out()).contains("1 fault in .x files; nothing was written");
    assertThat(shapes.made()).isEqualTo(made);

    shapes.edit("src/main/x/kept/words.x", "NOWHERE", "MOST");
    Files.delete(shapes.file("src/main/dbus/pen.xml"));
    shapes.edit("src/main/x/point.x", "nothing y", "int y");
    shapes.edit("src/main/include/limits.x", "8", "1");
    Files.delete(shapes.file("src/main/x/ring.x"));
    var third = shapes.compile().orFail();
    assertThat(third.out())
        .contains("3 classes of 2 .x files: 2 written, 2 removed")
        .contains("1 class of 1 document: 0 written, 1 removed");
    assertThat(shapes.made())
        .doesNotContainKeys("shapes/ring/Ring.java", "shapes/ring/Ring.class")
        .doesNotContainKeys("shapes/bus/org/example/Pen.java", "shapes/bus/org/example/Pen.class");
    assertThat(shapes.run("a")).isEqualTo(LINE + "0000000161000000 true 4" + BUS);
    assertThat(shapes.made())
        .containsEntry("shapes/point/Point.java", made.get("shapes/point/Point.java"));
  }
}
