package dev.rohrpost.dbus;

import dev.rohrpost.dbus.auth.ClientAuthentication;
import dev.rohrpost.dbus.auth.Step;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.socket.DescriptorBuffer;
import dev.rohrpost.socket.Domain;
import dev.rohrpost.socket.Outgoing;
import dev.rohrpost.socket.StreamSocket;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The beginning of a connection: authentication, and behind it the first message, in one write.
final class Handshake {
  private static final int ROOM = 4096;

  private final StreamSocket socket;
  private final byte[] nonce;
  private final ClientAuthentication authentication;
  private final MemorySegment memory = Arena.ofAuto().allocate(ROOM);

  /// What has come with messages that follow.
  private final List<Fd> descriptors = new ArrayList<>(0);

  private MemorySegment rest = MemorySegment.NULL;
  private Step.@Nullable Done done;

  /// @param nonce what is sent first of all
  /// @param guid the id that the server has to have
  Handshake(StreamSocket socket, byte[] nonce, Optional<String> guid) {
    var external = ClientAuthentication.Mechanism.EXTERNAL;
    var wanted =
        socket.socket().domain().equals(Domain.UNIX)
            ? ClientAuthentication.Descriptors.WANTED
            : ClientAuthentication.Descriptors.NONE;
    this.socket = socket;
    this.nonce = nonce;
    this.authentication =
        guid.isPresent()
            ? ClientAuthentication.with(external, wanted, guid.get())
            : ClientAuthentication.of(external, wanted);
  }

  /// Sends everything, and reads until the server has accepted it.
  ///
  /// @param first the message that follows the authentication, if any, without descriptors: these
  ///   must not leave before the server has agreed
  /// @return false if the deadline passed
  /// @throws IOException if the server refuses, or has closed
  boolean perform(MemorySegment first, Deadline deadline) throws IOException, InterruptedException {
    if (!write(socket, together(nonce, authentication.opening(), first), deadline)) {
      return false;
    }
    try (var received = new DescriptorBuffer(Outgoing.MOST_DESCRIPTORS)) {
      while (done == null) {
        switch (socket.read(memory, received, deadline)) {
          case Transfer.Bytes(int count) -> take(count);
          case Transfer.End() ->
              throw new EOFException("the server has closed during the authentication");
          case Transfer.TimedOut() -> {
            return false;
          }
        }
        descriptors.addAll(received.take());
      }
    }
    return true;
  }

  private static MemorySegment together(byte[] nonce, byte[] opening, MemorySegment first) {
    var all = Arena.ofAuto().allocate(nonce.length + opening.length + first.byteSize());
    MemorySegment.copy(MemorySegment.ofArray(nonce), 0, all, 0, nonce.length);
    MemorySegment.copy(MemorySegment.ofArray(opening), 0, all, nonce.length, opening.length);
    MemorySegment.copy(first, 0, all, nonce.length + opening.length, first.byteSize());
    return all;
  }

  /// Writes everything.
  ///
  /// @return false if the deadline passed
  static boolean write(StreamSocket socket, MemorySegment bytes, Deadline deadline)
      throws IOException, InterruptedException {
    for (var left = bytes; left.byteSize() > 0; ) {
      if (!(socket.write(left, deadline) instanceof Transfer.Bytes(int count))) {
        return false;
      }
      left = left.asSlice(count);
    }
    return true;
  }

  private void take(int count) throws IOException {
    var bytes = memory.asSlice(0, count).asByteBuffer();
    switch (authentication.step(bytes)) {
      case Step.Done end -> {
        done = end;
        rest = memory.asSlice(bytes.position(), bytes.remaining());
      }
      case Step.Refused(var why) -> throw new IOException(why);
      case Step.More() -> {}
      case Step.Write _ -> throw new AssertionError("a client has said everything");
    }
  }

  /// {@return the bytes that came behind the authentication}
  MemorySegment rest() {
    return rest;
  }

  /// {@return the descriptors that came}
  List<Fd> descriptors() {
    return descriptors;
  }

  boolean carriesDescriptors() {
    return done != null && done.descriptors();
  }

  String guid() {
    return done == null ? "" : done.guid();
  }

  /// Closes the descriptors that came, if there is no connection to take them.
  void drop() {
    descriptors.forEach(Fd::close);
    descriptors.clear();
  }
}
