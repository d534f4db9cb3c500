package dev.rohrpost.dbus;

import dev.rohrpost.dbus.auth.ServerAuthentication;
import dev.rohrpost.dbus.auth.Step;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.DescriptorBuffer;
import dev.rohrpost.socket.Outgoing;
import dev.rohrpost.socket.StreamSocket;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The beginning of a connection at the side of the server: who the client is, and whether it may
/// come in.
final class Admission {
  private static final int ROOM = 4096;

  private final StreamSocket socket;
  private final ServerAuthentication authentication;
  private final ByteBuffer nonce;
  private final MemorySegment memory = Arena.ofAuto().allocate(ROOM);

  private List<Fd> descriptors = List.of();
  private MemorySegment rest = MemorySegment.NULL;
  private Step.@Nullable Done done;

  /// @param nonce what the client has to send first of all
  Admission(StreamSocket socket, byte[] nonce, ServerAuthentication authentication) {
    this.socket = socket;
    this.nonce = ByteBuffer.wrap(nonce.clone());
    this.authentication = authentication;
  }

  /// Reads and answers until the client is in.
  ///
  /// @return false if the deadline passed
  /// @throws IOException if the client may not come in, or has closed
  boolean perform(Deadline deadline) throws IOException, InterruptedException {
    try (var received = new DescriptorBuffer(Outgoing.MOST_DESCRIPTORS)) {
      while (done == null) {
        switch (socket.read(memory, received, deadline)) {
          case Transfer.Bytes(int count) -> {
            drop(); // they came with bytes that belong to no message
            descriptors = received.take();
            if (!take(memory.asSlice(0, count).asByteBuffer(), deadline)) {
              return false;
            }
          }
          case Transfer.End() -> throw new EOFException("closed during the authentication");
          case Transfer.TimedOut() -> {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean take(ByteBuffer bytes, Deadline deadline)
      throws IOException, InterruptedException {
    checkNonce(bytes);
    while (!nonce.hasRemaining()) {
      switch (authentication.step(bytes)) {
        case Step.More() -> {
          return true;
        }
        case Step.Write line -> {
          if (!Handshake.write(socket, ofBytes(line.bytes()), deadline)) {
            return false;
          }
        }
        case Step.Refused(var why) -> throw new IOException(why);
        case Step.Done end -> {
          done = end;
          rest = memory.asSlice(bytes.position(), bytes.remaining());
          return true;
        }
      }
    }
    return true;
  }

  private void checkNonce(ByteBuffer bytes) throws IOException {
    var count = Math.min(nonce.remaining(), bytes.remaining());
    var expected = new byte[count];
    var sent = new byte[count];
    nonce.get(expected);
    bytes.get(sent);
    if (!MessageDigest.isEqual(expected, sent)) {
      throw new IOException("the nonce is wrong");
    }
  }

  private static MemorySegment ofBytes(byte[] bytes) {
    return Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  /// {@return the bytes that came behind the authentication}
  MemorySegment rest() {
    return rest;
  }

  /// {@return the descriptors that came with them}
  List<Fd> descriptors() {
    return descriptors;
  }

  boolean carriesDescriptors() {
    return done != null && done.descriptors();
  }

  /// Closes the descriptors that came, if there is no connection to take them.
  void drop() {
    descriptors.forEach(Fd::close);
    descriptors = List.of();
  }
}
