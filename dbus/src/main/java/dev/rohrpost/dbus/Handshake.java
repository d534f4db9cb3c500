package dev.rohrpost.dbus;

import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.DescriptorBuffer;
import dev.rohrpost.socket.Gather;
import dev.rohrpost.socket.StreamSocket;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The beginning of a connection: authentication, and behind it the first message, in one write.
final class Handshake {
  private static final int ROOM = 20 << 10;
  private static final byte[] OPENING =
      "\0AUTH EXTERNAL\r\nDATA\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final StreamSocket socket;
  private final byte[] nonce;
  private final Optional<String> wanted;
  private final List<Fd> descriptors = new ArrayList<>();
  private final MemorySegment memory = Arena.ofAuto().allocate(ROOM);
  private int filled;
  private int at;
  private String guid = "";
  private boolean agreed;

  Handshake(StreamSocket socket, byte[] nonce, Optional<String> wanted) {
    this.socket = socket;
    this.nonce = nonce;
    this.wanted = wanted;
  }

  boolean perform(Encoder first, Deadline deadline) throws IOException, InterruptedException {
    var bytes = Arena.ofAuto().allocate(nonce.length + OPENING.length + first.size());
    MemorySegment.copy(MemorySegment.ofArray(nonce), 0, bytes, 0, nonce.length);
    MemorySegment.copy(MemorySegment.ofArray(OPENING), 0, bytes, nonce.length, OPENING.length);
    MemorySegment.copy(first.end(), 0, bytes, nonce.length + OPENING.length, first.size());
    var out = new Gather(1);
    out.add(bytes);
    while (out.size() > 0) {
      if (!(socket.write(out, deadline) instanceof Transfer.Bytes)) {
        return false;
      }
    }
    try (var received = new DescriptorBuffer(253)) {
      for (var line = 0; line < 3; ) {
        var text = line();
        if (text == null) {
          switch (socket.read(memory, filled, ROOM - filled, received, deadline)) {
            case Transfer.Bytes(int count) -> filled += count;
            case Transfer.End() -> throw new EOFException("closed during authentication");
            case Transfer.TimedOut() -> {
              return false;
            }
          }
          descriptors.addAll(received.take());
          continue;
        }
        if (line == 1 && text.startsWith("OK ")) {
          guid = text.substring(3).strip();
          if (wanted.isPresent() && !wanted.get().equalsIgnoreCase(guid)) {
            throw new IOException("guid " + guid + " in place of " + wanted.get());
          }
        } else if (line == 0 ? !text.startsWith("DATA") : line == 1) {
          throw new IOException("refused: " + text);
        }
        agreed = line == 2 && text.startsWith("AGREE_UNIX_FD");
        line++;
      }
    }
    return true;
  }

  private @org.jspecify.annotations.Nullable String line() {
    for (var i = at; i + 1 < filled; i++) {
      if (memory.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i) == '\r') {
        var text =
            new String(
                memory.asSlice(at, i - at).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE),
                StandardCharsets.US_ASCII);
        at = i + 2;
        return text;
      }
    }
    return null;
  }

  MemorySegment rest() {
    return memory.asSlice(at, filled - at);
  }

  List<Fd> descriptors() {
    return descriptors;
  }

  boolean carriesDescriptors() {
    return agreed;
  }

  String guid() {
    return guid;
  }
}
