package dev.rohrpost.dbus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.testkit.Allocated;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A header and 100 bytes take nothing, neither to write nor to read, once the compiler has seen
/// it.
@Timeout(600)
class WireAllocationTest {
  @Test
  void aHeaderAnd100BytesAllocateNothing() throws Exception {
    assertThat(Allocated.leastOf(Measure.class)).hasSize(3).containsOnly(0L);
  }

  static final class Measure {
    private static final int NUMBERS = 12;

    private final Encoder encoder = Encoder.create();
    private final Decoder decoder = Decoder.create();
    private final MessageReader reader = MessageReader.create();
    private final Header read = new Header();
    private final Header numbers = header("t".repeat(NUMBERS) + "u");
    private final Header bytes = header("ays");
    private final byte[] content = new byte[84];

    private Measure() {}

    private static Header header(String signature) {
      return Header.call(ObjectPath.of("/org/bluez/hci0"), "org.bluez.Adapter1", "StartDiscovery")
          .setDestination("org.bluez")
          .setSignature(Signature.of(signature))
          .setSerial(7);
    }

    public static void main(String... arguments) throws Exception {
      var measure = new Measure();
      System.out.println(Allocated.bytesPerCall(20, 20_000, measure::write));
      System.out.println(Allocated.bytesPerCall(20, 20_000, measure::writeText));
      measure.write();
      System.out.println(Allocated.bytesPerCall(20, 20_000, measure::read));
    }

    private void write() {
      encoder.begin(numbers);
      for (var i = 0; i < NUMBERS; i++) {
        encoder.int64(i);
      }
      encoder.uint32(7);
      check(encoder.end());
    }

    private void writeText() {
      encoder.begin(bytes);
      encoder.bytes(content);
      encoder.text("twelve bytes");
      check(encoder.end());
    }

    private static void check(MemorySegment message) {
      if (message.byteSize() < 200) {
        throw new AssertionError("too short");
      }
    }

    private void read() throws WireException {
      var message = encoder.end();
      MemorySegment.copy(message, 0, reader.room(), 0, message.byteSize());
      reader.came(message.byteSize());
      if (!reader.next(read)) {
        throw new AssertionError("not whole");
      }
      decoder.begin(read, reader.memory(), reader.start(), List.of());
      for (var i = 0; i < NUMBERS; i++) {
        if (decoder.int64() != i) {
          throw new AssertionError("another number");
        }
      }
      if (decoder.uint32() != 7) {
        throw new AssertionError("another number");
      }
      decoder.end();
    }
  }
}
