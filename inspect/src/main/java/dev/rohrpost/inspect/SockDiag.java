package dev.rohrpost.inspect;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.LinuxNetlinkH;
import dev.rohrpost.libc.LinuxSock_diagH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Asks the kernel about the sockets of the network namespace that the thread which opens this is
/// in.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/sock_diag.7.html">sock_diag(7)</a>
final class SockDiag implements AutoCloseable {
  static final long HEAD = LinuxNetlinkH.NLMSGHDR.byteSize();

  private static final long ATTRIBUTE = LinuxNetlinkH.NLATTR.byteSize();
  private static final long LENGTH = offset(LinuxNetlinkH.NLMSGHDR, "nlmsg_len");
  private static final long TYPE = offset(LinuxNetlinkH.NLMSGHDR, "nlmsg_type");
  private static final long FLAGS = offset(LinuxNetlinkH.NLMSGHDR, "nlmsg_flags");
  private static final long SEQUENCE = offset(LinuxNetlinkH.NLMSGHDR, "nlmsg_seq");
  private static final long KIND = offset(LinuxNetlinkH.NLATTR, "nla_type");

  /// The kernel fills at most 32 KiB at once.
  private static final int ROOM = 1 << 16;

  /// How often a list that changed while it was made is asked for.
  private static final int TRIES = 4;

  private final Fd socket;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment buffer = arena.allocate(ROOM, Long.BYTES);
  private int sequence;

  private SockDiag(Fd socket) {
    this.socket = socket;
  }

  /// Opens the door to the kernel.
  ///
  /// @throws UnixException with EAFNOSUPPORT, EPERM or EPROTONOSUPPORT where there is none
  static SockDiag open() throws UnixException {
    return new SockDiag(
        Fd.own(
            SysSocketH.socket(
                SysSocketH.AF_NETLINK,
                SysSocketH.SOCK_RAW | SysSocketH.SOCK_CLOEXEC,
                LinuxNetlinkH.NETLINK_SOCK_DIAG)));
  }

  /// Returns what a question is answered with.
  ///
  /// @param question its structure
  /// @param fill writes the structure, which is zeroed
  /// @param read reads a message of the answer; the memory is used again afterwards
  /// @throws UnixException with ENOENT if the kernel has no module for such sockets
  <T> List<T> list(
      StructLayout question, Consumer<MemorySegment> fill, Function<MemorySegment, T> read)
      throws UnixException {
    for (var left = TRIES; ; left--) {
      ask(question, fill);
      var found = new ArrayList<T>();
      if (receive(read, found) || left == 1) {
        return found;
      }
    }
  }

  private void ask(StructLayout question, Consumer<MemorySegment> fill) throws UnixException {
    var size = HEAD + question.byteSize();
    var message = buffer.asSlice(0, size).fill((byte) 0);
    message.set(JAVA_INT, LENGTH, (int) size);
    message.set(JAVA_SHORT, TYPE, (short) LinuxSock_diagH.SOCK_DIAG_BY_FAMILY);
    message.set(
        JAVA_SHORT, FLAGS, (short) (LinuxNetlinkH.NLM_F_REQUEST | LinuxNetlinkH.NLM_F_DUMP));
    message.set(JAVA_INT, SEQUENCE, ++sequence);
    fill.accept(message.asSlice(HEAD));
    long sent;
    do {
      sent = socket.borrow(n -> SysSocketH.send(n, message, size, 0));
    } while (sent == -Errno.EINTR.number());
    require("send", sent);
  }

  /// Collects the answer, and says whether it is consistent.
  private <T> boolean receive(Function<MemorySegment, T> read, List<T> found) throws UnixException {
    var consistent = true;
    while (true) {
      var got = socket.borrow(n -> SysSocketH.recv(n, buffer, ROOM, 0));
      if (got == -Errno.EINTR.number()) {
        continue;
      }
      if (got == -Errno.ENOBUFS.number()) {
        consistent = false;
        continue;
      }
      require("recv", got);
      for (var at = 0L; at + HEAD <= got; ) {
        var head = buffer.asSlice(at, HEAD);
        var size = Integer.toUnsignedLong(head.get(JAVA_INT, LENGTH));
        if (size < HEAD || at + size > got) {
          throw UnixException.of("recv", "netlink message of " + size + " bytes", Errno.EPROTO);
        }
        if (head.get(JAVA_INT, SEQUENCE) == sequence) {
          consistent &= (head.get(JAVA_SHORT, FLAGS) & LinuxNetlinkH.NLM_F_DUMP_INTR) == 0;
          if (ends(head.get(JAVA_SHORT, TYPE), buffer.asSlice(at + HEAD, size - HEAD))) {
            return consistent;
          }
          found.add(read.apply(buffer.asSlice(at + HEAD, size - HEAD)));
        }
        at += aligned(size);
      }
    }
  }

  private static boolean ends(int type, MemorySegment body) throws UnixException {
    if (type != LinuxNetlinkH.NLMSG_ERROR && type != LinuxNetlinkH.NLMSG_DONE) {
      return false;
    }
    require("netlink", body.byteSize() < Integer.BYTES ? 0 : body.get(JAVA_INT, 0));
    return true;
  }

  private static void require(String call, long result) throws UnixException {
    if (result < 0) {
      throw UnixException.of(call, "sock_diag", new Errno((int) -result));
    }
  }

  /// Returns an attribute of a message.
  ///
  /// @param message what was answered, without its head
  /// @param size of the structure before the attributes
  /// @param type of the attribute
  /// @return what it says, or empty if the message does not have it
  static Optional<MemorySegment> attribute(MemorySegment message, long size, int type) {
    for (var at = size; at + ATTRIBUTE <= message.byteSize(); ) {
      var length = Short.toUnsignedInt(message.get(JAVA_SHORT, at));
      if (length < ATTRIBUTE || at + length > message.byteSize()) {
        return Optional.empty();
      }
      if (message.get(JAVA_SHORT, at + KIND) == type) {
        return Optional.of(message.asSlice(at + ATTRIBUTE, length - ATTRIBUTE));
      }
      at += aligned(length);
    }
    return Optional.empty();
  }

  static long offset(StructLayout layout, String member) {
    return layout.byteOffset(groupElement(member));
  }

  private static long aligned(long size) {
    return (size + 3) & ~3L;
  }

  @Override
  public void close() {
    socket.close();
    arena.close();
  }
}
