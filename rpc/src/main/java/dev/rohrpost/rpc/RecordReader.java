package dev.rohrpost.rpc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Puts records together from the bytes of a stream. Does no I/O: bytes are put into [#room()],
/// then [#next()] tells whether a record is whole.
///
/// A record comes in fragments, each with its length before it. One that comes in a single
/// fragment, as nearly all do, is seen where it lies; the fragments of others are moved together.
/// Memory grows with the bytes that have come and not with those that are announced.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5531#section-11">RFC 5531, section 11</a>
final class RecordReader {
  /// How much memory an idle connection keeps.
  static final int SMALLEST = 4096;

  private static final int MARK = 4;
  private static final int LAST = 0x8000_0000;
  private static final int ROOM = 1024;

  /// How much memory is of use where many small records come at once: so they leave the kernel in
  /// one read, and what is made of them goes in one write.
  private static final int BUSY = 16 << 10;

  /// Large memory of `malloc(3)` begins 16 bytes behind the beginning of a page. Where the kernel
  /// copies to the bytes 1 to 31 of a page and on from there, processors of AMD (Zen 3) take six
  /// times as long for all of it.
  private static final long ALIGNMENT = 64;

  /// After so many small records, memory that was needed for a large one is given back.
  private static final int PATIENCE = 64;

  private final long mostBytes;
  private final int mostFragments;
  private MemorySegment buffer = allocate(SMALLEST);

  /// Where the record that is put together begins and ends.
  private long start;

  private long end;

  /// Where the bytes begin and end that have come and were not looked at.
  private long rawStart;

  private long rawEnd;

  /// How many bytes of the current fragment are still missing.
  private long missing;

  private int fragments;
  private boolean last;
  private int small;

  /// Whether the bytes that came last have filled the memory, so that there are likely to be more.
  private boolean filled;

  RecordReader(long mostBytes, int mostFragments) {
    this.mostBytes = mostBytes;
    this.mostFragments = mostFragments;
  }

  /// Bytes that are no record, or one beyond the limits: the connection is of no use any more.
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String what) {
      super(what);
    }
  }

  /// Memory for bytes that are to come: at least one.
  MemorySegment room() {
    if (isUnused()) {
      restart();
    }
    if (buffer.byteSize() - rawEnd < ROOM) {
      makeRoom();
    }
    return rawEnd == 0 ? buffer : buffer.asSlice(rawEnd);
  }

  /// Says how many bytes were put into [#room()].
  void came(long count) {
    rawEnd += count;
    filled = rawEnd == buffer.byteSize();
    if (count > SMALLEST) {
      small = 0;
    }
  }

  /// {@return whether a record is whole: then it lies in [#memory()] until the next call of any
  /// method}
  boolean next() throws MalformedException {
    if (last && missing == 0 && fragments > 0) {
      forget();
    }
    while (true) {
      if (missing > 0 && !take()) {
        return false;
      }
      if (last && fragments > 0) {
        return true;
      }
      if (rawEnd - rawStart < MARK) {
        return false;
      }
      begin(buffer.get(Protocol.INT, rawStart));
    }
  }

  /// {@return the memory in which the record lies}
  MemorySegment memory() {
    return buffer;
  }

  /// {@return where in the memory the record begins}
  long start() {
    return start;
  }

  /// {@return where in the memory the record ends}
  long end() {
    return end;
  }

  /// {@return whether something has come of a record that is not whole}
  boolean isWithinRecord() {
    return (fragments > 0 && !(last && missing == 0)) || rawEnd > rawStart;
  }

  /// {@return how much memory is in use, in bytes}
  long capacity() {
    return buffer.byteSize();
  }

  /// {@return by how many bytes the next [#room()] makes that more; 0 nearly always}
  long growth() {
    return isUnused() || buffer.byteSize() - rawEnd >= ROOM ? 0 : larger() - buffer.byteSize();
  }

  /// {@return by how many bytes [#widen()] makes the memory larger; 0 unless more is likely to be
  /// there already than it has room for}
  long wish() {
    return filled && buffer.byteSize() < BUSY ? BUSY - buffer.byteSize() : 0;
  }

  /// Takes memory for many small records at once; of use only as [#wish()] says.
  void widen() {
    small = 0;
    moveTo(allocate(BUSY));
  }

  /// Gives back what an idle connection does not need; does nothing within a record.
  void shrink() {
    if (isUnused() && buffer.byteSize() > SMALLEST) {
      buffer = allocate(SMALLEST);
      rawStart = 0;
      rawEnd = 0;
      small = 0;
    }
  }

  /// Goes on in memory of its own, so that the current record stays where it is.
  void leaveRecord() {
    var rest = rawEnd - rawStart;
    var fresh = allocate(Math.max(SMALLEST, rest + ROOM));
    MemorySegment.copy(buffer, rawStart, fresh, 0, rest);
    buffer = fresh;
    forget();
    rawStart = 0;
    rawEnd = rest;
  }

  private void forget() {
    fragments = 0;
    last = false;
    missing = 0;
  }

  private void begin(int mark) throws MalformedException {
    last = (mark & LAST) != 0;
    missing = mark & ~LAST;
    if (missing > SMALLEST) {
      small = 0;
    }
    rawStart += MARK;
    if (fragments == 0) {
      start = rawStart;
      end = rawStart;
    }
    if (++fragments > mostFragments) {
      throw new MalformedException("a record of more than " + mostFragments + " fragments");
    }
    if (end - start + missing > mostBytes) {
      throw new MalformedException("a record of more than " + mostBytes + " bytes");
    }
  }

  /// Takes what has come of the current fragment; answers whether that is all of it.
  private boolean take() {
    var count = Math.min(missing, rawEnd - rawStart);
    if (end != rawStart) {
      MemorySegment.copy(buffer, rawStart, buffer, end, count);
    }
    end += count;
    rawStart += count;
    missing -= count;
    return missing == 0;
  }

  private boolean isUnused() {
    return fragments == 0 && rawStart == rawEnd;
  }

  private void restart() {
    rawStart = 0;
    rawEnd = 0;
    if (buffer.byteSize() > SMALLEST && ++small > PATIENCE) {
      buffer = allocate(SMALLEST);
    }
  }

  private long kept() {
    return fragments > 0 ? end - start : 0;
  }

  /// Tells how much memory there has to be, if what is needed does not take less than half of what
  /// there is: twice as much, but no more than for the longest record.
  private long larger() {
    var needed = kept() + rawEnd - rawStart + ROOM;
    return needed <= buffer.byteSize() / 2
        ? buffer.byteSize()
        : Math.max(needed, Math.min(2 * buffer.byteSize(), mostBytes + MARK + ROOM));
  }

  /// Moves what is needed to the beginning, or into more memory.
  private void makeRoom() {
    var size = larger();
    if (size > buffer.byteSize()) {
      small = 0;
      moveTo(allocate(size));
    } else {
      moveTo(buffer);
    }
  }

  private void moveTo(MemorySegment into) {
    var from = fragments > 0 ? start : rawStart;
    var kept = kept();
    var raw = rawEnd - rawStart;
    MemorySegment.copy(buffer, from, into, 0, kept);
    MemorySegment.copy(buffer, rawStart, into, kept, raw);
    buffer = into;
    start = 0;
    end = kept;
    rawStart = kept;
    rawEnd = kept + raw;
  }

  private static MemorySegment allocate(long size) {
    return Arena.ofAuto().allocate(size, ALIGNMENT);
  }
}
