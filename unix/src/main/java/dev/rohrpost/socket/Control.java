package dev.rohrpost.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.AsmSocketH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What comes along with a message: descriptors, credentials, a count of lost ones.
///
/// @param descriptors owned by who reads this
/// @param surplus whether more descriptors came than were welcome; they are closed
/// @param sender who sent it
/// @param dropped how many were lost before
record Control(
    List<Fd> descriptors, boolean surplus, Optional<Credentials> sender, OptionalInt dropped) {
  private static final long LEN = Sockaddr.offset(SysSocketH.CMSGHDR, "cmsg_len");
  private static final long LEVEL = Sockaddr.offset(SysSocketH.CMSGHDR, "cmsg_level");
  private static final long TYPE = Sockaddr.offset(SysSocketH.CMSGHDR, "cmsg_type");
  private static final long HEAD = SysSocketH.CMSGHDR.byteSize();
  private static final long UCRED = SysSocketH.UCRED.byteSize();

  /// A pidfd of the sender, which comes only to who has set an option that this library does not.
  private static final int SCM_PIDFD = 4;

  /// What C's `CMSG_SPACE` says.
  private static long space(long bytes) {
    return HEAD + (bytes + 7 & ~7L);
  }

  /// How much room the control messages need that may come.
  static long roomToReceive(int descriptors) {
    var rights = descriptors == 0 ? 0 : space((long) Integer.BYTES * descriptors);
    return space(UCRED) + space(Integer.BYTES) + rights;
  }

  /// How much room those need that go.
  static long roomToSend(Outgoing message) {
    return roomToSend(message.descriptors().size())
        + (message.sender().isEmpty() ? 0 : space(UCRED));
  }

  /// How much room descriptors need that go.
  static long roomToSend(int descriptors) {
    return descriptors == 0 ? 0 : space((long) Integer.BYTES * descriptors);
  }

  /// Writes the head of a control message of descriptors; their numbers come later.
  ///
  /// @return how much room the message needs
  static long rights(MemorySegment memory, long at, int descriptors) {
    head(memory, at, (long) Integer.BYTES * descriptors, SysSocketH.SCM_RIGHTS);
    return roomToSend(descriptors);
  }

  /// {@return where in a control message of descriptors the numbers go}
  static MemorySegment numbers(MemorySegment message) {
    return message.asSlice(HEAD);
  }

  /// Writes what goes with a message; the numbers of the descriptors come later.
  ///
  /// @return where the numbers go
  static MemorySegment write(Outgoing message, MemorySegment room) {
    var descriptors = message.descriptors().size();
    var at = roomToSend(descriptors);
    message
        .sender()
        .ifPresent(sender -> {
          head(room, at, UCRED, SysSocketH.SCM_CREDENTIALS);
          sender.write(room.asSlice(at + HEAD, UCRED));
        });
    if (descriptors == 0) {
      return MemorySegment.NULL;
    }
    var _ = rights(room, 0, descriptors);
    return numbers(room);
  }

  private static void head(MemorySegment memory, long at, long bytes, int type) {
    memory.set(JAVA_LONG, at + LEN, HEAD + bytes);
    memory.set(JAVA_INT, at + LEVEL, AsmSocketH.SOL_SOCKET);
    memory.set(JAVA_INT, at + TYPE, type);
  }

  /// Reads what has come. All descriptors are taken, and those closed that are not welcome.
  static Control read(MemorySegment control, int welcome) {
    var descriptors = new ArrayList<Fd>();
    Optional<Credentials> sender = Optional.empty();
    var dropped = OptionalInt.empty();
    for (var at = 0L; at + HEAD <= control.byteSize(); ) {
      var length = control.get(JAVA_LONG, at + LEN);
      if (length < HEAD || at + length > control.byteSize()) {
        break;
      }
      var data = control.asSlice(at + HEAD, length - HEAD);
      if (control.get(JAVA_INT, at + LEVEL) == AsmSocketH.SOL_SOCKET) {
        switch (control.get(JAVA_INT, at + TYPE)) {
          case SysSocketH.SCM_RIGHTS -> data.elements(JAVA_INT).forEach(n -> own(n, descriptors));
          case SCM_PIDFD -> Fd.own(data.get(JAVA_INT, 0)).close();
          case SysSocketH.SCM_CREDENTIALS -> sender = Optional.of(Credentials.read(data));
          case AsmSocketH.SO_RXQ_OVFL -> dropped = OptionalInt.of(data.get(JAVA_INT, 0));
          default -> {} // timestamps and the like: nobody has asked for them
        }
      }
      at += space(length - HEAD);
    }
    var unwelcome = descriptors.subList(Math.min(welcome, descriptors.size()), descriptors.size());
    unwelcome.forEach(Fd::close);
    var surplus = !unwelcome.isEmpty();
    unwelcome.clear();
    return new Control(List.copyOf(descriptors), surplus, sender, dropped);
  }

  private static void own(MemorySegment number, List<Fd> descriptors) {
    descriptors.add(Fd.own(number.get(JAVA_INT, 0)));
  }
}
