package dev.rohrpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// No errno in the sources that the kernel did not give: each one that is written down is in a
/// list, with the reason why it is what the call answers.
class OwnErrnosTest {
  private static final Pattern OWN =
      Pattern.compile("UnixException\\.of\\(\\s*\"?(\\w+)([^;]*?)\\bErrno\\.([A-Z0-9]+)\\)");

  @Test
  void eachErrnoThatTheSourcesNameHasAReason() throws Exception {
    var found = new TreeSet<String>();
    for (var module : List.of("core", "unix", "rpc", "messaging", "inspect", "cli")) {
      try (var files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          OWN.matcher(Files.readString(file))
              .results()
              .forEach(it -> found.add(file.getFileName() + " " + it.group(1) + " " + it.group(3)));
        }
      }
    }
    assertThat(found).hasSizeGreaterThan(20).isSubsetOf(approved());
  }

  private static List<String> approved() throws IOException {
    try (var stream = OwnErrnosTest.class.getResourceAsStream("own-errnos.txt")) {
      var text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("#"))
          .peek(line -> assertThat(line).as("a reason").contains(" | "))
          .map(line -> line.substring(0, line.indexOf(" | ")))
          .collect(Collectors.toList());
    }
  }
}
