package dev.rohrpost.dbus.wire;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Type;
import java.lang.foreign.MemorySegment;

/// Reads headers.
final class HeaderReader {
  private final Decoder in = Decoder.create();
  private final Recent<ObjectPath> paths = Recent.paths();
  private final Recent<String> interfaces = Recent.interfaces();
  private final Recent<String> members = Recent.members();
  private final Recent<String> errorNames = Recent.errorNames();
  private final Recent<String> busNames = Recent.busNames();

  HeaderReader() {}

  /// Looks at the part that each message begins with.
  ///
  /// @return how long the whole message is, in bytes
  static long length(MemorySegment memory, long start) throws WireException {
    var endianness = memory.get(Limits.BYTE, start);
    if (endianness != 'l' && endianness != 'B') {
      throw new WireException(Rule.ENDIANNESS, "0x" + Integer.toHexString(endianness & 0xff), 0);
    }
    if (memory.get(Limits.BYTE, start + 3) != 1) {
      throw new WireException(
          Rule.VERSION, "version " + (memory.get(Limits.BYTE, start + 3) & 0xff), 3);
    }
    if (memory.get(Limits.BYTE, start + 1) == 0) {
      throw new WireException(Rule.MESSAGE_TYPE, "type 0", 1);
    }
    var layout = endianness == 'B' ? Limits.INT_BIG : Limits.INT;
    if (memory.get(layout, start + 8) == 0) {
      throw new WireException(Rule.SERIAL, "serial 0", 8);
    }
    var fields = Integer.toUnsignedLong(memory.get(layout, start + 12));
    if (fields > Limits.MOST_ARRAY) {
      throw new WireException(Rule.FIELDS_LENGTH, fields + " bytes", 12);
    }
    var body = Integer.toUnsignedLong(memory.get(layout, start + 4));
    var whole = Limits.aligned(Limits.FIXED + fields, 8) + body;
    if (whole > Limits.MOST_MESSAGE) {
      throw new WireException(Rule.MESSAGE_LENGTH, whole + " bytes", 4);
    }
    return whole;
  }

  /// Reads the header of a whole message.
  void read(Header header, MemorySegment memory, long start) throws WireException {
    header.clear();
    var isBig = memory.get(Limits.BYTE, start) == 'B';
    var layout = isBig ? Limits.INT_BIG : Limits.INT;
    header.isBig = isBig;
    header.type = memory.get(Limits.BYTE, start + 1) & 0xff;
    header.flags = memory.get(Limits.BYTE, start + 2) & 0xff;
    header.bodyLength = Integer.toUnsignedLong(memory.get(layout, start + 4));
    header.serial = Integer.toUnsignedLong(memory.get(layout, start + 8));
    var fields = Limits.FIXED + memory.get(layout, start + 12);
    header.bodyOffset = Limits.aligned(fields, 8);
    in.begin(memory, start, Limits.FIXED - 4L, header.bodyOffset, isBig);
    in.beginArray(8);
    var seen = 0;
    while (in.hasMore()) {
      in.beginStruct();
      seen = field(header, seen);
      in.endStruct();
    }
    in.endArray();
    in.align(8);
    check(header);
  }

  /// Reads a field; answers which known ones have been seen.
  private int field(Header header, int seen) throws WireException {
    var at = in.offset();
    var code = in.uint8();
    if (code == 0) {
      throw new WireException(Rule.FIELD_CODE, "code 0", at);
    }
    var type = in.beginVariant();
    if (code > HeaderWriter.UNIX_FDS) {
      in.skip(type);
    } else {
      if ((seen & 1 << code) != 0) {
        throw new WireException(Rule.FIELD_TWICE, "field " + code, at);
      }
      if (type.kind() != kind(code)) {
        throw new WireException(Rule.FIELD_TYPE, "field " + code + " of type " + type, at);
      }
      known(header, code);
    }
    in.endVariant();
    return code > HeaderWriter.UNIX_FDS ? seen : seen | 1 << code;
  }

  private static Type.Kind kind(int code) {
    return switch (code) {
      case HeaderWriter.PATH -> Type.Kind.OBJECT_PATH;
      case HeaderWriter.REPLY_SERIAL, HeaderWriter.UNIX_FDS -> Type.Kind.UINT32;
      case HeaderWriter.SIGNATURE -> Type.Kind.SIGNATURE;
      default -> Type.Kind.STRING;
    };
  }

  private void known(Header header, int code) throws WireException {
    switch (code) {
      case HeaderWriter.PATH -> header.path = in.recent(paths);
      case HeaderWriter.INTERFACE -> header.interfaceName = in.recent(interfaces);
      case HeaderWriter.MEMBER -> header.member = in.recent(members);
      case HeaderWriter.ERROR_NAME -> header.errorName = in.recent(errorNames);
      case HeaderWriter.DESTINATION -> header.destination = in.recent(busNames);
      case HeaderWriter.SENDER -> header.sender = in.recent(busNames);
      case HeaderWriter.SIGNATURE -> header.signature = in.signature();
      case HeaderWriter.UNIX_FDS -> header.descriptorCount = in.uint32();
      default -> {
        header.replySerial = in.uint32();
        if (header.replySerial == 0) {
          throw new WireException(Rule.SERIAL, "a reply to serial 0", in.offset() - 4);
        }
      }
    }
  }

  private static void check(Header header) throws WireException {
    var missing = header.missing();
    if (missing != null) {
      throw new WireException(Rule.FIELD_MISSING, header + " without " + missing, Limits.FIXED);
    }
    if (header.isLocal()) {
      throw new WireException(Rule.LOCAL, header.toString(), Limits.FIXED);
    }
    if (header.signature.isEmpty() != (header.bodyLength == 0)) {
      throw new WireException(
          Rule.BODY,
          header.bodyLength + " bytes for the signature \"" + header.signature + "\"",
          header.bodyOffset);
    }
  }
}
