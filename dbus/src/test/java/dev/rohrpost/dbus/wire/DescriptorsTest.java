package dev.rohrpost.dbus.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoFdLeaks.class)
class DescriptorsTest {
  private static final ByteOrder[] ORDERS = {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN};

  private Fd first;
  private Fd second;

  @BeforeEach
  void open() throws Exception {
    first = Fd.inherit(0);
    second = Fd.inherit(0);
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  @Row({"DBUS-10", "DBUS-50"})
  void theirNumberIsToldInBothOrders() throws Exception {
    for (var order : ORDERS) {
      var encoder = Encoder.withOrder(order);
      var bytes = Bodies.encode(encoder, "hyh", first, 1, second);
      assertThat(encoder.descriptors()).containsExactly(first, second);
      assertThat(Raw.read(bytes).descriptorCount()).isEqualTo(2);
      assertThat(Raw.read(bytes).member()).isEqualTo("C");
      assertThat(Bodies.decode(bytes, first, second)).isEqualTo(List.of(first, 1, second));
      Bodies.encode(encoder, "y", 1);
      assertThat(encoder.descriptors()).isEmpty();
    }
  }

  @Test
  @Row("DBUS-89")
  void theyAreInVariantsArraysDictionariesAndStructs() throws Exception {
    var encoder = Encoder.create();
    var variant = new Value.Handle(first);
    var struct = new Value.Struct(Type.of("(hs)"), List.of(second, "x"));
    var bytes =
        Bodies.encode(
            encoder,
            "vaha{sh}(h)v",
            variant,
            List.of(first, second),
            Map.of("k", second),
            List.of(first),
            struct);
    assertThat(encoder.descriptors()).containsExactly(first, second);
    assertThat(Bodies.decode(bytes, first, second))
        .isEqualTo(
            List.of(variant, List.of(first, second), Map.of("k", second), List.of(first), struct));
  }

  @Test
  @Row("DBUS-89")
  void oneIndexMayOccurTwice() throws Exception {
    var bytes = Bodies.encode(ByteOrder.LITTLE_ENDIAN, "hh", first, first);
    assertThat(Raw.read(bytes).descriptorCount()).isEqualTo(1);
    assertThat(Bodies.decode(bytes, second)).isEqualTo(List.of(second, second));
  }

  @Test
  @Row("DBUS-25")
  void fewerThanTheHeaderSaysAreRefused() {
    var bytes = Bodies.encode(ByteOrder.LITTLE_ENDIAN, "hh", first, second);
    assertThatThrownBy(() -> Bodies.decode(bytes)).hasMessageStartingWith("DESCRIPTORS");
    assertThatThrownBy(() -> Bodies.decode(bytes, first)).hasMessageStartingWith("DESCRIPTORS");
  }

  @Test
  @Row("DBUS-26")
  void anIndexOutOfRangeIsRefused() {
    for (var index : new long[] {1, 0xffff_ffffL}) {
      var raw = Raw.little().fixed(77).field(8, "g").signature("ah").field(9, "u").u32(1);
      var bytes = raw.body(Raw.little().u32(4).u32(index).bytes()).bytes();
      assertThatThrownBy(() -> Bodies.decode(bytes, first)).hasMessageStartingWith("DESCRIPTORS");
    }
    var without = Raw.signal(ByteOrder.LITTLE_ENDIAN, "h", Raw.little().u32(0).bytes());
    assertThatThrownBy(() -> Bodies.decode(without)).hasMessageStartingWith("DESCRIPTORS");
  }
}
