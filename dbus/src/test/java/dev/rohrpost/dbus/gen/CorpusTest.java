package dev.rohrpost.dbus.gen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Real documents: those of systemd in every build; those of a folder, such as the unpacked
/// packages of a distribution, with `-Drohrpost.dbus.corpus=FOLDER`.
@ExtendWith(NoChildrenLeft.class)
@Timeout(900)
class CorpusTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final List<String> DAEMONS =
      List.of(
          "systemd", "systemd-hostnamed", "systemd-localed", "systemd-logind", "systemd-timedated");

  @TempDir Path folder;

  @Test
  void whatSystemdSaysBecomesJavaThatCompiles() throws Exception {
    var files = new ArrayList<Path>();
    for (var daemon : DAEMONS) {
      files.addAll(introspect(daemon));
    }
    assertThat(files).hasSizeGreaterThan(10);
    var made = compileAll(files);
    assertThat(made).contains("org/freedesktop/systemd1/Manager.java");
    assertThat(made).contains("org/freedesktop/login1/Session.java");
  }

  /// A daemon of systemd prints what it would answer, without a bus.
  private List<Path> introspect(String daemon) throws IOException, InterruptedException {
    var program = Path.of("/lib/systemd").resolve(daemon).toString();
    var list = Foreign.run(PATIENCE, program, "--bus-introspect=list").orFail().out();
    var files = new ArrayList<Path>();
    for (var line : list.lines().toList()) {
      var path = line.split("\\s+", -1)[0];
      var file = folder.resolve(daemon + path.replace('/', '-') + ".xml");
      if (!files.contains(file)) {
        var xml = Foreign.run(PATIENCE, program, "--bus-introspect=" + path).orFail().out();
        files.add(Files.writeString(file, xml));
      }
    }
    return files;
  }

  @Test
  void everyDocumentOfAFolderBecomesJavaThatCompiles() throws Exception {
    var given = System.getProperty("rohrpost.dbus.corpus");
    Assumptions.assumeTrue(given != null, "-Drohrpost.dbus.corpus=FOLDER is not given");
    var files = documents(Path.of(String.valueOf(given)));
    assertThat(files).isNotEmpty();
    var faults = new ArrayList<String>();
    for (var file : files) {
      try {
        Compiled.check(Generation.of(List.of(file)).files(), folder);
      } catch (Exception | AssertionError e) {
        faults.add(file + ": " + e.getMessage());
      }
    }
    System.err.println(files.size() - faults.size() + " of " + files.size() + " documents");
    assertThat(faults).isEmpty();
    compileAll(files);
  }

  /// All that are in a folder, unpacked where they are compressed.
  private List<Path> documents(Path from) throws IOException {
    var files = new ArrayList<Path>();
    try (var all = Files.walk(from)) {
      for (var file : all.filter(Files::isRegularFile).sorted().toList()) {
        var name = file.toString();
        if (name.endsWith(".xml") || name.endsWith(".xml.gz")) {
          var bytes = bytes(file);
          if (new String(bytes, StandardCharsets.ISO_8859_1).contains("<interface ")) {
            files.add(Files.write(folder.resolve("d" + files.size() + ".xml"), bytes));
          }
        }
      }
    }
    return files;
  }

  private static byte[] bytes(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return file.toString().endsWith(".gz")
          ? new GZIPInputStream(in).readAllBytes()
          : in.readAllBytes();
    }
  }

  private List<String> compileAll(List<Path> files) throws Exception {
    var made = new ArrayList<String>();
    for (var group : Documents.groups(files)) {
      var generated = Generation.of(group).below("all").files();
      Compiled.check(generated, folder);
      generated.forEach(each -> made.add(each.path().substring("all/".length())));
    }
    return made;
  }
}
