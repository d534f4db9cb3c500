package dev.rohrpost.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.libc.SysUioH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Room for several messages, which are sent or received with one system call. Used by one thread
/// at a time; sending and receiving allocate nothing on a platform thread without a deadline.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/sendmmsg.2.html">sendmmsg(2)</a>
/// @see <a href="https://man7.org/linux/man-pages/man2/recvmmsg.2.html">recvmmsg(2)</a>
public final class Batch implements AutoCloseable {
  /// How many messages the kernel takes at once: `UIO_MAXIOV`.
  private static final int MOST = 1024;

  private static final long HEAD = SysSocketH.MMSGHDR.byteSize();
  private static final long IOVEC = SysUioH.IOVEC.byteSize();
  private static final long NAME = Sockaddr.offset(SysSocketH.MSGHDR, "msg_name");
  private static final long NAMELEN = Sockaddr.offset(SysSocketH.MSGHDR, "msg_namelen");
  private static final long IOV = Sockaddr.offset(SysSocketH.MSGHDR, "msg_iov");
  private static final long IOVLEN = Sockaddr.offset(SysSocketH.MSGHDR, "msg_iovlen");
  private static final long LENGTH = Sockaddr.offset(SysSocketH.MMSGHDR, "msg_len");
  private static final long BASE = Sockaddr.offset(SysUioH.IOVEC, "iov_base");
  private static final long LEN = Sockaddr.offset(SysUioH.IOVEC, "iov_len");

  private final Arena arena = Arena.ofShared();
  private final int messages;
  private final int size;

  /// The heads, then the iovecs, then the addresses, then the messages: one segment, which the call
  /// keeps alive.
  private final MemorySegment memory;

  /// Makes room.
  ///
  /// @param messages for how many, 1 to 1024
  /// @param size how many bytes each may have
  /// @throws IllegalArgumentException if a number is out of range
  public Batch(int messages, int size) {
    if (messages < 1 || messages > MOST || size < 1) {
      throw new IllegalArgumentException(
          "a batch is 1 to "
              + MOST
              + " messages of 1 byte or more, not "
              + messages
              + " of "
              + size);
    }
    this.messages = messages;
    this.size = size;
    this.memory = arena.allocate(messages * (HEAD + IOVEC + Sockaddr.ROOM + size), Long.BYTES);
    for (var i = 0; i < messages; i++) {
      memory.set(JAVA_LONG, i * HEAD + IOV, memory.address() + iovec(i));
      memory.set(JAVA_LONG, i * HEAD + IOVLEN, 1);
      memory.set(JAVA_LONG, iovec(i) + BASE, memory.address() + body(i));
    }
  }

  private enum Call implements Wait.Operation {
    SEND(PollH.POLLOUT) {
      @Override
      public long block(int number, MemorySegment heads, long count) {
        return SysSocketH.sendmmsg(number, heads, (int) count, SysSocketH.MSG_NOSIGNAL);
      }

      @Override
      public long attempt(int number, MemorySegment heads, long count) {
        var flags = SysSocketH.MSG_NOSIGNAL | SysSocketH.MSG_DONTWAIT;
        return SysSocketH.sendmmsg(number, heads, (int) count, flags);
      }
    },
    RECEIVE(PollH.POLLIN) {
      @Override
      public long block(int number, MemorySegment heads, long count) {
        return SysSocketH.recvmmsg(number, heads, (int) count, FOR_ONE);
      }

      @Override
      public long attempt(int number, MemorySegment heads, long count) {
        return SysSocketH.recvmmsg(number, heads, (int) count, FOR_ONE | SysSocketH.MSG_DONTWAIT);
      }
    };

    /// It waits for the first, and takes what else is there.
    private static final int FOR_ONE = SysSocketH.MSG_WAITFORONE | SysSocketH.MSG_TRUNC;

    private final int events;

    Call(int events) {
      this.events = events;
    }

    @Override
    public int events() {
      return events;
    }

    @Override
    public String call() {
      return this == SEND ? "sendmmsg" : "recvmmsg";
    }
  }

  private long iovec(int message) {
    return messages * HEAD + message * IOVEC;
  }

  private long name(int message) {
    return messages * (HEAD + IOVEC) + (long) message * Sockaddr.ROOM;
  }

