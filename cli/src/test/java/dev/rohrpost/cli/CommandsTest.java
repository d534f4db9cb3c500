package dev.rohrpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandsTest {
  static Stream<String> names() {
    return Commands.all().stream().map(Commands.Entry::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatIsListedIsThere(String name) {
    var spec = Commands.get(name).spec();
    assertThat(spec.name()).isEqualTo("rohrpost " + name);
    assertThat(spec.usageMessage().description()).hasSize(1);
    assertThat(spec.optionsMap()).containsKeys("--help", "--version", "--debug");
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachHasTwoOrThreeExamplesOfItself(String name) {
    assertThat(Commands.get(name).spec().usageMessage().footer())
        .hasSizeBetween(2, 3)
        .allMatch(line -> line.contains("rohrpost " + name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyOptionAndWordIsExplained(String name) {
    assertThat(Commands.get(name).spec().args())
        .allSatisfy(arg -> assertThat(arg.description()).isNotEmpty().doesNotContain(""));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theTreeHasIt(String name) {
    var words = Main.words(name);
    var parent = Tree.of();
    if (words.length == 2) {
      assertThat(parent.subcommands()).containsKey(words[0]);
      parent = Objects.requireNonNull(parent.subcommands().get(words[0])).getCommandSpec();
    }
    assertThat(parent.subcommands()).containsKey(words[words.length - 1]);
  }
}
