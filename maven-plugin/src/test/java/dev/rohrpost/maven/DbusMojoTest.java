package dev.rohrpost.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What this goal does otherwise than that for `.x` files.
class DbusMojoTest extends GoalTrial {
  @BeforeEach
  void files() throws IOException {
    file("in/one.xml", "<node><interface name='a.One'><method name='M'/></interface></node>");
    file("in/deep/two.xml", "<node><interface name='a.Two'/></node>");
    file("in/names", "a.Two = Second\n");
  }

  /// As Maven would configure it, where only the package is set.
  private DbusMojo mojo() {
    var mojo = new DbusMojo();
    mojo.sourceDirectory = folder.resolve("in").toFile();
    mojo.outputDirectory = folder.resolve("out").toFile();
    mojo.packageName = "p";
    return configured(mojo, "dbus");
  }

  @Test
  void allDocumentsAreGeneratedAndTheFolderIsCompiled() throws Exception {
    var mojo = mojo();
    mojo.execute();
    assertThat(made()).containsExactly("p/a/One.java", "p/a/Two.java");
    assertThat(mojo.project.getCompileSourceRoots())
        .containsExactly(folder.resolve("out").toString());
    mojo.excludes = Set.of("deep/**");
    mojo.execute();
    mojo.excludes = Set.of();
    mojo.includes = Set.of("**/two.*");
    mojo.names = folder.resolve("in/names").toFile();
    mojo.execute();
    assertThat(made()).containsExactly("p/a/Second.java");
    mojo.execute();
    assertThat(said)
        .containsExactly(
            "info 2 classes of 2 documents: 2 written, 0 removed",
            "info 1 class of 1 document: 0 written, 1 removed",
            "info 1 class of 1 document: 1 written, 1 removed",
            "info nothing to do: 1 class of 1 document");
  }

  @Test
  void eachFaultIsALineAndNothingIsWritten() throws Exception {
    var bad =
        file(
            "in/bad.xml",
            "<node><interface name='a.Bad'>\n<property name='P' type='a{vs}' access='read'/>"
                + "<signal name='S'><arg type='w'/></signal></interface></node>");
    var worse = file("in/worse.xml", "<");
    assertThatThrownBy(() -> mojo().execute())
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("3 faults in documents; nothing was written");
    assertThat(said).hasSize(3);
    assertThat(said.get(0))
        .startsWith("error " + bad + ": a.Bad.P: type 'a{vs}' of property 'P': ");
    assertThat(said.get(1)).startsWith("error " + bad + ": a.Bad.S: type 'w' of argument ");
    assertThat(said.get(2)).startsWith("error " + worse + ": ");
    assertThat(made()).isEmpty();
  }

  @Test
  void whatIsConfiguredWrongIsSaidInOneLine() throws Exception {
    var mojo = mojo();
    mojo.packageName = "a-b";
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("no package can be called \"a-b\"");
    mojo.packageName = "p";
    mojo.names = folder.resolve("nowhere").toFile();
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage(mojo.names + ": no such file");
    mojo.names = null;
    file("out/p/a/One.java", "class One {}");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("it was not generated");
    assertThat(made()).containsExactly("p/a/One.java");
  }
}