  private long body(int message) {
    return messages * (HEAD + IOVEC + Sockaddr.ROOM) + (long) message * size;
  }

  /// Returns the memory of a message, to be filled before sending.
  ///
  /// @param message its number, from 0
  /// @return its room, all of it
  /// @throws IndexOutOfBoundsException if there is no such message
  public MemorySegment room(int message) {
    return memory.asSlice(body(Objects.checkIndex(message, messages)), size);
  }

  /// Says how long a message is, and that it goes to the peer.
  ///
  /// @param message its number, from 0
  /// @param length how many bytes of its room
  /// @throws IndexOutOfBoundsException if there is no such message, or no room for so many
  public void fill(int message, int length) {
    Objects.checkIndex(message, messages);
    memory.set(JAVA_LONG, iovec(message) + LEN, Objects.checkIndex(length, size + 1));
    memory.set(JAVA_LONG, message * HEAD + NAME, 0);
    memory.set(JAVA_INT, message * HEAD + NAMELEN, 0);
  }

  /// Says how long a message is, and where it goes.
  ///
  /// @param message its number, from 0
  /// @param length how many bytes of its room
  /// @param to where to
  /// @throws IndexOutOfBoundsException if there is no such message, or no room for so many
  public void fill(int message, int length, Address to) {
    fill(message, length);
    try (var confined = Arena.ofConfined()) {
      var address = Sockaddr.of(to, confined);
      MemorySegment.copy(address.memory(), 0, memory, name(message), Sockaddr.ROOM);
      memory.set(JAVA_LONG, message * HEAD + NAME, memory.address() + name(message));
      memory.set(JAVA_INT, message * HEAD + NAMELEN, address.size());
    }
  }

  /// Sends the first messages, waiting until a deadline for room for one.
  ///
  /// @param socket from where
  /// @param count how many were filled
  /// @param deadline when to give up
  /// @return how many were sent; 0 if the deadline passed
  /// @throws IndexOutOfBoundsException if there is no room for so many
  /// @throws UnixException as [Socket#send(Outgoing, Deadline)], if the first could not be sent
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was sent then
  public int send(Socket socket, int count, Deadline deadline)
      throws UnixException, InterruptedException {
    Objects.checkIndex(count, messages + 1);
    var sent =
        socket.checked("sendmmsg", Wait.perform(Call.SEND, socket.fd(), memory, count, deadline));
    return sent == Wait.TIMED_OUT ? 0 : (int) sent;
  }

  /// Receives messages, waiting until a deadline for the first, and taking with it what else is
  /// there.
  ///
  /// @param socket from where
  /// @param deadline when to give up
  /// @return how many were received; 0 if the deadline passed
  /// @throws UnixException as [Socket#receive(MemorySegment)]
  /// @throws InterruptedException if the thread is or gets interrupted; nothing was received then
  public int receive(Socket socket, Deadline deadline) throws UnixException, InterruptedException {
    for (var i = 0; i < messages; i++) {
      memory.set(JAVA_LONG, iovec(i) + LEN, size);
      memory.set(JAVA_LONG, i * HEAD + NAME, memory.address() + name(i));
      memory.set(JAVA_INT, i * HEAD + NAMELEN, Sockaddr.ROOM);
    }
    var count =
        socket.checked(
            "recvmmsg", Wait.perform(Call.RECEIVE, socket.fd(), memory, messages, deadline));
    return count == Wait.TIMED_OUT ? 0 : (int) count;
  }

  /// Returns how long a received message was: more than its room if it was cut.
  ///
  /// @param message its number, from 0
  /// @return its length in bytes
  /// @throws IndexOutOfBoundsException if there is no such message
  public int length(int message) {
    return memory.get(JAVA_INT, Objects.checkIndex(message, messages) * HEAD + LENGTH);
  }

  /// Returns where a received message came from.
  ///
  /// @param message its number, from 0
  /// @return the address
  /// @throws IndexOutOfBoundsException if there is no such message
  public Address from(int message) {
    var head = Objects.checkIndex(message, messages) * HEAD;
    return Sockaddr.read(
        memory.asSlice(name(message), Sockaddr.ROOM), memory.get(JAVA_INT, head + NAMELEN));
  }

  /// Frees the memory.
  @Override
  public void close() {
    arena.close();
  }
}
