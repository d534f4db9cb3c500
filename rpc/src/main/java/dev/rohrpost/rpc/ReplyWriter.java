package dev.rohrpost.rpc;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.Gather;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.xdr.XdrWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/// Writes the replies of a connection, those of one thread at a time. What waits for others, or for
/// the peer to take what was written before, is counted.
final class ReplyWriter {
  /// Replies of more parts are copied together.
  private static final int MOST_PARTS = 16;

  private final StreamSocket socket;
  private final Serving serving;
  private final ReentrantLock writing = new ReentrantLock();

  ReplyWriter(StreamSocket socket, Serving serving) {
    this.socket = socket;
    this.serving = serving;
  }

  /// {@return room for the parts of replies, which a thread uses again and again}
  static Gather gather() {
    return new Gather(MOST_PARTS);
  }

  /// Writes replies from where their parts lie: after it the large data among them may be freed.
  void write(XdrWriter replies, Gather parts) throws IOException, InterruptedException {
    if (replies.partCount() == 1 || replies.partCount() > MOST_PARTS) {
      write(replies.contiguous());
      return;
    }
    var size = replies.size();
    var waits = beginWriting(size);
    try {
      replies.parts(parts::add);
      var deadline = Deadline.NOW;
      while (parts.size() > 0) {
        if (!(socket.write(parts, deadline) instanceof Transfer.Bytes)) {
          deadline = nextDeadline(deadline, size, waits);
          waits = true;
        }
      }
    } finally {
      parts.clear();
      endWriting(size, waits);
    }
  }

  void write(MemorySegment replies) throws IOException, InterruptedException {
    var size = replies.byteSize();
    var waits = beginWriting(size);
    try {
      var rest = replies;
      var deadline = Deadline.NOW;
      while (rest.byteSize() > 0) {
        if (socket.write(rest, deadline) instanceof Transfer.Bytes(int count)) {
          rest = count == rest.byteSize() ? MemorySegment.NULL : rest.asSlice(count);
        } else {
          deadline = nextDeadline(deadline, size, waits);
          waits = true;
        }
      }
    } finally {
      endWriting(size, waits);
    }
  }

  /// {@return whether the replies are counted, because they wait for others}
  private boolean beginWriting(long size) {
    if (writing.tryLock()) {
      return false;
    }
    serving.space().count(size);
    writing.lock();
    return true;
  }

  private Deadline nextDeadline(Deadline passed, long size, boolean waits) throws IOException {
    if (passed != Deadline.NOW) {
      throw new IOException("the peer does not take its replies");
    }
    if (!waits) {
      serving.space().count(size);
    }
    return serving.replyDeadline();
  }

  private void endWriting(long size, boolean waits) {
    writing.unlock();
    if (waits) {
      serving.space().count(-size);
    }
  }
}
