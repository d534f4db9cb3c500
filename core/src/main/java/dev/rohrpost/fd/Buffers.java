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
    if (!into.hasRemaining()) {
      return 0;
    }
    while (true) {
      switch (readThroughBlock(end, into)) {
        case Transfer.Bytes(int count) -> {
          return count;
        }
        case Transfer.End() -> {
          return -1;
        }
        case Transfer.TimedOut() -> {
          var _ = Wait.readable(end.fd(), Deadline.NEVER);
        }
      }
    }
  }

  private static Transfer readThroughBlock(ReadEnd end, ByteBuffer into)
      throws UnixException, InterruptedException {
    var block = take();
    try {
      var transfer = end.read(block.asSlice(0, Math.min(BLOCK, into.remaining())), patience());
      if (transfer instanceof Transfer.Bytes(int count)) {
        into.put(block.asSlice(0, count).asByteBuffer());
      }
      return transfer;
    } finally {
      giveBack(block);
    }
  }

  /// Writes all; the position says at any time what was written.
  static void write(WriteEnd end, ByteBuffer from) throws UnixException, InterruptedException {
    if (from.isDirect()) {
      while (from.hasRemaining()) {
        var _ = advance(from, end.write(MemorySegment.ofBuffer(from), Deadline.NEVER));
      }
      return;
    }
    while (from.hasRemaining()) {
      if (!writeThroughBlock(end, from)) {
        var _ = Wait.writable(end.fd(), Deadline.NEVER);
      }
    }
  }

  /// Answers false if there is no room for more.
  private static boolean writeThroughBlock(WriteEnd end, ByteBuffer from)
      throws UnixException, InterruptedException {
    var block = take();
    try {
      var size = Math.min(BLOCK, from.remaining());
      var part = block.asSlice(0, size).copyFrom(MemorySegment.ofBuffer(from).asSlice(0, size));
      while (part.byteSize() > 0) {
        var count = advance(from, end.write(part, patience()));
        if (count == 0) {
          return false;
        }
        part = part.asSlice(count);
      }
      return true;
    } finally {
      giveBack(block);
    }
  }

  /// A virtual thread gives its block back while it waits, because there may be many of them.
  private static Deadline patience() {
    return Thread.currentThread().isVirtual() ? Deadline.NOW : Deadline.NEVER;
  }

  private static int advance(ByteBuffer buffer, Transfer transfer) {
    if (transfer instanceof Transfer.Bytes(int count)) {
      buffer.position(buffer.position() + count);
      return count;
    }
    return 0;
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
