package dev.rohrpost.cli.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import org.junit.jupiter.api.Test;

class ZeroValueTest {
  @Test
  void everyTypeButDescriptorsHasOne() {
    var type = Type.of("(ybnqiuxtdsogvaya{sv}(i))");
    assertThat(ZeroValue.exists(type)).isTrue();
    assertThat(Value.of(type, ZeroValue.of(type)).type()).isEqualTo(type);
    assertThat(ZeroValue.exists(Type.of("ah"))).isTrue();
    assertThat(ZeroValue.exists(Type.of("(ih)"))).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> ZeroValue.of(Type.UNIX_FD));
  }
}
