package dev.rohrpost.dbus.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.testkit.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Row("DBUS-19")
class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "'', does not begin with a slash",
    "a, does not begin with a slash",
    "//, has an empty element",
    "/a//b, has an empty element",
    "/a/, ends with a slash",
    "/-, has another character",
    "/é, has another character"
  })
  void thePathBreaksARule(String path, String rule) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ObjectPath.of(path))
        .withMessageContaining(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "com, has only one element",
    "com..x, has an empty element",
    ".com.x, has an empty element",
    "com., has an empty element",
    "'', has an empty element",
    "com.0a, begins with a digit",
    "com.a-b, has another character"
  })
  void theInterfaceBreaksARule(String name, String rule) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Names.checkInterface(name))
        .withMessageContaining(rule);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Names.checkErrorName(name))
        .withMessageContaining(rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-", "0", "a.b", "é", "a b"})
  void theMemberBreaksARule(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Names.checkMember(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", ":1", ":1.", "org", "org.0a", "a..b", "a.b:1", ":1.é"})
  void theBusNameBreaksARule(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Names.checkBusName(name));
  }

  @Test
  void whatIsLongerThan255BytesIsRefused() {
    var longest = "a." + "b".repeat(253);
    assertThat(Names.checkInterface(longest)).isEqualTo(longest);
    assertThat(Names.checkMember("m".repeat(255))).hasSize(255);
    for (var name : List.of(longest + "b", "m".repeat(256))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Names.checkInterface(name))
          .withMessageContaining("longer than 255")
          .withMessageContaining("…");
      assertThatIllegalArgumentException().isThrownBy(() -> Names.checkMember(name));
      assertThatIllegalArgumentException().isThrownBy(() -> Names.checkBusName(name));
    }
  }

  @Test
  void namesThatLookOddAreFine() {
    assertThat(ObjectPath.of("/_")).hasToString("/_");
    assertThat(Names.checkBusName(":1.42")).isEqualTo(":1.42");
    assertThat(Names.checkUniqueName(":a-b._0")).isEqualTo(":a-b._0");
    assertThat(Names.checkBusName("a-b.-c")).isEqualTo("a-b.-c");
    assertThat(Names.checkInterface("com.example._")).isEqualTo("com.example._");
    assertThatIllegalArgumentException().isThrownBy(() -> Names.checkUniqueName("a.b"));
    assertThatIllegalArgumentException().isThrownBy(() -> Names.checkWellKnownName(":1.2"));
  }

  @Test
  void aPathKnowsWhatLiesBelow() {
    assertThat(ObjectPath.ROOT.contains(ObjectPath.of("/a"))).isTrue();
    assertThat(ObjectPath.of("/a").contains(ObjectPath.of("/a"))).isTrue();
    assertThat(ObjectPath.of("/a").contains(ObjectPath.of("/a/b"))).isTrue();
    assertThat(ObjectPath.of("/a").contains(ObjectPath.of("/ab"))).isFalse();
    assertThat(ObjectPath.of("/a")).isLessThan(ObjectPath.of("/b"));
  }
}
