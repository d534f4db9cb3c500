package dev.rohrpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The English of help texts, as far as a pattern can tell: sentences name what acts, defaults are
/// written in one way.
class HelpTextTest {
  /// A pronoun in the place of a noun, at the beginning of a sentence.
  private static final Pattern STAND_IN =
      Pattern.compile("(^|[.;:] )(Who|Whom|Whose|What|That|Whoever|who|whose) ");

  private static final Pattern OTHER_DEFAULT =
      Pattern.compile("; else |[Uu]nless it is said|if nothing is said|if it is left out");

  static Stream<Commands.Entry> entries() {
    return Commands.all().stream();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void itIsPlain(Commands.Entry entry) {
    var spec = Commands.get(entry.name()).spec();
    var texts = new ArrayList<String>(List.of(entry.summary()));
    texts.addAll(List.of(spec.usageMessage().description()));
    spec.args().forEach(arg -> texts.addAll(List.of(arg.description())));
    assertThat(texts)
        .allSatisfy(text ->
            assertThat(text).doesNotContainPattern(STAND_IN).doesNotContainPattern(OTHER_DEFAULT));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void aSummaryIsAVerbAndItsObject(Commands.Entry entry) {
    assertThat(entry.summary()).matches("[A-Z][a-z]+s .*[^.]").hasSizeLessThan(62);
  }
}
