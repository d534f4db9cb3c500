package dev.rohrpost.maven;

import dev.rohrpost.codegen.Changes;
import dev.rohrpost.rpc.gen.Compiler;
import dev.rohrpost.rpc.gen.Generation;
import dev.rohrpost.rpc.gen.JavaGenerator;
import dev.rohrpost.rpc.gen.JavaGenerator.Names;
import dev.rohrpost.rpc.gen.JavaGenerator.Strings;
import dev.rohrpost.rpc.gen.SpecificationException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

// In classic comments: what makes the descriptor of them reads no Markdown.
/**
 * Generates Java from {@code .x} files, as {@code rohrpost rpc generate} does.
 *
 * <p>The classes of a single file belong to the package, those of several files to one below it for
 * each, which is called after the file. Files that are as they should be are not touched; classes
 * that no longer arise are removed. If there is a fault in any file, nothing is written.
 */
@Mojo(name = "rpc", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public final class RpcMojo extends GenerateMojo {
  /** Where the {@code .x} files are. */
  @Parameter(property = "rohrpost.rpc.source", defaultValue = "${project.basedir}/src/main/x")
  File sourceDirectory;

  /** Where the sources go. It is compiled with the rest. */
  @Parameter(
      property = "rohrpost.rpc.output",
      defaultValue = "${project.build.directory}/generated-sources/rohrpost-rpc")
  File outputDirectory;

  /** The package of the classes. */
  @Parameter(property = "rohrpost.rpc.package", required = true)
  String packageName;

  /** Macros, as {@code -D}: the name of each is that of an element. An empty one is 1. */
  @Parameter Map<String, @Nullable String> defines = Map.of();

  /**
   * Where to look for files that are included and not beside the file that includes them, as {@code
   * -I}.
   */
  @Parameter List<File> includeDirectories = List.of();

  /**
   * Files whose classes are in other packages, as {@code --use}. Each has a {@code file} and a
   * {@code packageName}. It may be one of those that are generated, so that the rest share its
   * classes. One that needs the types of another comes after it.
   */
  @Parameter List<Use> uses = List.of();

  /** How names are written: {@code camel}, as in Java, or {@code keep}, as in the file. */
  @Parameter(property = "rohrpost.rpc.names", defaultValue = "camel")
  String names;

  /** What strings are: {@code text}, or {@code opaque} for bytes that need not be UTF-8. */
  @Parameter(property = "rohrpost.rpc.strings", defaultValue = "text")
  String strings;

  /** Of which Maven sets the rest. */
  public RpcMojo() {
    super(".x file", "**/*.x");
  }

  @Override
  File sources() {
    return sourceDirectory;
  }

  @Override
  File output() {
    return outputDirectory;
  }

  @Override
  Changes write(List<Path> files, Path list)
      throws IOException, MojoExecutionException, MojoFailureException {
    try {
      return generation(files).write(outputDirectory.toPath(), list);
    } catch (SpecificationException e) {
      throw faulty(e.faults());
    }
  }

  private Generation generation(List<Path> files) throws MojoExecutionException {
    var generator =
        JavaGenerator.create()
            .names(oneOf(Names.class, "names", names))
            .strings(oneOf(Strings.class, "strings", strings));
    var compiler = Compiler.create();
    for (var define : defines.entrySet()) {
      var value = define.getValue();
      compiler = compiler.define(define.getKey(), value == null || value.isEmpty() ? "1" : value);
    }
    for (var folder : includeDirectories) {
      compiler = compiler.includeFrom(folder.toPath());
    }
    var generation = Generation.of(files, packageName, compiler, generator);
    for (var use : uses) {
      if (use.file == null || use.packageName == null) {
        throw new MojoExecutionException("each use needs a file and a packageName");
      }
      generation = generation.use(use.file.toPath(), use.packageName);
    }
    return generation;
  }

  private static <T extends Enum<T>> T oneOf(Class<T> type, String parameter, String value)
      throws MojoExecutionException {
    var all = Arrays.asList(type.getEnumConstants());
    return all.stream()
        .filter(each -> word(each).equals(value))
        .findFirst()
        .orElseThrow(() ->
            new MojoExecutionException(
                parameter
                    + " is \""
                    + value
                    + "\", and can be "
                    + String.join(" or ", all.stream().map(RpcMojo::word).toList())));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
