package dev.rohrpost.dbus.wire;

import dev.rohrpost.dbus.type.Type;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Writes headers.
final class HeaderWriter {
  /// How many bytes the field takes that tells the number of descriptors.
  static final int DESCRIPTORS_FIELD = 8;

  static final int PATH = 1;
  static final int INTERFACE = 2;
  static final int MEMBER = 3;
  static final int ERROR_NAME = 4;
  static final int REPLY_SERIAL = 5;
  static final int DESTINATION = 6;
  static final int SENDER = 7;
  static final int SIGNATURE = 8;
  static final int UNIX_FDS = 9;

  private static final int FIELDS_LENGTH = 12;

  private HeaderWriter() {}

  /// Writes everything but the length of the body and the number of descriptors.
  static void write(Header header, Encoder out, boolean isBig) {
    out.uint8(isBig ? 'B' : 'l');
    out.uint8(header.type());
    out.uint8(header.flags());
    out.uint8(1);
    out.int32(0);
    out.int32((int) header.serial());
    out.beginArray(8);
    var path = header.path();
    if (path != null) {
      begin(out, PATH, Type.OBJECT_PATH);
      out.path(path);
      end(out);
    }
    text(out, INTERFACE, header.interfaceName());
    text(out, MEMBER, header.member());
    text(out, ERROR_NAME, header.errorName());
    if (header.replySerial() != 0) {
      begin(out, REPLY_SERIAL, Type.UINT32);
      out.int32((int) header.replySerial());
      end(out);
    }
    text(out, DESTINATION, header.destination());
    text(out, SENDER, header.sender());
    if (!header.signature().isEmpty()) {
      begin(out, SIGNATURE, Type.SIGNATURE);
      out.signature(header.signature());
      end(out);
    }
    out.endArray();
    out.align(8);
  }

  private static void text(Encoder out, int code, @Nullable String value) {
    if (value != null) {
      begin(out, code, Type.STRING);
      out.text(value);
      end(out);
    }
  }

  private static void begin(Encoder out, int code, Type type) {
    out.beginStruct();
    out.uint8(code);
    out.beginVariant(type);
  }

  private static void end(Encoder out) {
    out.endVariant();
    out.endStruct();
  }

  /// Puts the number of descriptors in front of the other fields. As that takes 8 bytes, nothing
  /// but the fixed part moves.
  static void insertDescriptors(Room room, int start, int count) {
    var memory = room.memory();
    MemorySegment.copy(memory, start, memory, 0, Limits.FIXED);
    room.setInt(FIELDS_LENGTH, room.getInt(FIELDS_LENGTH) + DESCRIPTORS_FIELD);
    memory.set(Limits.BYTE, Limits.FIXED, (byte) UNIX_FDS);
    memory.set(Limits.BYTE, Limits.FIXED + 1, (byte) 1);
    memory.set(Limits.BYTE, Limits.FIXED + 2, (byte) Type.UINT32.code());
    memory.set(Limits.BYTE, Limits.FIXED + 3, (byte) 0);
    room.setInt(Limits.FIXED + 4, count);
  }
}
