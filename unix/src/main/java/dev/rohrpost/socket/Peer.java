package dev.rohrpost.socket;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.AsmSocketH;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// Who is at the other end.
final class Peer {
  /// Linux 6.5 has it; the headers of C libraries are younger.
  private static final int SO_PEERPIDFD = 77;

  private static final long EVENTS = Sockaddr.offset(PollH.POLLFD, "events");
  private static final long REVENTS = Sockaddr.offset(PollH.POLLFD, "revents");

  /// The peer will send no more; C shows it only to who asks for all of Linux.
  static final int POLLRDHUP = 0x2000;

  private Peer() {}

  /// Asks poll(2), without waiting.
  static boolean shows(Fd fd, int event) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var pollfd = arena.allocate(PollH.POLLFD);
      var now = arena.allocate(ValueLayout.JAVA_LONG, 2);
      pollfd.set(ValueLayout.JAVA_SHORT, EVENTS, (short) event);
      return fd.borrow(
          "ppoll",
          n -> {
            pollfd.set(ValueLayout.JAVA_INT, 0, n);
            return PollH.ppoll(pollfd, 1, now, MemorySegment.NULL) > 0
                && (pollfd.get(ValueLayout.JAVA_SHORT, REVENTS) & event) != 0;
          });
    }
  }

  static Address address(Fd fd) throws UnixException {
    try {
      return fd.borrow(
          "getpeername",
          n -> Sockaddr.answered((memory, length) -> SysSocketH.getpeername(n, memory, length)));
    } catch (UnixException e) {
      throw e.about(fd.toString());
    }
  }

  static Credentials credentials(Fd fd) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var ucred = arena.allocate(SysSocketH.UCRED);
      var _ =
          fd.borrow(
              "getsockopt",
              n -> SocketOption.ask(n, AsmSocketH.SOL_SOCKET, AsmSocketH.SO_PEERCRED, ucred));
      var peer = Credentials.read(ucred);
      if (peer.uid() == -1) { // what Linux answers for "nobody yet"
        throw UnixException.of("getsockopt", fd.toString(), Errno.ENOTCONN);
      }
      return peer;
    }
  }

  static Optional<Fd> pidfd(Fd fd) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var number = arena.allocate(ValueLayout.JAVA_INT);
      var _ =
          fd.borrow(
              "getsockopt", n -> SocketOption.ask(n, AsmSocketH.SOL_SOCKET, SO_PEERPIDFD, number));
      return Optional.of(Fd.own(number.get(ValueLayout.JAVA_INT, 0)));
    } catch (UnixException e) {
      if (e instanceof UnixException.Unsupported || e.is(Errno.ENODATA)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
