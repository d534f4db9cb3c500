package dev.rohrpost.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.testkit.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RpcMojoTest extends GoalTrial {
  @BeforeEach
  void files() throws IOException {
    file("x/a.x", "struct a { int x; };");
    file("x/deep/b.x", "#include \"a.x\"\nstruct b { a x; };");
  }

  /// As Maven would configure it, where only the package is set.
  private RpcMojo mojo() {
    var mojo = new RpcMojo();
    mojo.sourceDirectory = folder.resolve("x").toFile();
    mojo.outputDirectory = folder.resolve("out").toFile();
    mojo.packageName = "p";
    mojo.includeDirectories = List.of(mojo.sourceDirectory);
    mojo.names = "camel";
    mojo.strings = "text";
    return configured(mojo, "rpc");
  }

  @Test
  void allFilesAreGeneratedAndTheFolderIsCompiled() throws Exception {
    var mojo = mojo();
    mojo.execute();
    assertThat(made()).containsExactly("p/a/A.java", "p/b/A.java", "p/b/B.java");
    assertThat(mojo.project.getCompileSourceRoots())
        .containsExactly(folder.resolve("out").toString());
    mojo().execute();
    assertThat(said)
        .containsExactly(
            "info 3 classes of 2 .x files: 3 written, 0 removed",
            "info nothing to do: 3 classes of 2 .x files");
  }

  @Test
  void patternsChoose() throws Exception {
    var mojo = mojo();
    mojo.includes = Set.of("**/b.x", "a.*");
    mojo.excludes = Set.of("deep/**");
    mojo.execute();
    assertThat(made()).containsExactly("p/A.java");
  }

  @Test
  void definesWithoutAValueAreOne() throws Exception {
    file("x/a.x", "struct a { int x[ONE]; int y[TWO]; int z[THREE]; };");
    var mojo = mojo();
    mojo.includes = Set.of("a.x");
    mojo.defines = new HashMap<>();
    mojo.defines.put("ONE", null);
    mojo.defines.put("TWO", "");
    mojo.defines.put("THREE", "3");
    mojo.execute();
    assertThat(folder.resolve("out/p/A.java"))
        .content()
        .contains("x.size(), 1)", "y.size(), 1)", "z.size(), 3)");
  }

  @Test
  void whatIsUsedIsTakenFromItsPackage() throws Exception {
    var mojo = mojo();
    var use = new Use();
    use.file = folder.resolve("x/a.x").toFile();
    use.packageName = "other";
    mojo.uses = List.of(use);
    mojo.excludes = Set.of("a.x");
    mojo.execute();
    assertThat(made()).containsExactly("p/B.java");
    assertThat(folder.resolve("out/p/B.java")).content().contains("import other.A;");
    use.packageName = null;
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("each use needs a file and a packageName");
  }

  @Test
  void executionsLeaveWhatOthersHaveMade() throws Exception {
    var one = mojo();
    one.includes = Set.of("a.x");
    one.execute();
    var two = mojo();
    two.excludes = Set.of("a.x");
    two.packageName = "q";
    two.execution = new MojoExecution(new Plugin(), "rpc", "two");
    two.execute();
    assertThat(made()).containsExactly("p/A.java", "q/A.java", "q/B.java");
  }

  @Test
  void theClassesOfTheLastFileGoWithIt() throws Exception {
    mojo().execute();
    Files.delete(folder.resolve("x/a.x"));
    Files.delete(folder.resolve("x/deep/b.x"));
    mojo().execute();
    assertThat(made()).isEmpty();
    Files.delete(folder.resolve("x/deep"));
    Files.delete(folder.resolve("x"));
    mojo().execute();
    assertThat(said).last().isEqualTo("info nothing to do: 0 classes of 0 .x files");
  }

  @Test
  void nothingIsDoneWhenItIsSkipped() throws Exception {
    var mojo = mojo();
    mojo.skip = true;
    mojo.execute();
    assertThat(made()).isEmpty();
    assertThat(mojo.project.getCompileSourceRoots()).isEmpty();
    assertThat(said).containsExactly("info skipped");
  }

  @Test
  @Row("GEN-02")
  void eachFaultIsALineAndNothingIsWritten() throws Exception {
    file("x/a.x", "struct a { int x; };\nconst N = M;");
    file("x/c.x", "struct c {\n  int;\n};");
    assertThatThrownBy(() -> mojo().execute())
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("2 faults in .x files; nothing was written");
    assertThat(said).hasSize(2);
    assertThat(said.get(0)).startsWith("error " + folder.resolve("x/a.x") + ":2:11: ");
    assertThat(said.get(1)).startsWith("error " + folder.resolve("x/c.x") + ":2:6: ");
    assertThat(made()).isEmpty();
  }

  @Test
  void whatIsConfiguredWrongIsSaidInOneLine() throws Exception {
    var mojo = mojo();
    mojo.names = "Keep";
    assertFails(mojo, "names is \"Keep\", and can be camel or keep");
    mojo.names = "keep";
    mojo.strings = "";
    assertFails(mojo, "strings is \"\", and can be text or opaque");
    mojo.strings = "opaque";
    mojo.packageName = "a-b";
    assertFails(mojo, "no package can be called \"a-b\"");
    mojo.packageName = "p";
    var use = new Use();
    use.file = folder.resolve("nowhere.x").toFile();
    use.packageName = "q";
    mojo.uses = List.of(use);
    assertFails(mojo, use.file + ": no such file");
    mojo.uses = List.of();
    mojo.outputDirectory = file("file", "");
    assertFails(mojo, "cannot generate: java.nio.file.FileAlreadyExistsException: " + folder);
  }

  private static void assertFails(RpcMojo mojo, String message) {
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageStartingWith(message)
        .message()
        .doesNotContain("\n");
  }
}
