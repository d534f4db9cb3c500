package dev.rohrpost.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.PollH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A message as the kernel takes and gives it, for the time of one call.
final class Envelope {
  private static final long NAME = Sockaddr.offset(SysSocketH.MSGHDR, "msg_name");
  private static final long NAMELEN = Sockaddr.offset(SysSocketH.MSGHDR, "msg_namelen");
  private static final long CONTROL = Sockaddr.offset(SysSocketH.MSGHDR, "msg_control");
  private static final long CONTROLLEN = Sockaddr.offset(SysSocketH.MSGHDR, "msg_controllen");
  private static final long FLAGS = Sockaddr.offset(SysSocketH.MSGHDR, "msg_flags");

  private final MemorySegment header;
  private final MemorySegment name;
  private final MemorySegment control;
  private final MemorySegment[] kept;

  private Envelope(Gather gather, Sockaddr address, MemorySegment control) {
    this.kept = gather.prepare();
    this.header = gather.head();
    this.name = address.memory();
    this.control = control;
    header.set(JAVA_LONG, NAME, address.size() == 0 ? 0 : name.address());
    header.set(JAVA_INT, NAMELEN, address.size());
    header.set(JAVA_LONG, CONTROL, control.address());
    header.set(JAVA_LONG, CONTROLLEN, control.byteSize());
  }

  /// A call that sends a message.
  static Sending sending(Outgoing message, Arena arena) {
    var address =
        message.to().map(to -> Sockaddr.of(to, arena)).orElse(new Sockaddr(MemorySegment.NULL, 0));
    var room = Control.roomToSend(message);
    var control = room == 0 ? MemorySegment.NULL : arena.allocate(room, Long.BYTES);
    var numbers = Control.write(message, control);
    var envelope = new Envelope(gather(message.parts(), arena), address, control);
    var flags = message.order() == Outgoing.Order.OUT_OF_BAND ? SysSocketH.MSG_OOB : 0;
    return new Sending(envelope.header, envelope.kept, message.descriptors(), numbers, flags);
  }

  private static Gather gather(List<MemorySegment> parts, Arena arena) {
    var gather = Gather.ofOneCall(parts, arena);
    if (gather != null) {
      return gather;
    }
    var all = arena.allocate(size(parts), 1);
    var end = 0L;
    for (var part : parts) {
      MemorySegment.copy(part, 0, all, end, part.byteSize());
      end += part.byteSize();
    }
    return Gather.of(all, arena);
  }

  private static void checkWritable(MemorySegment part) {
    if (part.isReadOnly()) {
      throw new IllegalArgumentException("read-only memory to receive into");
    }
  }

  private static long size(List<MemorySegment> parts) {
    return parts.stream().mapToLong(MemorySegment::byteSize).sum();
  }

  /// Receiving one message.
  static final class Receiving implements Wait.Operation {
    private final List<MemorySegment> parts;
    private final MemorySegment all;
    private final Envelope envelope;
    private final Intake intake;

    Receiving(List<MemorySegment> parts, Intake intake, Arena arena) {
      parts.forEach(Envelope::checkWritable);
      this.parts = parts;
      this.intake = intake;
      var gather = Gather.ofOneCall(parts, arena);
      this.all = gather == null ? arena.allocate(size(parts), 1) : MemorySegment.NULL;
      this.envelope =
          new Envelope(
              gather == null ? Gather.of(all, arena) : gather,
              new Sockaddr(arena.allocate(Sockaddr.ROOM, Long.BYTES), Sockaddr.ROOM),
              arena.allocate(Control.roomToReceive(intake.descriptors()), Long.BYTES));
    }

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
    public long block(int number, MemorySegment data, long flags) {
      var all = (int) flags | intake.flags() | SysSocketH.MSG_CMSG_CLOEXEC;
      return SysSocketH.recvmsg(number, envelope.header, all, envelope.kept);
    }

    @Override
    public long attempt(int number, MemorySegment data, long flags) {
      return block(number, data, flags | SysSocketH.MSG_DONTWAIT);
    }

    /// Whether what came brought anything beside bytes.
    boolean hasControl() {
      return envelope.header.get(JAVA_LONG, CONTROLLEN) > 0;
    }

    Received.Message message(long length) {
      var header = envelope.header;
      var bytes = Math.min(length, size(parts));
      var at = 0L;
      for (var part : all.byteSize() > 0 ? parts : List.<MemorySegment>of()) {
        var count = Math.min(part.byteSize(), bytes - at);
        MemorySegment.copy(all, at, part, 0, count);
        at += count;
      }
      var control =
          Control.read(
              envelope.control.asSlice(0, header.get(JAVA_LONG, CONTROLLEN)), intake.descriptors());
      return new Received.Message(
          (int) bytes,
          (int) length,
          Sockaddr.read(envelope.name, header.get(JAVA_INT, NAMELEN)),
          control.sender(),
          control.descriptors(),
          cut(header.get(JAVA_INT, FLAGS), control.surplus()),
          control.dropped());
    }

    private static Set<Received.Cut> cut(int flags, boolean surplus) {
      var cut = EnumSet.noneOf(Received.Cut.class);
      if ((flags & SysSocketH.MSG_TRUNC) != 0) {
        cut.add(Received.Cut.BYTES);
      }
      if ((flags & SysSocketH.MSG_CTRUNC) != 0 || surplus) {
        cut.add(Received.Cut.CONTROL);
      }
      return Set.copyOf(cut);
    }
  }
}
