package dev.rohrpost.socket;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.AsmSocketH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// Who is at the other end.
final class Peer {
  /// Linux 6.5 has it; the headers of C libraries are younger.
  private static final int SO_PEERPIDFD = 77;

  private Peer() {}

  static Credentials credentials(Fd fd) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var ucred = arena.allocate(SysSocketH.UCRED);
      var _ =
          fd.borrow(n -> SocketOption.ask(n, AsmSocketH.SOL_SOCKET, AsmSocketH.SO_PEERCRED, ucred));
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
      var _ = fd.borrow(n -> SocketOption.ask(n, AsmSocketH.SOL_SOCKET, SO_PEERPIDFD, number));
      return Optional.of(Fd.own(number.get(ValueLayout.JAVA_INT, 0)));
    } catch (UnixException e) {
      if (e instanceof UnixException.Unsupported || e.is(Errno.ENODATA)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
