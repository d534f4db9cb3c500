package dev.rohrpost.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sending a message whose head is prepared. The descriptors that go with it are borrowed, one
/// inside the other, for each call: between two calls their owners may close them. Allocates
/// nothing.
final class Sending implements Wait.Operation, Fd.Call<Boolean> {
  private static final String CALL = "sendmsg";

  private final MemorySegment head;
  private final MemorySegment[] kept;
  private final List<Fd> descriptors;
  private final MemorySegment numbers;
  private final int flags;

  /// Of the call that is being made.
  private int socket;

  private int more;
  private int borrowed;
  private long result;
  private @Nullable UnixException refused;

  /// @param kept what is kept alive during the call, as [Gather#prepare()] answers it
  /// @param descriptors what goes along; the list may change between two calls
  /// @param numbers where their numbers go, which the control message of the head contains
  /// @param flags `MSG_*` beside those that each call has
  Sending(
      MemorySegment head,
      MemorySegment[] kept,
      List<Fd> descriptors,
      MemorySegment numbers,
      int flags) {
    this.head = head;
    this.kept = kept;
    this.descriptors = descriptors;
    this.numbers = numbers;
    this.flags = flags | SysSocketH.MSG_NOSIGNAL;
  }

  @Override
  public int events() {
    return PollH.POLLOUT;
  }

  @Override
  public String call() {
    return CALL;
  }

  @Override
  public long block(int number, MemorySegment data, long asked) {
    if (descriptors.isEmpty()) {
      return SysSocketH.sendmsg(number, head, flags | (int) asked, kept);
    }
    socket = number;
    more = (int) asked;
    borrowed = 0;
    refused = null;
    try {
      var _ = descriptors.getFirst().borrow(CALL, this);
      return result;
    } catch (UnixException e) {
      refused = e;
      return -e.errno().number();
    }
  }

  /// Borrows the next descriptor, or sends when this was the last.
  @Override
  public Boolean on(int number) throws UnixException {
    numbers.setAtIndex(JAVA_INT, borrowed, number);
    borrowed++;
    if (borrowed < descriptors.size()) {
      return descriptors.get(borrowed).borrow(CALL, this);
    }
    result = SysSocketH.sendmsg(socket, head, flags | more, kept);
    return Boolean.TRUE;
  }

  @Override
  public long attempt(int number, MemorySegment data, long asked) {
    return block(number, data, asked | SysSocketH.MSG_DONTWAIT);
  }

  /// Throws what kept the call from being made, if something did: a descriptor that is closed,
  /// which is named.
  ///
  /// @param answer what the call has answered
  /// @return the same
  long checked(long answer) throws UnixException {
    var e = refused;
    refused = null;
    if (e != null) {
      throw e;
    }
    return answer;
  }
}
