package dev.rohrpost.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.libc.SysUioH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/// Room for the descriptors that come with the bytes of a stream, which reading fills again and
/// again. A read that brings none allocates nothing on a platform thread.
///
/// After each read, [#take()] hands over what came with it; what nobody has taken is closed by the
/// next read, and by [#close()]. Received descriptors are closed in programs that this process
/// starts. What they lead to is the sender's choice: ask [Fd#kind()] before using one, and give
/// calls on it a deadline.
///
/// Which bytes they come with is the kernel's rule: descriptors belong to the first byte of the
/// call that sent them, and come with the read that takes that byte. Bytes sent before, without
/// descriptors, may come with the same read, in front. The read ends, at the latest, where the
/// bytes of that call end, so descriptors of two calls never come together; it may also end sooner,
/// because the kernel cuts a long call into buffers. So a protocol of messages keeps descriptors in
/// a queue, in the order in which they came, and each message takes as many as it says it has.
///
/// When this process has no numbers left (`RLIMIT_NOFILE`), the read succeeds nevertheless: its
/// bytes come, with as many of the descriptors as there are numbers. The kernel closes the others,
/// and [#isCut()] tells it.
///
/// One thread uses it at a time.
///
/// @see StreamSocket#read(MemorySegment, DescriptorBuffer, Deadline)
/// @see Gather#attach(Fd)
/// @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
/// @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
public final class DescriptorBuffer implements AutoCloseable {
  private static final long IOV = Sockaddr.offset(SysSocketH.MSGHDR, "msg_iov");
  private static final long IOVLEN = Sockaddr.offset(SysSocketH.MSGHDR, "msg_iovlen");
  private static final long CONTROL = Sockaddr.offset(SysSocketH.MSGHDR, "msg_control");
  private static final long CONTROLLEN = Sockaddr.offset(SysSocketH.MSGHDR, "msg_controllen");
  private static final long FLAGS = Sockaddr.offset(SysSocketH.MSGHDR, "msg_flags");
  private static final long IOVEC = SysSocketH.MSGHDR.byteSize();
  private static final long BASE = IOVEC + Sockaddr.offset(SysUioH.IOVEC, "iov_base");
  private static final long LEN = IOVEC + Sockaddr.offset(SysUioH.IOVEC, "iov_len");
  private static final long ROOM = IOVEC + SysUioH.IOVEC.byteSize();

  private final int most;
  private final long size;

  /// The head of the message, its iovec, then room for control messages.
  private final MemorySegment memory;

  /// What is kept alive during a call: where the bytes go.
  private final MemorySegment[] kept = {MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL};

  private final Wait.Operation reading = new Reading();
  private List<Fd> came = List.of();
  private boolean cut;

  /// Makes room for descriptors.
  ///
  /// @param most how many may come with one read, 1 to [Outgoing#MOST_DESCRIPTORS]; those beyond
  ///   are closed, and [#isCut()] tells it
  /// @throws IllegalArgumentException if the number is out of range
  public DescriptorBuffer(int most) {
    if (most < 1 || most > Outgoing.MOST_DESCRIPTORS) {
      throw new IllegalArgumentException(
          "room for 1 to " + Outgoing.MOST_DESCRIPTORS + " descriptors, not " + most);
    }
    this.most = most;
    this.size = Control.roomToReceive(most);
    this.memory = Arena.ofAuto().allocate(ROOM + size, Long.BYTES);
    memory.set(JAVA_LONG, IOV, memory.address() + IOVEC);
    memory.set(JAVA_LONG, IOVLEN, 1);
    memory.set(JAVA_LONG, CONTROL, memory.address() + ROOM);
  }

  /// {@return how many descriptors came with the last read and were not taken yet}
  public int count() {
    return came.size();
  }

  /// Hands over the descriptors that came with the last read.
  ///
  /// @return the descriptors, in the order of the sender, which the caller closes; none if none
  ///   came or they were taken already
  public List<Fd> take() {
    var taken = came;
    came = List.of();
    return taken;
  }

  /// Tells whether the last read has lost descriptors (`MSG_CTRUNC`): more came than there is room
  /// for, or than this process has numbers for. Those lost are closed; those that did come are the
  /// first of the sender's. Other control messages that there is no room for count as well.
  ///
  /// @return true if some are lost
  public boolean isCut() {
    return cut;
  }

  /// Reads some bytes, and what comes with them.
  ///
  /// @return how many bytes, 0 at the end of the stream, or [Wait#TIMED_OUT]
  long read(Socket socket, MemorySegment into, long from, long count, Deadline deadline)
      throws UnixException, InterruptedException {
    var _ = Objects.checkFromIndexSize(from, count, into.byteSize());
    if (!into.isNative()) {
      throw new IllegalArgumentException("memory of the heap: allocate it from an arena");
    }
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("read-only memory to read into");
    }
    if (count == 0) { // the kernel would take the descriptors out, and leave their byte
      throw new IllegalArgumentException("no room to read into");
    }
    close();
    cut = false;
    memory.set(JAVA_LONG, BASE, into.address() + from);
    memory.set(JAVA_LONG, LEN, count);
    kept[0] = into;
    try {
      var result =
          socket.checked("recvmsg", Wait.perform(reading, socket.fd(), memory, 0, deadline));
      if (result != Wait.TIMED_OUT) {
        received();
      }
      return result;
    } finally {
      kept[0] = MemorySegment.NULL;
    }
  }

  private void received() {
    cut = (memory.get(JAVA_INT, FLAGS) & SysSocketH.MSG_CTRUNC) != 0;
    var length = memory.get(JAVA_LONG, CONTROLLEN);
    if (length > 0) {
      var control = Control.read(memory.asSlice(ROOM, length), most);
      came = control.descriptors();
      cut |= control.surplus();
    }
  }

  /// Closes the descriptors that nobody has taken. The buffer can be used again.
  @Override
  public void close() {
    if (!came.isEmpty()) {
      take().forEach(Fd::close);
    }
  }

  @Override
  public String toString() {
    return came.size() + " descriptors" + (cut ? ", others lost" : "");
  }

  /// The call on the head.
  private final class Reading implements Wait.Operation {
    @Override
    public int events() {
      return PollH.POLLIN;
    }

    @Override
    public String call() {
      return "recvmsg";
    }

    @Override
    public boolean returnsAtFirst() {
      return true;
    }

    @Override
    public long block(int number, MemorySegment head, long flags) {
      head.set(JAVA_LONG, CONTROLLEN, size); // the last call has put there what came
      return SysSocketH.recvmsg(number, head, (int) flags | SysSocketH.MSG_CMSG_CLOEXEC, kept);
    }

    @Override
    public long attempt(int number, MemorySegment head, long flags) {
      return block(number, head, flags | SysSocketH.MSG_DONTWAIT);
    }
  }
}
