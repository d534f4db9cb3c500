package dev.rohrpost.maven;

import dev.rohrpost.codegen.Changes;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.DirectoryScanner;

/// What all goals that generate have in common: which files, what is said, and that all is compiled
/// with the rest.
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
abstract class GenerateMojo extends AbstractMojo {
  private final String noun;
  private final String pattern;

  // In classic comments: what makes the descriptor of them reads no Markdown.
  /**
   * Patterns of the files to generate from, below the source directory; if there are none, all of
   * the kind that the goal reads.
   */
  @Parameter Set<String> includes = Set.of();

  /** Patterns of files to leave out, such as those that are only included by others. */
  @Parameter Set<String> excludes = Set.of();

  /** Generates nothing, and compiles nothing of what is there. */
  @Parameter(property = "rohrpost.skip", defaultValue = "false")
  boolean skip;

  /** What each execution has made. */
  @Parameter(defaultValue = "${project.build.directory}/rohrpost", readonly = true)
  File lists;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  MojoExecution execution;

  /// @param noun what the goal reads, in the singular
  /// @param pattern fits the names of all of them
  GenerateMojo(String noun, String pattern) {
    this.noun = noun;
    this.pattern = pattern;
  }

  abstract File sources();

  abstract File output();

  /// Generates into the folder of the output.
  ///
  /// @throws MojoFailureException that [#faulty] has made, if something is wrong with a file
  /// @throws IllegalArgumentException if something is configured wrong
  abstract Changes write(List<Path> files, Path list)
      throws IOException, MojoExecutionException, MojoFailureException;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("skipped");
      return;
    }
    var files = files();
    try {
      say(files.size(), write(files, list()));
    } catch (NoSuchFileException e) {
      throw new MojoExecutionException(e.getMessage() + ": no such file", e);
    } catch (IOException e) {
      throw new MojoExecutionException("cannot generate: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    }
    project.addCompileSourceRoot(output().getPath());
  }

  private List<Path> files() {
    var folder = sources();
    if (!folder.isDirectory()) {
      return List.of();
    }
    var scanner = new DirectoryScanner();
    scanner.setBasedir(folder);
    scanner.setIncludes((includes.isEmpty() ? Set.of(pattern) : includes).toArray(String[]::new));
    scanner.setExcludes(excludes.toArray(String[]::new));
    scanner.addDefaultExcludes();
    scanner.scan();
    return Arrays.stream(scanner.getIncludedFiles())
        .sorted()
        .map(file -> folder.toPath().resolve(file))
        .toList();
  }

  /// Two executions may write into one folder, and neither removes what the other has made.
  private Path list() {
    return lists.toPath().resolve(execution.getGoal() + "-" + execution.getExecutionId());
  }

  /// Says each fault.
  ///
  /// @return what ends the goal
  final MojoFailureException faulty(List<?> faults) {
    faults.forEach(fault -> getLog().error(fault.toString()));
    return new MojoFailureException(
        count(faults.size(), "fault") + " in " + noun + "s; nothing was written");
  }

  private void say(int files, Changes changes) {
    var classes = changes.written().size() + changes.unchanged().size();
    var of = count(classes, "class") + " of " + count(files, noun);
    if (changes.isNothing()) {
      getLog().info("nothing to do: " + of);
    } else {
      var written = changes.written().size();
      getLog().info(of + ": " + written + " written, " + changes.removed().size() + " removed");
    }
  }

  private static String count(int number, String noun) {
    var plural = noun.endsWith("s") ? noun + "es" : noun + "s";
    return number + " " + (number == 1 ? noun : plural);
  }
}
