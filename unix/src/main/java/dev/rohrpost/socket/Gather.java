package dev.rohrpost.socket;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.InterruptedTransferException;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.libc.SysUioH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
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
/// Over UNIX sockets, descriptors can go along ([#attach]). They leave with the first byte that is
/// sent: when a stream has taken a part, the descriptors have left, and the rest goes without.
///
/// One call takes places in up to [#MOST_ARENAS] arenas: a stream gets the rest with further calls,
/// while a message has no more.
///
/// @see DescriptorBuffer
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

  private static final long CONTROL = Sockaddr.offset(SysSocketH.MSGHDR, "msg_control");
  private static final long CONTROLLEN = Sockaddr.offset(SysSocketH.MSGHDR, "msg_controllen");

  private final int most;
  private final int mostDescriptors;

  /// The head of the message, then the iovecs, then room for the control message.
  private final MemorySegment memory;

  /// What keeps the memory of each place from being freed.
  private final MemorySegment[] places;

  /// One place of each arena, for the time of a call.
  private final MemorySegment[] kept = new MemorySegment[MOST_ARENAS];

  private final List<Fd> descriptors;

  /// Where in the memory the control message is.
  private final long control;

  private final Sending sending;
  private int first;
  private int end;
  private long size;

  /// Makes room for places.
  ///
  /// @param most for how many, 1 to 1024
  /// @throws IllegalArgumentException if the number is out of range
  public Gather(int most) {
    this(most, 0);
  }

  /// Makes room for places, and for descriptors that go along.
  ///
  /// @param most for how many places, 1 to 1024
  /// @param descriptors for how many descriptors, 0 to [Outgoing#MOST_DESCRIPTORS]
  /// @throws IllegalArgumentException if a number is out of range
  public Gather(int most, int descriptors) {
    this(most, descriptors, Arena.ofAuto());
  }

  /// @param arena where the head lies
  private Gather(int most, int descriptors, Arena arena) {
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException("1 to " + MOST + " places, not " + most);
    }
    if (descriptors < 0 || descriptors > Outgoing.MOST_DESCRIPTORS) {
      throw new IllegalArgumentException(
          "0 to " + Outgoing.MOST_DESCRIPTORS + " descriptors, not " + descriptors);
    }
    this.most = most;
    this.mostDescriptors = descriptors;
    this.control = HEAD + most * IOVEC;
    this.memory = arena.allocate(control + Control.roomToSend(descriptors), Long.BYTES);
    this.places = new MemorySegment[most];
    Arrays.fill(places, MemorySegment.NULL);
    this.descriptors = new ArrayList<>(descriptors);
    var numbers = descriptors == 0 ? MemorySegment.NULL : Control.numbers(memory.asSlice(control));
    this.sending = new Sending(memory, kept, this.descriptors, numbers, 0);
  }

  /// Makes one of what a single call can take.
  ///
  /// @param arena where the head lies
  /// @return null if it takes more
  static @Nullable Gather ofOneCall(List<MemorySegment> places, Arena arena) {
    if (places.size() > MOST) {
      return null;
    }
    var gather = new Gather(Math.max(1, places.size()), 0, arena);
    places.forEach(gather::add);
    var _ = gather.prepare();
    return gather.isWhole() ? gather : null;
  }

  /// Makes one of a single place.
  static Gather of(MemorySegment place, Arena arena) {
    var gather = new Gather(1, 0, arena);
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

  /// Adds a descriptor, of which the receiver gets its own with the first byte that is sent. It
  /// stays the caller's, must be open until then, and is not closed by sending.
  ///
  /// @param descriptor what goes along, after those that are there already
  /// @throws IllegalStateException if there is no room for another descriptor
  public void attach(Fd descriptor) {
    if (descriptors.size() == mostDescriptors) {
      throw new IllegalStateException("more than " + mostDescriptors + " descriptors");
    }
    descriptors.add(descriptor);
  }

  /// {@return how many descriptors are to be sent: none, as soon as a byte was}
  public int attached() {
    return descriptors.size();
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
    descriptors.clear();
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
    if (mostDescriptors > 0) {
      prepareControl();
    }
    return kept;
  }

  private void prepareControl() {
    var none = descriptors.isEmpty();
    memory.set(JAVA_LONG, CONTROL, none ? 0 : memory.address() + control);
    memory.set(
        JAVA_LONG, CONTROLLEN, none ? 0 : Control.rights(memory, control, descriptors.size()));
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
    descriptors.clear();
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
    if (!descriptors.isEmpty()) {
      Messages.checkCarries(socket, size);
    }
    var _ = prepare();
    if (!isWhole() && !socket.isStream()) {
      throw new IllegalArgumentException("a message in more than " + MOST_ARENAS + " arenas");
    }
    var result =
        socket.checked(
            "sendmsg", sending.checked(Wait.perform(sending, socket.fd(), memory, 0, deadline)));
    if (result != Wait.TIMED_OUT) {
      sent(result);
    }
    return result;
  }

  /// Sends everything to a stream.
  void sendAllTo(Socket socket) throws UnixException, InterruptedException {
    if (!descriptors.isEmpty()) {
      Messages.checkCarries(socket, size);
    }
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
    var along = descriptors.isEmpty() ? "" : " with " + descriptors.size() + " descriptors";
    return size + " bytes in " + (end - first) + " places" + along;
  }
}
