package dev.rohrpost.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
  @ParameterizedTest
  @ValueSource(strings = {"a.class", "a..b", "", "1a", "a.b-c", "_", "a.", "a\u0000"})
  void noPackageCanBeCalledSo(String name) {
    assertThatThrownBy(() -> Identifiers.requirePackage(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b_", "é.class_", "record.var"})
  void aPackageCanBeCalledSo(String name) {
    assertThat(Identifiers.requirePackage(name)).isEqualTo(name);
  }

  @Test
  void aNameThatIsTakenGetsASign() {
    var taken = new HashSet<>(Set.of("a", "a_"));
    assertThat(Identifiers.fresh("a", taken)).isEqualTo("a__");
    assertThat(Identifiers.fresh("A", taken)).isEqualTo("A");
    assertThat(taken).containsExactlyInAnyOrder("a", "a_", "a__", "A");
    assertThat(Identifiers.freshFile("A", taken)).isEqualTo("A___");
  }
}
