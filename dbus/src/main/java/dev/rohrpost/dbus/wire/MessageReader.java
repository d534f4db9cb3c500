package dev.rohrpost.dbus.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Finds messages in the bytes of a stream. Does no I/O: bytes are put into [#room()], [#came] says
/// how many, then [#next] tells whether a message is whole. It is seen where it lies.
///
/// Memory grows with the bytes that have come and not with those that are announced. After a
/// [WireException], nothing that follows can be trusted.
public final class MessageReader {
  /// How much memory an idle connection keeps, in bytes.
  public static final int SMALLEST = 4096;

  private static final int ROOM = 1024;

  /// Large memory of `malloc(3)` begins 16 bytes behind the beginning of a page, where some
  /// processors copy slowly.
  private static final long ALIGNMENT = 64;

  /// After so many small messages, memory that was needed for a large one is given back.
  private static final int PATIENCE = 64;

  private final HeaderReader headers = new HeaderReader();
  private MemorySegment buffer = allocate(SMALLEST);

  /// Where the message begins that was found last, or is being waited for.
  private long start;

  /// How long it is; 0 as long as that is unknown.
  private long length;

  /// Where the bytes end that have come.
  private long filled;

  private boolean isFound;
  private int small;

  private MessageReader() {}

  /// Makes a reader.
  ///
  /// @return the reader
  public static MessageReader create() {
    return new MessageReader();
  }

  /// {@return memory for bytes that are to come, of at least one byte; the message that was found
  /// last is gone}
  public MemorySegment room() {
    forget();
    if (start == filled) {
      start = 0;
      filled = 0;
      if (buffer.byteSize() > SMALLEST && ++small > PATIENCE) {
        shrink();
      }
    }
    // the rest of a message may fit exactly; the next ones come together
    var wanted = length > 0 ? Math.clamp(missing(), 1, ROOM) : ROOM;
    if (buffer.byteSize() - filled < wanted) {
      makeRoom();
    }
    return filled == 0 ? buffer : buffer.asSlice(filled);
  }

  /// Says how many bytes were put into [#room()].
  ///
  /// @param count how many
  public void came(long count) {
    if (count < 0 || count > buffer.byteSize() - filled) {
      throw new IllegalArgumentException(count + " bytes");
    }
    filled += count;
  }

  /// Looks for the next message. If there is one it lies in [#memory()] from [#start()] to
  /// [#end()], until the next call of this method, of [#room()] or [#shrink()].
  ///
  /// @param header is filled with its header
  /// @return whether a message is whole
  /// @throws WireException if the bytes break a rule
  public boolean next(Header header) throws WireException {
    forget();
    if (length == 0) {
      if (filled - start < Limits.FIXED) {
        return false;
      }
      length = HeaderReader.length(buffer, start);
      if (length > SMALLEST) {
        small = 0;
      }
    }
    if (filled - start < length) {
      return false;
    }
    headers.read(header, buffer, start);
    isFound = true;
    return true;
  }

  private void forget() {
    if (isFound) {
      start += length;
      length = 0;
      isFound = false;
    }
  }

  /// {@return how many bytes are missing at least until the next message is whole; 0 while one is}
  public long missing() {
    return Math.max(0, (length == 0 ? Limits.FIXED : length) - (filled - start));
  }

  /// {@return whether something has come of a message that is not whole}
  public boolean isWithinMessage() {
    return !isFound && filled > start;
  }

  /// {@return how many bytes have come that belong to no message that was found yet}
  public long pending() {
    return filled - start - (isFound ? length : 0);
  }

  /// {@return the memory in which the message lies}
  public MemorySegment memory() {
    return buffer;
  }

  /// {@return where in the memory the message begins}
  public long start() {
    return start;
  }

  /// {@return where in the memory the message ends}
  public long end() {
    return start + length;
  }

  /// {@return how much memory is in use, in bytes}
  public long capacity() {
    return buffer.byteSize();
  }

  /// Gives back what an idle connection does not need; does nothing within a message.
  public void shrink() {
    forget();
    if (start == filled && buffer.byteSize() > SMALLEST) {
      replace(SMALLEST);
      small = 0;
    }
  }

  /// Goes on in other memory, so that the message that was found stays where it is, in what
  /// [#memory()] was before, as long as somebody keeps that.
  public void leaveMessage() {
    forget();
    replace(Math.max(SMALLEST, filled - start + ROOM));
  }

  /// Moves what is needed to the beginning, or into more memory: up to twice as much as has come.
  private void makeRoom() {
    var has = filled - start;
    var needed = has + ROOM;
    if (needed > buffer.byteSize() / 2) {
      var enough = Math.max(SMALLEST, has + missing());
      replace(Math.max(needed, Math.min(2 * buffer.byteSize(), enough)));
    } else {
      MemorySegment.copy(buffer, start, buffer, 0, has);
      start = 0;
      filled = has;
    }
  }

  private void replace(long size) {
    var fresh = allocate(size);
    var has = filled - start;
    MemorySegment.copy(buffer, start, fresh, 0, has);
    buffer = fresh;
    start = 0;
    filled = has;
  }

  private static MemorySegment allocate(long size) {
    return Arena.ofAuto().allocate(size, ALIGNMENT);
  }
}
