package dev.rohrpost.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Room for an address, which receiving a message fills and sending an answer uses as it is, again
/// and again. That allocates nothing on a platform thread.
///
/// One thread uses it at a time.
///
/// @see DatagramSocket#receive(MemorySegment, AddressBuffer, Deadline)
public final class AddressBuffer {
  private static final long LENGTH = Sockaddr.ROOM;

  /// The address, then its length.
  private final MemorySegment memory =
      Arena.ofAuto().allocate(Sockaddr.ROOM + Integer.BYTES, Long.BYTES);

  private final MemorySegment lengthPart = memory.asSlice(LENGTH, Integer.BYTES);
  private final Wait.Operation receiving = new Receiving(memory, lengthPart);
  private final Wait.Operation sending = new Sending(memory);

  /// What [#address()] has answered, and the bytes from which it was made.
  private final MemorySegment known = Arena.ofAuto().allocate(memory.byteSize(), Long.BYTES);

  private Address last = new UnixAddress.Unnamed();

  /// Makes room that has no address yet: [UnixAddress.Unnamed].
  public AddressBuffer() {}

  /// Puts an address into it.
  ///
  /// @param address what [#address()] answers from now on
  public void set(Address address) {
    try (var arena = Arena.ofConfined()) {
      var written = Sockaddr.of(address, arena);
      MemorySegment.copy(written.memory(), 0, memory, 0, Sockaddr.ROOM);
      memory.set(JAVA_INT, LENGTH, written.size());
    }
  }

  /// {@return the address in it; allocates nothing if it is the same as at the last question}
  public Address address() {
    var length = Math.min(memory.get(JAVA_INT, LENGTH), Sockaddr.ROOM);
    if (known.get(JAVA_INT, LENGTH) != length
        || MemorySegment.mismatch(memory, 0, length, known, 0, length) >= 0) {
      last = Sockaddr.read(memory, length);
      MemorySegment.copy(memory, 0, known, 0, length);
      known.set(JAVA_INT, LENGTH, length);
    }
    return last;
  }

  Transfer receive(Socket socket, MemorySegment into, Deadline deadline)
      throws UnixException, InterruptedException {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("read-only memory to receive into");
    }
    var flags = SysSocketH.MSG_TRUNC;
    var count =
        socket.checked("recvfrom", Wait.perform(receiving, socket.fd(), into, flags, deadline));
    return count == Wait.TIMED_OUT ? Transfer.TIMED_OUT : new Transfer.Bytes((int) count);
  }

  Transfer send(Socket socket, MemorySegment message, Deadline deadline)
      throws UnixException, InterruptedException {
    if (socket.domain().equals(Domain.UNIX)) { // where waiting for room takes more
      return socket.send(Outgoing.of(message).to(address()), deadline);
    }
    var count = Wait.perform(sending, socket.fd(), message, 0, deadline);
    if (count < 0 && count != Wait.TIMED_OUT) {
      throw UnixException.of("sendto", address().toString(), new Errno((int) -count));
    }
    return count == Wait.TIMED_OUT ? Transfer.TIMED_OUT : new Transfer.Bytes((int) count);
  }

  @Override
  public String toString() {
    return address().toString();
  }

  private record Receiving(MemorySegment memory, MemorySegment length) implements Wait.Operation {
    @Override
    public int events() {
      return PollH.POLLIN;
    }

    @Override
    public String call() {
      return "recvfrom";
    }

    @Override
    public boolean returnsAtFirst() {
      return true;
    }

    @Override
    public long block(int number, MemorySegment into, long flags) {
      length.set(JAVA_INT, 0, Sockaddr.ROOM);
      return SysSocketH.recvfrom(number, into, (int) flags, memory, length);
    }

    @Override
    public long attempt(int number, MemorySegment into, long flags) {
      return block(number, into, flags | SysSocketH.MSG_DONTWAIT);
    }
  }

  private record Sending(MemorySegment memory) implements Wait.Operation {
    @Override
    public int events() {
      return PollH.POLLOUT;
    }

    @Override
    public String call() {
      return "sendto";
    }

    @Override
    public long block(int number, MemorySegment message, long flags) {
      var length = memory.get(JAVA_INT, LENGTH);
      return SysSocketH.sendto(
          number, message, (int) flags | SysSocketH.MSG_NOSIGNAL, memory, length);
    }

    @Override
    public long attempt(int number, MemorySegment message, long flags) {
      return block(number, message, flags | SysSocketH.MSG_DONTWAIT);
    }
  }
}
