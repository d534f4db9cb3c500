package dev.rohrpost.fd;

import dev.rohrpost.UnixException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Between the buffers of Java and native memory. Heap buffers are copied through a few blocks that
/// all threads share: a block for each thread would be too much for ten thousand virtual ones.
final class Buffers {
  /// As much as a pipe holds by default.
  private static final int BLOCK = 65_536;

  private static final int KEPT = 8;
  private static final ConcurrentLinkedDeque<MemorySegment> BLOCKS = new ConcurrentLinkedDeque<>();

  private Buffers() {}

  static int read(ReadEnd end, ByteBuffer into) throws UnixException, InterruptedException {
    if (into.isDirect()) {
      var count = end.read(MemorySegment.ofBuffer(into));
      into.position(into.position() + Math.max(0, count));
      return count;
    }
    var block = take();
    try {
      var count = end.read(block.asSlice(0, Math.min(BLOCK, into.remaining())));
      if (count > 0) {
        into.put(block.asSlice(0, count).asByteBuffer());
      }
      return count;
    } finally {
      giveBack(block);
    }
  }

  static void write(WriteEnd end, ByteBuffer from) throws UnixException, InterruptedException {
    if (from.isDirect()) {
      while (from.hasRemaining()) {
        advance(from, end.write(MemorySegment.ofBuffer(from), Deadline.NEVER));
      }
      return;
    }
    var block = take();
    try {
      while (from.hasRemaining()) {
        var size = Math.min(BLOCK, from.remaining());
        var part = block.asSlice(0, size).copyFrom(MemorySegment.ofBuffer(from).asSlice(0, size));
        advance(from, end.write(part, Deadline.NEVER));
      }
    } finally {
      giveBack(block);
    }
  }

  private static void advance(ByteBuffer buffer, Transfer transfer) {
    if (transfer instanceof Transfer.Bytes(int count)) {
      buffer.position(buffer.position() + count);
    }
  }

  /// Says to streams and channels what interruption is to them; the thread stays interrupted.
  static InterruptedIOException interrupted(int bytesTransferred) {
    Thread.currentThread().interrupt();
    var e = new InterruptedIOException("interrupted after " + bytesTransferred + " bytes");
    e.bytesTransferred = bytesTransferred;
    return e;
  }

  private static MemorySegment take() {
    var block = BLOCKS.pollFirst();
    return block != null ? block : Arena.ofAuto().allocate(BLOCK);
  }

  private static void giveBack(MemorySegment block) {
    if (BLOCKS.size() < KEPT) {
      BLOCKS.addFirst(block);
    }
  }
}
