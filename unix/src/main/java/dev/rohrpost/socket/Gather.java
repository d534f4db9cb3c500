package dev.rohrpost.socket;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.InterruptedTransferException;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.libc.SysUioH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Bytes that lie in several places and are sent from there, one place after the other, with one
/// system call. It is filled and sent again and again, which allocates nothing on a platform
/// thread.
///
/// What was sent is taken out. The memory stays the caller's: it must not change before it was
/// sent, and its arena cannot be closed during the call. One thread uses it at a time.
///
/// One call takes places in up to [#MOST_ARENAS] arenas: a stream gets the rest with further calls,
/// while a message has no more.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/sendmsg.2.html">sendmsg(2)</a>
public final class Gather {
  /// In how many arenas the places of one message may lie.
  public static final int MOST_ARENAS = 3;

  /// How many places the kernel takes at once: `UIO_MAXIOV`.
  private static final int MOST = 1024;

  private static final long HEAD = SysSocketH.MSGHDR.byteSize();
  private static final long IOVEC = SysUioH.IOVEC.byteSize();
  private static final long IOV = Sockaddr.offset(SysSocketH.MSGHDR, "msg_iov");
  private static final long IOVLEN = Sockaddr.offset(SysSocketH.MSGHDR, "msg_iovlen");
  private static final long BASE = HEAD + Sockaddr.offset(SysUioH.IOVEC, "iov_base");
  private static final long LEN = HEAD + Sockaddr.offset(SysUioH.IOVEC, "iov_len");

  private final int most;

  /// The head of the message, then the iovecs.
  private final MemorySegment memory;

  /// What keeps the memory of each place from being freed.
  private final MemorySegment[] places;

  /// One place of each arena, for the time of a call.
  private final MemorySegment[] kept = new MemorySegment[MOST_ARENAS];

  private final Wait.Operation sending = new Sending();
  private int first;
  private int end;
  private long size;

  /// Makes room for places.
  ///
  /// @param most for how many, 1 to 1024
  /// @throws IllegalArgumentException if the number is out of range
  public Gather(int most) {
    this(most, Arena.ofAuto());
  }

