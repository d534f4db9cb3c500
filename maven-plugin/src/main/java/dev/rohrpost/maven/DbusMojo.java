package dev.rohrpost.maven;

import dev.rohrpost.codegen.Changes;
import dev.rohrpost.dbus.gen.Generation;
import dev.rohrpost.dbus.introspect.IntrospectionException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

// In classic comments: what makes the descriptor of them reads no Markdown.
/**
 * Generates Java from introspection documents of D-Bus, as {@code rohrpost bus generate} does.
 *
 * <p>Each interface becomes a file, in a package that is called after it and lies below the one
 * that is given. Files that are as they should be are not touched; those that no longer arise are
 * removed. If there is a fault in any document, nothing is written.
 */
@Mojo(name = "dbus", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public final class DbusMojo extends GenerateMojo {
  /** Where the documents are. */
  @Parameter(property = "rohrpost.dbus.source", defaultValue = "${project.basedir}/src/main/dbus")
  File sourceDirectory;

  /** Where the sources go. It is compiled with the rest. */
  @Parameter(
      property = "rohrpost.dbus.output",
      defaultValue = "${project.build.directory}/generated-sources/rohrpost-dbus")
  File outputDirectory;

  /** The package that has those of the interfaces. */
  @Parameter(property = "rohrpost.dbus.package", required = true)
  String packageName;

  /** A file of names for what has none in documents, as {@code --names}. */
  @Parameter(property = "rohrpost.dbus.names")
  @Nullable File names;

  /** Of which Maven sets the rest. */
  public DbusMojo() {
    super("document", "**/*.xml");
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
  Changes write(List<Path> files, Path list) throws IOException, MojoFailureException {
    try {
      var generation = Generation.of(files).below(packageName);
      return (names == null ? generation : generation.names(names.toPath()))
          .write(outputDirectory.toPath(), list);
    } catch (IntrospectionException e) {
      throw faulty(e.faults());
    }
  }
}
