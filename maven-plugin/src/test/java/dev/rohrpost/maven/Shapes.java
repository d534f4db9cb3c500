package dev.rohrpost.maven;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.rohrpost.Errno;
import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.dbus.Bus;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Running;
import dev.rohrpost.xdr.Xdr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A copy of the project `shapes`, and a Maven that builds it.
///
/// That Maven has a repository of its own, in `target`, with the modules of this build. What else
/// it needs comes from the repository of the Maven that runs this test, which needs the same: so
/// nothing is downloaded, and nothing is installed there.
final class Shapes {
  private static final Path REPOSITORY = Path.of("target/test-repository").toAbsolutePath();
  private static final String VERSION = version("rohrpost-parent");

  private final Path folder;

  private Shapes(Path folder) {
    this.folder = folder;
  }

  /// @param folder where the copy belongs
  static Shapes copiedTo(Path folder) throws IOException {
    var original = Path.of("src/test/projects/shapes");
    try (var paths = Files.walk(original)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        var copy = folder.resolve(original.relativize(path).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(path, copy);
      }
    }
    var shapes = new Shapes(folder);
    shapes.edit("pom.xml", "@rohrpost@", VERSION);
    for (var plugin : List.of("maven-resources-plugin", "maven-compiler-plugin")) {
      shapes.edit("pom.xml", "@" + plugin + "@", version(plugin));
    }
    Files.writeString(
        folder.resolve("settings.xml"),
        """
        <settings>
          <localRepository>REPOSITORY</localRepository>
          <mirrors>
            <mirror>
              <id>here</id>
              <mirrorOf>*</mirrorOf>
              <url>MIRROR</url>
            </mirror>
          </mirrors>
          <profiles>
            <profile>
              <id>here</id>
              <repositories>
                <repository><id>central</id><url>MIRROR</url>IGNORE</repository>
              </repositories>
              <pluginRepositories>
                <pluginRepository><id>central</id><url>MIRROR</url>IGNORE</pluginRepository>
              </pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles>
            <activeProfile>here</activeProfile>
          </activeProfiles>
        </settings>
        """
            .replace("IGNORE", "<releases><checksumPolicy>ignore</checksumPolicy></releases>")
            .replace("REPOSITORY", REPOSITORY.toString())
            .replace("MIRROR", Path.of(System.getProperty("rohrpost.repository")).toUri() + ""));
    install();
    return shapes;
  }

  /// The version of something in the parent of this module.
  private static String version(String artifact) {
    try {
      var found =
          Pattern.compile("<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)")
              .matcher(Files.readString(Path.of("../pom.xml")));
      if (!found.find()) {
        throw new AssertionError("the parent has no " + artifact);
      }
      return found.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts the modules of this build where that Maven finds them, as they are at the moment.
  private static void install() throws IOException {
    install("parent", Path.of(".."));
    install("core", Path.of("../core"), Errno.class);
    install("codegen", Path.of("../codegen"), JavaFile.class);
    install("unix", Path.of("../unix"), Pipe.class);
    install("rpc", Path.of("../rpc"), Xdr.class);
    install("dbus", Path.of("../dbus"), Bus.class);
    install("maven-plugin", Path.of(""), RpcMojo.class);
  }

  private static void install(String name, Path module, Class<?>... one) throws IOException {
    var artifact = "rohrpost-" + name;
    var folder =
        Files.createDirectories(REPOSITORY.resolve("dev/rohrpost/" + artifact + "/" + VERSION));
    var base = folder + "/" + artifact + "-" + VERSION;
    Files.copy(module.resolve("pom.xml"), Path.of(base + ".pom"), REPLACE_EXISTING);
    for (var type : one) {
      var source =
          Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation() + ""));
      if (Files.isDirectory(source)) {
        pack(source, Path.of(base + ".jar"));
      } else {
        Files.copy(source, Path.of(base + ".jar"), REPLACE_EXISTING);
      }
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar));
        var paths = Files.walk(classes)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(classes.relativize(path).toString()));
        Files.copy(path, zip);
        zip.closeEntry();
      }
    }
  }

  /// Starts Maven, as on a machine without a network.
  Output compile() throws InterruptedException {
    var maven = Path.of(System.getProperty("rohrpost.maven"), "bin", "mvn");
    var builder =
        new ProcessBuilder(
                maven.toString(),
                "-B",
                "-ntp",
                "-T",
                "2",
                "-s",
                "settings.xml",
                "-Dstyle.color=never",
                "compile")
            .directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
    builder.environment().remove("MAVEN_ARGS");
    try (var running = Running.start(builder)) {
      running.endInput();
      return running.await(Duration.ofMinutes(5));
    }
  }

  /// Calls the method of the project's main class.
  String run(String argument) throws Exception {
    var classes = new URL[] {folder.resolve("target/classes").toUri().toURL()};
    try (var loader = new URLClassLoader(classes, Shapes.class.getClassLoader())) {
      return (String)
          loader.loadClass("shapes.Main").getMethod("run", String.class).invoke(null, argument);
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  void edit(String name, String old, String now) throws IOException {
    var text = Files.readString(folder.resolve(name));
    if (!text.contains(old)) {
      throw new AssertionError(name + " has no " + old);
    }
    Files.writeString(folder.resolve(name), text.replace(old, now));
  }

  /// {@return the sources and classes that a build has made, with times and sizes}
  Map<String, String> made() throws IOException {
    var made = new TreeMap<String, String>();
    for (var part :
        List.of(
            "target/generated-sources/rohrpost-rpc",
            "target/generated-sources/rohrpost-dbus",
            "target/classes")) {
      try (var paths = Files.walk(folder.resolve(part))) {
        for (var path : paths.filter(Files::isRegularFile).toList()) {
          made.put(
              folder.resolve(part).relativize(path).toString(),
              Files.getLastModifiedTime(path) + " " + Files.size(path));
        }
      }
    }
    return made;
  }
}