  /// @param arena where the head lies
  Gather(int most, Arena arena) {
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException("1 to " + MOST + " places, not " + most);
    }
    this.most = most;
    this.memory = arena.allocate(HEAD + most * IOVEC, Long.BYTES);
    this.places = new MemorySegment[most];
    Arrays.fill(places, MemorySegment.NULL);
  }

  /// Makes one of what a single call can take.
  ///
  /// @param arena where the head lies
  /// @return null if it takes more
  static @Nullable Gather ofOneCall(List<MemorySegment> places, Arena arena) {
    if (places.size() > MOST) {
      return null;
    }
    var gather = new Gather(Math.max(1, places.size()), arena);
    places.forEach(gather::add);
    var _ = gather.prepare();
    return gather.isWhole() ? gather : null;
  }

  /// Makes one of a single place.
  static Gather of(MemorySegment place, Arena arena) {
    var gather = new Gather(1, arena);
    gather.add(place);
    return gather;
  }

  /// Adds a place.
  ///
  /// @param bytes what is sent after what is there already, in native memory
  /// @throws IllegalArgumentException if it is on the heap
  /// @throws IllegalStateException if there is no room for another place
  public void add(MemorySegment bytes) {
    add(bytes, 0, bytes.byteSize());
  }

  /// Adds a place that is a part of a segment.
  ///
  /// @param memory native memory
  /// @param from where in it the bytes begin
  /// @param count how many they are; without any nothing is added
  /// @throws IndexOutOfBoundsException if they do not lie in the segment
  /// @throws IllegalArgumentException if it is on the heap
  /// @throws IllegalStateException if there is no room for another place
  public void add(MemorySegment memory, long from, long count) {
    var _ = Objects.checkFromIndexSize(from, count, memory.byteSize());
    if (!memory.isNative()) {
      throw new IllegalArgumentException("memory of the heap: allocate it from an arena");
    }
    if (count == 0) {
      return;
    }
    if (end == most) {
      throw new IllegalStateException("more than " + most + " places");
    }
    places[end] = memory;
    this.memory.set(JAVA_LONG, BASE + end * IOVEC, memory.address() + from);
    this.memory.set(JAVA_LONG, LEN + end * IOVEC, count);
    end++;
    size += count;
  }

  /// {@return how many bytes are to be sent}
  public long size() {
    return size;
  }

  /// {@return for how many further places there is room, until all is sent}
  public int room() {
    return most - end;
  }

  /// Takes everything out.
  public void clear() {
    Arrays.fill(places, first, end, MemorySegment.NULL);
    first = 0;
    end = 0;
    size = 0;
  }

  /// {@return the head of the message, which the caller of a system call may complete}
  MemorySegment head() {
    return memory;
  }

  /// Points the head at the places that one call can take.
  ///
  /// @return what is to be kept alive during that call
  MemorySegment[] prepare() {
    Arrays.fill(kept, MemorySegment.NULL);
    var arenas = 0;
    var next = first;
    while (next < end && (arenas = kept(places[next], arenas)) >= 0) {
      next++;
    }
    memory.set(JAVA_LONG, IOV, memory.address() + HEAD + first * IOVEC);
    memory.set(JAVA_LONG, IOVLEN, next - first);
    return kept;
  }

  /// {@return how many arenas are kept now; negative if there is no room for that of this place}
  private int kept(MemorySegment place, int arenas) {
    for (var i = 0; i < arenas; i++) {
      if (kept[i].scope().equals(place.scope())) {
        return arenas;
      }
    }
    if (arenas == MOST_ARENAS) {
      return -1;
    }
    kept[arenas] = place;
    return arenas + 1;
  }

  /// {@return whether one call can take everything, now that the head is prepared}
  boolean isWhole() {
    return memory.get(JAVA_LONG, IOVLEN) == end - first;
  }

  private void sent(long count) {
    size -= count;
    for (var left = count; left > 0; ) {
      var at = first * IOVEC;
      var length = memory.get(JAVA_LONG, LEN + at);
      if (length > left) {
        memory.set(JAVA_LONG, BASE + at, memory.get(JAVA_LONG, BASE + at) + left);
        memory.set(JAVA_LONG, LEN + at, length - left);
        return;
      }
      left -= length;
      places[first++] = MemorySegment.NULL;
    }
    if (first == end) {
      first = 0;
      end = 0;
    }
  }

  /// Sends with one call what a stream has room for, or a whole message.
  ///
  /// @return how many bytes, or [Wait#TIMED_OUT]
  long sendTo(Socket socket, Deadline deadline) throws UnixException, InterruptedException {
    var _ = prepare();
    if (!isWhole() && !socket.isStream()) {
      throw new IllegalArgumentException("a message in more than " + MOST_ARENAS + " arenas");
    }
    var result = socket.checked("sendmsg", Wait.perform(sending, socket.fd(), memory, 0, deadline));
    if (result != Wait.TIMED_OUT) {
      sent(result);
    }
    return result;
  }

  /// Sends everything to a stream.
  void sendAllTo(Socket socket) throws UnixException, InterruptedException {
    var whole = size;
    try {
      while (size > 0) {
        var _ = sendTo(socket, Deadline.NEVER);
      }
    } catch (InterruptedException e) {
      throw size == whole ? e : new InterruptedTransferException(whole - size);
    } catch (UnixException e) {
      throw size == whole
          ? e
          : e.about(socket.fd() + " after " + (whole - size) + " of " + whole + " bytes");
    }
  }

  @Override
  public String toString() {
    return size + " bytes in " + (end - first) + " places";
  }

  /// The call on a prepared head.
  private final class Sending implements Wait.Operation {
    @Override
    public int events() {
      return PollH.POLLOUT;
    }

    @Override
    public String call() {
      return "sendmsg";
    }

    @Override
    public long block(int number, MemorySegment head, long flags) {
      return SysSocketH.sendmsg(number, head, (int) flags | SysSocketH.MSG_NOSIGNAL, kept);
    }

    @Override
    public long attempt(int number, MemorySegment head, long flags) {
      return block(number, head, flags | SysSocketH.MSG_DONTWAIT);
    }
  }
}
