package dev.rohrpost.dbus.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.fd.Fd;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoFdLeaks.class)
class ValueTest {
  @Test
  void aValueOfEachTypeIsMade() throws Exception {
    var values =
        Map.<String, Object>ofEntries(
            Map.entry("y", 7),
            Map.entry("b", true),
            Map.entry("n", (short) 7),
            Map.entry("q", 7),
            Map.entry("i", 7),
            Map.entry("u", 7L),
            Map.entry("x", 7L),
            Map.entry("t", 7L),
            Map.entry("d", 7.0),
            Map.entry("s", "x"),
            Map.entry("o", ObjectPath.ROOT),
            Map.entry("g", Signature.EMPTY),
            Map.entry("v", new Value.Text("x")),
            Map.entry("as", List.of("x")),
            Map.entry("a{sy}", Map.of("x", 1)),
            Map.entry("(si)", List.of("x", 1)));
    values.forEach((type, content) -> {
      var value = Value.of(type, content);
      assertThat(value.type()).hasToString(type);
      assertThat(value.content()).isEqualTo(content);
      assertThat(value).isEqualTo(Value.of(type, content)).hasSameHashCodeAs(value);
    });
    try (var fd = Fd.inherit(0)) {
      assertThat(Value.of("h", fd).content()).isSameAs(fd);
      assertThat(new Value.Handle(fd).type()).isEqualTo(Type.UNIX_FD);
    }
  }

  @Test
  @Row("DBUS-53")
  void whatIsOutOfRangeOrOfAnotherClassIsRefused() {
    Map.<String, Object>of(
            "y",
            256,
            "q",
            -1,
            "u",
            1L << 32,
            "n",
            40_000,
            "i",
            1L << 31,
            "s",
            1,
            "x",
            1.5,
            "(si)",
            List.of("x"),
            "a{sy}",
            List.of(),
            "v",
            "x")
        .forEach((type, content) ->
            assertThatIllegalArgumentException()
                .as(type)
                .isThrownBy(() -> Value.of(type, content)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Value.Array(Type.STRING, "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Value.Uint32(-1));
  }

  @Test
  void arraysAreEqualIfTheirElementsAre() {
    var one = new Value.Array(Type.of("ai"), new int[] {1, 2});
    assertThat(one).isEqualTo(new Value.Array(Type.of("ai"), new int[] {1, 2}));
    assertThat(one).hasSameHashCodeAs(new Value.Array(Type.of("ai"), new int[] {1, 2}));
    assertThat(one).isNotEqualTo(new Value.Array(Type.of("au"), new int[] {1, 2}));
    assertThat(one).hasToString("Array[type=ai, elements=[1, 2]]");
    assertThat(new Value.Uint64(-1)).hasToString("Uint64[value=18446744073709551615]");
  }
}
