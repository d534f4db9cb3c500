package dev.rohrpost.dbus.wire;

import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Things that were made of bytes before: the names in headers are nearly always the same ones.
/// Each is checked once, when it is made. The number that is kept is fixed, whatever a peer sends.
///
/// @param <T> what is made
final class Recent<T> {
  private static final int SLOTS = 32;
  private static final int LONGEST = 128;

  private final Function<String, T> maker;
  private final Rule rule;
  private final MemorySegment[] keys = new MemorySegment[SLOTS];
  private final @Nullable Object[] values = new @Nullable Object[SLOTS];

  private Recent(Rule rule, Function<String, T> maker) {
    this.rule = rule;
    this.maker = maker;
  }

  static Recent<Signature> signatures() {
    return new Recent<>(Rule.SIGNATURE, Signature::parse);
  }

  static Recent<ObjectPath> paths() {
    return new Recent<>(Rule.NAME, ObjectPath::new);
  }

  static Recent<String> interfaces() {
    return new Recent<>(Rule.NAME, Names::checkInterface);
  }

  static Recent<String> members() {
    return new Recent<>(Rule.NAME, Names::checkMember);
  }

  static Recent<String> errorNames() {
    return new Recent<>(Rule.NAME, Names::checkErrorName);
  }

  static Recent<String> busNames() {
    return new Recent<>(Rule.NAME, Names::checkBusName);
  }

  /// The rule that is broken by what cannot be made.
  Rule rule() {
    return rule;
  }

  @SuppressWarnings("unchecked") // only keep() puts values there
  @Nullable T find(MemorySegment memory, long at, int length) {
    if (length > LONGEST) {
      return null;
    }
    var slot = slot(memory, at, length);
    var key = keys[slot];
    var isSame =
        values[slot] != null
            && key.byteSize() == length
            && MemorySegment.mismatch(memory, at, at + length, key, 0, length) < 0;
    return isSame ? (T) values[slot] : null;
  }

  T keep(MemorySegment memory, long at, int length, String text) {
    var made = maker.apply(text);
    if (length <= LONGEST) {
      var slot = slot(memory, at, length);
      var key = new byte[length];
      MemorySegment.copy(memory, Limits.BYTE, at, key, 0, length);
      keys[slot] = MemorySegment.ofArray(key);
      values[slot] = made;
    }
    return made;
  }

  /// Names differ at their ends more than at their beginnings.
  private static int slot(MemorySegment memory, long at, int length) {
    long mixed = length;
    if (length >= 8) {
      mixed += memory.get(Limits.LONG, at + length - 8) + memory.get(Limits.LONG, at) * 31;
    } else {
      for (var i = 0; i < length; i++) {
        mixed = mixed * 31 + memory.get(Limits.BYTE, at + i);
      }
    }
    return (int) ((mixed * 0x9e37_79b9_7f4a_7c15L) >>> 59);
  }
}
