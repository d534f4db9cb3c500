package dev.rohrpost.dbus.wire;

import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.testkit.Allocated;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Gives the readers any bytes. They may only say what is wrong, and take memory for what has come
/// and not for what is announced.
public final class WireScribbles {
  /// How many bytes may be allocated whatever comes: readers, and exceptions with their stacks.
  private static final long ANYWAY = 256 << 10;

  /// What Jazzer puts between allocates, too.
  private static final long TOLERANCE = System.getenv("JAZZER_FUZZ") == null ? 1 : 100;

  private WireScribbles() {}

  /// Checks that an action allocates no more than a multiple of its input. What is over is tried
  /// again: the first time classes are loaded.
  ///
  /// @param multiple how many bytes there may be for each of the input
  /// @param input what the action reads
  /// @param action what is measured
  /// @throws Exception what it throws
  public static void within(long multiple, byte[] input, Allocated.Action action) throws Exception {
    var most = TOLERANCE * (multiple * input.length + ANYWAY);
    var bytes = Allocated.bytes(action);
    if (bytes > most) {
      bytes = Math.min(bytes, Allocated.bytes(action));
    }
    if (bytes > most) {
      throw new AssertionError(bytes + " bytes for an input of " + input.length);
    }
  }

  /// Reads messages that come in pieces, of a length that the first byte says. A message that can
  /// be read can be gone over, too, and written again so that it says the same.
  ///
  /// @param bytes what comes
  /// @throws Exception if something is wrong
  public static void messages(byte[] bytes) throws Exception {
    if (bytes.length > 0) {
      within(Decoder.AMPLIFICATION, bytes, () -> read(bytes, false));
      read(bytes, true);
    }
  }

  private static void read(byte[] bytes, boolean again) {
    var reader = MessageReader.create();
    var header = new Header();
    var decoder = Decoder.create();
    var piece = 1 + 7 * Byte.toUnsignedInt(bytes[0]);
    try {
      for (var at = 1; at < bytes.length; ) {
        var room = reader.room();
        var count = (int) Math.min(room.byteSize(), Math.min(piece, bytes.length - at));
        MemorySegment.copy(bytes, at, room, ValueLayout.JAVA_BYTE, 0, count);
        reader.came(count);
        at += count;
        while (reader.next(header)) {
          message(reader, header, decoder, again);
        }
        if (reader.capacity() > Math.max(2L * MessageReader.SMALLEST, 4L * at)) {
          throw new AssertionError(reader.capacity() + " bytes for " + at);
        }
      }
    } catch (WireException e) {
      if (e.offset() < 0 || e.offset() > bytes.length) {
        throw new AssertionError("an offset that is nowhere", e);
      }
    }
  }

  private static void message(MessageReader reader, Header header, Decoder decoder, boolean again)
      throws WireException {
    var types = header.signature().types();
    var arguments = new ArrayList<>();
    decoder.begin(header, reader.memory(), reader.start(), List.of());
    for (var type : types) {
      arguments.add(decoder.value(type));
    }
    decoder.end();
    if (again) {
      decoder.begin(header, reader.memory(), reader.start(), List.of());
      for (var type : types) {
        decoder.skip(type);
      }
      decoder.end();
      same(header, arguments);
    }
  }

  private static void same(Header header, List<Object> arguments) throws WireException {
    byte[] bytes;
    try {
      var encoder = Encoder.withOrder(header.order());
      encoder.begin(header);
      for (var i = 0; i < arguments.size(); i++) {
        encoder.value(header.signature().types().get(i), arguments.get(i));
      }
      bytes = encoder.end().toArray(ValueLayout.JAVA_BYTE);
    } catch (IllegalArgumentException e) {
      if (String.valueOf(e.getMessage()).startsWith("more than " + Limits.MOST_DEPTH_SENT)) {
        return; // one container more may be read
      }
      throw e;
    }
    var shown = Bodies.show(Bodies.decode(bytes));
    if (!shown.equals(Bodies.show(arguments))) {
      throw new AssertionError(shown + " is not " + Bodies.show(arguments));
    }
  }

  /// Reads a signature.
  ///
  /// @param bytes its characters
  /// @throws Exception if something is wrong
  public static void signature(byte[] bytes) throws Exception {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    within(Decoder.AMPLIFICATION, bytes, () -> parse(text));
  }

  private static void parse(String text) {
    try {
      var types = Signature.parse(text).types();
      if (!types.stream().map(Object::toString).collect(Collectors.joining()).equals(text)
          || types.stream().anyMatch(type -> type.depth() > 65)) {
        throw new AssertionError(types + " is not " + text);
      }
    } catch (IllegalArgumentException _) {
      // as it should be
    }
  }
}
