package dev.rohrpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.messaging.Traits;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the table claims is tried. A new column without a trial fails here.
class QuestionTest {
  /// What a carrier is called claims nothing.
  private static final Set<String> NAMES = Set.of("scheme", "name");

  /// Columns that are called otherwise where they are shown.
  private static final Map<String, String> TITLES = Map.of("whenFull", "full", "groups", "group");

  static List<Traits> all() {
    return Traits.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyCellThatIsClaimedIsTried(Traits traits) throws Exception {
    var tried = Question.of(traits).stream().map(q -> q.trait() + ": " + q.claim()).toList();
    assertThat(tried).containsExactlyInAnyOrderElementsOf(claimed(traits));
  }

  private static List<String> claimed(Traits traits) throws Exception {
    var claims = new ArrayList<>(List.of("synchronization: asynchronous")); // said of all of them
    for (var column : Traits.class.getRecordComponents()) {
      if (!NAMES.contains(column.getName())) {
        var title = TITLES.getOrDefault(column.getName(), column.getName());
        values(column, traits).forEach(value -> claims.add(title + ": " + value));
      }
    }
    return claims;
  }

  /// Each group is a claim of its own; what is beside the bytes is one: this, and nothing else.
  private static List<String> values(RecordComponent column, Traits traits) throws Exception {
    return switch (column.getAccessor().invoke(traits)) {
      case Enum<?> value -> List.of(word(value));
      case Optional<?> longest -> List.of(longest.map(n -> n + " bytes").orElse("no limit"));
      case Collection<?> set when column.getName().equals("groups") ->
          set.stream().map(QuestionTest::word).toList();
      case Collection<?> set when set.isEmpty() -> List.of("nothing");
      case Collection<?> set ->
          List.of(String.join(", ", set.stream().map(QuestionTest::word).sorted().toList()));
      default -> throw new AssertionError("a column of a new kind: " + column);
    };
  }

  private static String word(Object value) {
    return String.join(
        " ", Arrays.asList(value.toString().toLowerCase(Locale.ROOT).split("_", -1)));
  }
}
