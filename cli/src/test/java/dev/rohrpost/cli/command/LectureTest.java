package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The commands and programs of docs/lecture.md and docs/mechanisms.md, each run as it stands
/// there. What follows one as `text` is what it prints; `…` stands for anything.
@ExtendWith(NoChildrenLeft.class)
@Timeout(120)
class LectureTest {
  private static final Path DOCS = Rohrpost.ROOT.resolve("docs");
  private static final Pattern BLOCK =
      Pattern.compile(
          "^## ([^\\n]+)|^```(sh|java)\\n(.*?)^```\\n(?:\\n```text\\n(.*?)^```)?",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final int LONGEST = 14;

  @TempDir Path folder;

  record Block(String heading, String language, String text, String expected) {
    @Override
    public String toString() {
      return heading + ", " + language + ": " + text.lines().findFirst().orElse("");
    }
  }

  static Stream<Block> blocks() throws IOException {
    return Stream.concat(blocks("lecture.md"), blocks("mechanisms.md"));
  }

  private static Stream<Block> blocks(String page) throws IOException {
    var found = new ArrayList<Block>();
    var blocks = BLOCK.matcher(Files.readString(DOCS.resolve(page)));
    var heading = "";
    while (blocks.find()) {
      if (blocks.group(1) != null) {
        heading = blocks.group(1);
      } else {
        var expected = blocks.group(4) == null ? "" : blocks.group(4);
        found.add(new Block(heading, blocks.group(2), blocks.group(3), expected));
      }
    }
    return found.stream();
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void itDoesWhatTheTextSays(Block block) throws Exception {
    var output = block.language().equals("sh") ? shell(block.text()) : java(block.text());
    assertThat(output.err()).isEmpty();
    assertThat(output.status()).isZero();
    assertThat(output.out().strip()).matches(pattern(block.expected().strip()));
  }

  @Test
  void everySectionShowsACommandAndAShortProgram() throws Exception {
    var all = blocks("lecture.md").toList();
    var headings = all.stream().map(Block::heading).distinct().toList();
    assertThat(headings).hasSizeGreaterThan(11);
    for (var heading : headings) {
      var languages =
          all.stream().filter(b -> b.heading().equals(heading)).map(Block::language).toList();
      assertThat(languages).as(heading).contains("sh", "java");
    }
    assertThat(all)
        .filteredOn(block -> block.language().equals("java"))
        .allSatisfy(block -> assertThat(lines(block.text())).isLessThanOrEqualTo(LONGEST));
  }

  /// Imports do not count.
  private static long lines(String text) {
    return text.lines().filter(line -> !line.startsWith("import ") && !line.isBlank()).count();
  }

  private static Pattern pattern(String expected) {
    var parts = List.of(expected.split("…", -1));
    return Pattern.compile(
        String.join(".*", parts.stream().map(Pattern::quote).toList()), Pattern.DOTALL);
  }

  private Output shell(String text) throws InterruptedException {
    var builder = Rohrpost.shellBuilder("set -e\n" + text).directory(folder.toFile());
    return run(builder);
  }

  private Output java(String text) throws Exception {
    var file = Files.writeString(folder.resolve("Example.java"), text);
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var builder =
        new ProcessBuilder(
            java.toString(),
            "--module-path",
            Rohrpost.ROOT.resolve("cli/target/rohrpost/lib").toString(),
            "--add-modules=dev.rohrpost.messaging,dev.rohrpost.rpc,dev.rohrpost.dbus",
            "--enable-native-access=dev.rohrpost.core",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            file.toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return run(builder.directory(folder.toFile()));
  }

  private static Output run(ProcessBuilder builder) throws InterruptedException {
    try (var machine = OwnMachine.start();
        var running = Running.start(machine.inside(builder))) {
      running.endInput();
      return running.await(Rohrpost.PATIENCE);
    }
  }
}
