package dev.rohrpost.dbus.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.testkit.Row;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTest {
  private static final byte[] NOTHING = {};

  private static final List<Function<Header, @Nullable Object>> FIELDS =
      List.of(
          Header::type,
          Header::flags,
          Header::serial,
          Header::replySerial,
          Header::path,
          Header::interfaceName,
          Header::member,
          Header::errorName,
          Header::destination,
          Header::sender,
          Header::signature);

  private static Raw call() {
    return Raw.little().fixed(Header.CALL).field(1, "o").text("/a").field(3, "s").text("C");
  }

  private static void refused(Rule rule, byte[] message) {
    assertThatThrownBy(() -> Raw.read(message))
        .isInstanceOfSatisfying(
            WireException.class, e -> assertThat(e.rule()).as(e.getMessage()).isEqualTo(rule));
  }

  @Test
  @Row("DBUS-10")
  void allFieldsAreReadAsTheyWereWrittenInBothOrders() throws Exception {
    for (var order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      var sent =
          Header.call(ObjectPath.of("/a/b"), "a.b", "C")
              .setFlags(Header.NO_AUTO_START)
              .setSerial(0x01020304)
              .setDestination("org.bluez")
              .setSender(":1.42")
              .setErrorName("e.f")
              .setReplySerial(9)
              .setSignature(Signature.of("u"));
      var encoder = Encoder.withOrder(order);
      encoder.begin(sent);
      encoder.uint32(7);
      var bytes = encoder.end().toArray(ValueLayout.JAVA_BYTE);
      var read = Raw.read(bytes);
      for (var get : FIELDS) {
        assertThat(get.apply(read)).isEqualTo(get.apply(sent)).isNotNull();
      }
      assertThat(read.order()).isEqualTo(order);
      assertThat(read.bodyLength()).isEqualTo(4);
      assertThat(read.bodyOffset()).isEqualTo(bytes.length - 4);
      assertThat(bytes[0]).isEqualTo((byte) (order == ByteOrder.BIG_ENDIAN ? 'B' : 'l'));
    }
  }

  @Test
  void aReplyAnErrorAndASignalHaveTheirFields() throws Exception {
    var encoder = Encoder.create();
    encoder.begin(Header.reply(5).setSerial(6));
    assertThat(Raw.read(encoder.end().toArray(ValueLayout.JAVA_BYTE)).replySerial()).isEqualTo(5);
    encoder.begin(Header.error(5, "a.b").setSerial(6));
    encoder.setSerial(8);
    var error = Raw.read(encoder.end().toArray(ValueLayout.JAVA_BYTE));
    assertThat(error.errorName()).isEqualTo("a.b");
    assertThat(error.serial()).isEqualTo(8);
    assertThat(error).hasToString("error a.b to 5");
  }

  @Test
  @Row("DBUS-11")
  void theFixedPartHasToBeRight() {
    refused(Rule.SERIAL, call().body(NOTHING).setU32(8, 0).bytes());
    refused(Rule.MESSAGE_TYPE, call().body(NOTHING).setU8(1, 0).bytes());
    refused(Rule.VERSION, call().body(NOTHING).setU8(3, 2).bytes());
    refused(Rule.ENDIANNESS, call().body(NOTHING).setU8(0, 'x').bytes());
  }

  @Test
  @Row({"DBUS-12", "DBUS-45"})
  void unknownFieldsOfAnyTypeAreSkipped() throws Exception {
    var header =
        Raw.read(
            call()
                .field(200, "a{sv}")
                .u32(16)
                .pad(8)
                .text("k")
                .signature("u")
                .pad(4)
                .u32(3)
                .field(10, "(vvy)")
                .pad(8)
                .signature("y")
                .u8(1)
                .signature("s")
                .text("x")
                .u8(9)
                .field(11, "h")
                .u32(3)
                .body(NOTHING)
                .bytes());
    assertThat(header.member()).isEqualTo("C");
    refused(Rule.VARIANT, call().field(200, "vvy").u8(0).body(NOTHING).bytes());
    refused(Rule.FIELD_CODE, call().field(0, "y").u8(1).body(NOTHING).bytes());
    refused(Rule.TEXT, call().field(200, "s").textOf((byte) 0xff).body(NOTHING).bytes());
  }

  @Test
  void aKnownFieldIsOfItsTypeAndOccursOnce() {
    refused(Rule.FIELD_TYPE, call().field(2, "o").text("/a").body(NOTHING).bytes());
    refused(Rule.FIELD_TYPE, call().field(5, "i").u32(1).body(NOTHING).bytes());
    refused(Rule.FIELD_TWICE, call().field(1, "o").text("/a").body(NOTHING).bytes());
    refused(Rule.VARIANT, call().field(2, "").body(NOTHING).bytes());
  }

  @Test
  @Row("DBUS-14")
  void anUnknownTypeIsRead() throws Exception {
    assertThat(Raw.read(Raw.little().fixed(77).body(NOTHING).bytes()).type()).isEqualTo(77);
  }

  @ParameterizedTest
  @Row("DBUS-15")
  @CsvSource({
    "1, 13, true", "1, 123, true", "1, 3, false", "1, 1, false", "4, 123, true", "4, 13, false",
    "4, 12, false", "4, 23, false", "2, 5, true", "2, 1, false", "3, 45, true", "3, 5, false",
    "3, 4, false"
  })
  void eachTypeNeedsItsFields(int type, String fields, boolean legal) throws Exception {
    var raw = Raw.little().fixed(type);
    for (var field : fields.chars().map(c -> c - '0').toArray()) {
      switch (field) {
        case 1 -> raw.field(1, "o").text("/a");
        case 5 -> raw.field(5, "u").u32(3);
        case 3 -> raw.field(3, "s").text("C");
        default -> raw.field(field, "s").text("a.b");
      }
    }
    var bytes = raw.body(NOTHING).bytes();
    if (legal) {
      assertThat(Raw.read(bytes).type()).isEqualTo(type);
    } else {
      refused(Rule.FIELD_MISSING, bytes);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Encoder.create().begin(new Header().setType(type).setSerial(1)));
  }

  @Test
  void aReplyIsNotForSerial0() {
    refused(Rule.SERIAL, Raw.little().fixed(2).field(5, "u").u32(0).body(NOTHING).bytes());
  }

  @Test
  @Row("DBUS-16")
  void whatOnlyALibrarySaysDoesNotComeFromOutside() {
    var local = "org.freedesktop.DBus.Local";
    refused(Rule.LOCAL, call().field(2, "s").text(local).body(NOTHING).bytes());
    var path = "/org/freedesktop/DBus/Local";
    var raw = Raw.little().fixed(1).field(1, "o").text(path).field(3, "s").text("C");
    refused(Rule.LOCAL, raw.body(NOTHING).bytes());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Encoder.create().begin(Header.signal(ObjectPath.ROOT, local, "C")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Encoder.create().begin(Header.call(ObjectPath.of(path), null, "C")));
  }

  @Test
  @Row("DBUS-17")
  void lengthsBeyondTheLimitsAreRefusedAtOnce() {
    refused(Rule.MESSAGE_LENGTH, call().body(NOTHING).setU32(4, 0xffff_ffffL).bytes());
    refused(Rule.MESSAGE_LENGTH, call().body(NOTHING).setU32(4, 128 << 20).bytes());
    refused(Rule.FIELDS_LENGTH, call().body(NOTHING).setU32(12, 0xffff_ffffL).bytes());
    refused(Rule.FIELDS_LENGTH, call().body(NOTHING).setU32(12, (64 << 20) + 1).bytes());
  }

  @Test
  @Row("DBUS-18")
  void paddingIsZero() {
    var raw = call();
    assertThat(raw.size() % 8).isNotZero();
    refused(Rule.PADDING, raw.body(NOTHING).setU8(raw.size() - 1, 1).bytes());
    var between = call();
    var end = between.size();
    refused(Rule.PADDING, between.field(200, "y").u8(1).setU8(end, 1).body(NOTHING).bytes());
  }

  @ParameterizedTest
  @Row("DBUS-19")
  @ValueSource(
      strings = {
        "1o//",
        "1o/a/",
        "1o/-",
        "1o",
        "1oa",
        "2scom",
        "2scom..x",
        "2scom.0a",
        "2s.a",
        "3sa-",
        "3s0",
        "3s",
        "4scom",
        "6s:",
        "6s:1",
        "6sorg",
        "6sorg.0x",
        "7sa..b"
      })
  void aNameThatIsNotValidIsRefused(String field) {
    var code = field.charAt(0) - '0';
    var raw = Raw.little().fixed(77).field(code, field.substring(1, 2)).text(field.substring(2));
    refused(Rule.NAME, raw.body(NOTHING).bytes());
  }

  @Test
  @Row("DBUS-19")
  void namesThatLookOddAreFine() throws Exception {
    var raw = Raw.little().fixed(4).field(1, "o").text("/_").field(7, "s").text(":1.42");
    raw.field(2, "s").text("com.example._").field(3, "s").text("_0");
    var header = Raw.read(raw.field(6, "s").text("a-b.-c").body(NOTHING).bytes());
    assertThat(header.sender()).isEqualTo(":1.42");
    assertThat(header.destination()).isEqualTo("a-b.-c");
    assertThat(header.interfaceName()).isEqualTo("com.example._");
  }

  @Test
  void aPathMayBeLong() throws Exception {
    var path = "/" + "a".repeat(70_000);
    var raw = Raw.little().fixed(1).field(1, "o").text(path).field(3, "s").text("C");
    assertThat(Raw.read(raw.body(NOTHING).bytes()).path()).isEqualTo(ObjectPath.of(path));
  }

  @Test
  @Row("DBUS-22")
  void thereIsABodyExactlyIfThereIsASignature() {
    refused(Rule.BODY, call().body(new byte[] {1}).bytes());
    refused(Rule.BODY, call().field(8, "g").signature("y").body(NOTHING).bytes());
  }

  @Test
  @Row("DBUS-46")
  void allFlagsAndTheGreatestSerialAreAccepted() throws Exception {
    var raw = call().body(NOTHING).setU8(2, 0xff).setU32(8, 0xffff_ffffL);
    var header = Raw.read(raw.bytes());
    assertThat(header.flags()).isEqualTo(0xff);
    assertThat(header.has(Header.NO_REPLY_EXPECTED)).isTrue();
    assertThat(header.serial()).isEqualTo(0xffff_ffffL);
  }

  @Test
  void aSerialIsNot0AndFits() {
    for (var serial : new long[] {0, -1, 1L << 32}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Header().setSerial(serial));
      assertThatIllegalArgumentException().isThrownBy(() -> Header.reply(serial));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Header().setFlags(256));
    assertThatIllegalArgumentException().isThrownBy(() -> new Header().setType(0));
  }

  @Test
  void whatIsReadAgainIsTheSameObject() throws Exception {
    var reader = MessageReader.create();
    var header = new Header();
    var names = new ArrayList<@Nullable String>();
    for (var i = 0; i < 2; i++) {
      reader.room().copyFrom(MemorySegment.ofArray(call().body(NOTHING).bytes()));
      reader.came(call().body(NOTHING).size());
      assertThat(reader.next(header)).isTrue();
      names.add(header.member());
    }
    assertThat(names.get(0)).isSameAs(names.get(1)).isEqualTo("C");
  }
}
