package dev.rohrpost.inspect;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.LinuxNetlinkH;
import dev.rohrpost.libc.LinuxSock_diagH;
import dev.rohrpost.libc.SysSocketH;
import dev.rohrpost.libc.UnistdH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks the kernel about the sockets of the network namespace that the thread which opens this is
/// in.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/sock_diag.7.html">sock_diag(7)</a>
final class SockDiag implements AutoCloseable {
  static final int HEAD = (int) LinuxNetlinkH.NLMSGHDR.byteSize();

  private static final int ATTRIBUTE = (int) LinuxNetlinkH.NLATTR.byteSize();
  private static final int LENGTH = offset(LinuxNetlinkH.NLMSGHDR, "nlmsg_len");
  private static final int TYPE = offset(LinuxNetlinkH.NLMSGHDR, "nlmsg_type");
  private static final int FLAGS = offset(LinuxNetlinkH.NLMSGHDR, "nlmsg_flags");
  private static final int SEQUENCE = offset(LinuxNetlinkH.NLMSGHDR, "nlmsg_seq");
  private static final int KIND = offset(LinuxNetlinkH.NLATTR, "nla_type");

  /// The kernel fills at most 32 KiB at once.
  private static final int ROOM = 1 << 16;

  /// How often a list that changed while it was made is asked for.
  private static final int TRIES = 4;

  private final Fd socket;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment buffer = arena.allocate(ROOM, Long.BYTES);

  /// The same. A cold JVM reads it faster in this way.
  private final ByteBuffer bytes = buffer.asByteBuffer().order(ByteOrder.nativeOrder());

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
  <T> List<T> list(StructLayout question, Consumer<ByteBuffer> fill, Function<ByteBuffer, T> read)
      throws UnixException {
    for (var left = TRIES; ; left--) {
      ask(question, fill);
      var found = new ArrayList<T>();
      if (receive(read, found) || left == 1) {
        return found;
      }
    }
  }

  private void ask(StructLayout question, Consumer<ByteBuffer> fill) throws UnixException {
    var size = HEAD + (int) question.byteSize();
    buffer.asSlice(0, size).fill((byte) 0);
    bytes.putInt(LENGTH, size);
    bytes.putShort(TYPE, (short) LinuxSock_diagH.SOCK_DIAG_BY_FAMILY);
    bytes.putShort(FLAGS, (short) (LinuxNetlinkH.NLM_F_REQUEST | LinuxNetlinkH.NLM_F_DUMP));
    bytes.putInt(SEQUENCE, ++sequence);
    fill.accept(part(bytes, HEAD, size - HEAD));
    long sent;
    do {
      sent = socket.borrow(n -> UnistdH.write(n, buffer.address(), size));
    } while (sent == -Errno.EINTR.number());
    require("write", sent);
  }

  /// Collects the answer, and says whether it is consistent.
  private <T> boolean receive(Function<ByteBuffer, T> read, List<T> found) throws UnixException {
    var consistent = true;
    while (true) {
      var got = socket.borrow(n -> UnistdH.read(n, buffer.address(), ROOM));
      if (got == -Errno.EINTR.number()) {
        continue;
      }
      if (got == -Errno.ENOBUFS.number()) {
        consistent = false;
        continue;
      }
      require("read", got);
      for (var at = 0; at + HEAD <= got; ) {
        var size = bytes.getInt(at + LENGTH);
        if (size < HEAD || size > got - at) {
          throw UnixException.verdict(
              "read", "sock_diag", "a malformed message of " + size + " bytes");
        }
        if (bytes.getInt(at + SEQUENCE) == sequence) {
          consistent &= (bytes.getShort(at + FLAGS) & LinuxNetlinkH.NLM_F_DUMP_INTR) == 0;
          var body = part(bytes, at + HEAD, size - HEAD);
          if (ends(bytes.getShort(at + TYPE), body)) {
            return consistent;
          }
          found.add(read.apply(body));
        }
        at += aligned(size);
      }
    }
  }

  private static boolean ends(int type, ByteBuffer body) throws UnixException {
    if (type != LinuxNetlinkH.NLMSG_ERROR && type != LinuxNetlinkH.NLMSG_DONE) {
      return false;
    }
    require("netlink", body.limit() < Integer.BYTES ? 0 : body.getInt(0));
    return true;
  }

  private static ByteBuffer part(ByteBuffer whole, int at, int size) {
    return whole.slice(at, size).order(ByteOrder.nativeOrder());
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
  /// @return what it says, or null if the message does not have it
  static @Nullable ByteBuffer attribute(ByteBuffer message, int size, int type) {
    for (var at = size; at + ATTRIBUTE <= message.limit(); ) {
      var length = Short.toUnsignedInt(message.getShort(at));
      if (length < ATTRIBUTE || at + length > message.limit()) {
        return null;
      }
      if (message.getShort(at + KIND) == type) {
        return part(message, at + ATTRIBUTE, length - ATTRIBUTE);
      }
      at += aligned(length);
    }
    return null;
  }

  static int offset(StructLayout layout, String member) {
    return (int) layout.byteOffset(groupElement(member));
  }

  private static int aligned(int size) {
    return (size + 3) & ~3;
  }

  @Override
  public void close() {
    socket.close();
    arena.close();
  }
}
