package dev.rohrpost.dbus.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rohrpost.testkit.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
  @ParameterizedTest
  @Row("DBUS-20")
  @CsvSource({
    "w, an unknown type",
    "é, an unknown type",
    "a, ends within a type",
    "ia, ends within a type",
    "(, ends within a type",
    "(i, ends within a type",
    "), closes what is not open",
    "i}, closes what is not open",
    "(), a struct without fields",
    "a{i}, a dictionary entry without a value",
    "a{}, a dictionary entry without a key",
    "a{is, a dictionary entry that does not end after its value",
    "a{iss}, a dictionary entry that does not end after its value",
    "{is}, a dictionary entry outside of an array",
    "a{(i)s}, a key that is not basic",
    "a{vs}, a key that is not basic",
    "a{ais}, a key that is not basic",
    "a(i}, closes what is not open"
  })
  void theBrokenRuleIsNamed(String signature, String rule) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Signature.of(signature))
        .withMessageContaining(rule);
  }

  @Test
  @Row("DBUS-20")
  void depthAndLengthAreLimited() {
    assertThat(Signature.of("a".repeat(32) + "y").single().depth()).isEqualTo(32);
    var structs = "(".repeat(32) + "y" + ")".repeat(32);
    assertThat(Signature.of("a".repeat(32) + structs).single().depth()).isEqualTo(64);
    assertThat(Signature.of("y".repeat(255)).types()).hasSize(255);
    for (var deep :
        List.of("a".repeat(33) + "y", "(".repeat(33) + "y" + ")".repeat(33), "y".repeat(256))) {
      assertThatIllegalArgumentException().isThrownBy(() -> Signature.of(deep));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Type.array(Type.of("a".repeat(32) + "y")));
  }

  @Test
  @Row("DBUS-53")
  void theSumOfTypesIsLimited() {
    var struct = Type.of("(" + "i".repeat(126) + ")");
    assertThat(Signature.of(List.of(struct, Type.BYTE)).types()).hasSize(2);
    assertThatIllegalArgumentException().isThrownBy(() -> Signature.of(List.of(struct, struct)));
  }

  @Test
  void typesTellTheirParts() {
    var types = Signature.of("sa{sv}(i(ay))h").types();
    assertThat(types).hasToString("[s, a{sv}, (i(ay)), h]");
    assertThat(types.get(1).kind()).isEqualTo(Type.Kind.DICT);
    assertThat(types.get(1).elements()).containsExactly(Type.STRING, Type.VARIANT);
    assertThat(types.get(1).alignment()).isEqualTo(4);
    assertThat(types.get(2).alignment()).isEqualTo(8);
    assertThat(types.get(2).elements().get(1)).isEqualTo(Type.struct(Type.array(Type.BYTE)));
    assertThat(types.get(2).code()).isEqualTo('(');
    assertThat(types.get(3)).isSameAs(Type.UNIX_FD);
    assertThat(types.get(1).mayHoldDescriptors()).isTrue();
    assertThat(types.get(2).mayHoldDescriptors()).isFalse();
    assertThat(Type.dict(Type.UINT16, Type.UNIX_FD)).isEqualTo(Type.of("a{qh}"));
    assertThat(Type.of("aay").element()).isEqualTo(Type.of("ay"));
    assertThat(Type.of("ay").signature()).isEqualTo(Signature.of("ay"));
    assertThatIllegalStateException().isThrownBy(() -> Type.STRING.element());
  }

  @Test
  void eachTypeHasItsAlignment() {
    var codes = "ybnqiuxtdsoghv";
    var alignments = List.of(1, 4, 2, 2, 4, 4, 8, 8, 8, 4, 4, 1, 4, 1);
    for (var i = 0; i < codes.length(); i++) {
      var type = Type.of(codes.substring(i, i + 1));
      assertThat(type.alignment()).as("%s", type).isEqualTo(alignments.get(i));
      assertThat(type.kind().isBasic()).isEqualTo(!type.equals(Type.VARIANT));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ii"})
  void whereOneTypeIsNeededThereIsOne(String signature) {
    assertThatIllegalArgumentException().isThrownBy(() -> Type.of(signature));
  }

  @Test
  void whatWasReadIsKept() {
    assertThat(Signature.of("a{sv}")).isSameAs(Signature.of("a{sv}"));
    assertThat(Signature.parse("a{sv}")).isEqualTo(Signature.of("a{sv}"));
    assertThat(Signature.of("")).isSameAs(Signature.EMPTY);
  }
}
