package dev.rohrpost.messaging;

import dev.rohrpost.ipc.Sysctl;
import dev.rohrpost.messaging.Traits.Addressing;
import dev.rohrpost.messaging.Traits.Beside;
import dev.rohrpost.messaging.Traits.By;
import dev.rohrpost.messaging.Traits.Delivery;
import dev.rohrpost.messaging.Traits.Direction;
import dev.rohrpost.messaging.Traits.Format;
import dev.rohrpost.messaging.Traits.Group;
import dev.rohrpost.messaging.Traits.Lifetime;
import dev.rohrpost.messaging.Traits.Order;
import dev.rohrpost.messaging.Traits.WhenFull;
import dev.rohrpost.queue.PosixQueueSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The table of [Traits], on Linux, with the limits of this machine. `rohrpost traits --prove`
/// tries it.
final class TraitsTable {
  /// What the IP header leaves of 64 KiB for a UDP datagram.
  private static final int UDP_LONGEST = 65_507;

  /// What the kernel needs of the send buffer for a message of a UNIX socket.
  private static final int UNIX_OVERHEAD = 32;

  /// An eighth of a ring of 1 MiB, less the header of a record.
  private static final int RING_LONGEST = 131_064;

  /// A number of 32 bits, in decimal.
  private static final int SIGNAL_LONGEST = 11;

  private static final Set<Group> ONE = Set.of(Group.UNICAST);

  static final List<Traits> ALL =
      List.of(
          fifo(),
          sysv(),
          mq(),
          unix(),
          unixDatagram(),
          unixSeqpacket(),
          tcp(),
          udp(),
          vsock(),
          shm(),
          signal(),
          fd());

  private TraitsTable() {}

  private static Traits fifo() {
    return pipe("fifo", "named pipe");
  }

  private static Traits fd() {
    return pipe("fd", "inherited descriptor: a pipe");
  }

  private static Traits pipe(String scheme, String name) {
    return new Traits(
        scheme,
        name,
        WhenFull.WAITS,
        Addressing.INDIRECT,
        ONE,
        Format.STREAM,
        Optional.empty(),
        By.NOTHING,
        Direction.UNIDIRECTIONAL,
        Delivery.RELIABLE,
        Order.AS_SENT,
        Set.of(),
        Lifetime.OPEN);
  }

  private static Traits sysv() {
    var longest = Math.min(limit("kernel.msgmax", 8192), limit("kernel.msgmnb", 16_384));
    return queue("sysv", "System V message queue", longest, By.TYPE, Order.AS_SENT, Beside.TYPE);
  }

  private static Traits mq() {
    var longest = PosixQueueSettings.DEFAULT.withinLimits().messageBytes();
    return queue(
        "mq", "POSIX message queue", longest, By.PRIORITY, Order.BY_PRIORITY, Beside.PRIORITY);
  }

  /// Asks for what an administrator may have changed.
  private static int limit(String name, int usual) {
    return (int) Math.min(Integer.MAX_VALUE, Sysctl.number(name).orElse(usual));
  }

  private static Traits queue(
      String scheme, String name, int longest, By selection, Order order, Beside beside) {
    return new Traits(
        scheme,
        name,
        WhenFull.WAITS,
        Addressing.INDIRECT,
        ONE,
        Format.MESSAGES,
        Optional.of(longest),
        selection,
        Direction.HALF_DUPLEX,
        Delivery.RELIABLE,
        order,
        Set.of(beside),
        Lifetime.KERNEL);
  }

  private static Traits unix() {
    return connection("unix", "UNIX stream socket", Set.of(Beside.SENDER, Beside.DESCRIPTORS));
  }

  private static Traits tcp() {
    return connection("tcp", "TCP connection", Set.of(Beside.ADDRESS));
  }

  private static Traits vsock() {
    return connection("vsock", "virtual machine socket", Set.of(Beside.ADDRESS));
  }

  private static Traits connection(String scheme, String name, Set<Beside> beside) {
    return new Traits(
        scheme,
        name,
        WhenFull.WAITS,
        Addressing.DIRECT,
        ONE,
        Format.STREAM,
        Optional.empty(),
        By.NOTHING,
        Direction.FULL_DUPLEX,
        Delivery.RELIABLE,
        Order.AS_SENT,
        beside,
        Lifetime.OPEN);
  }

  private static Traits unixDatagram() {
    return packets(
        "unix-dgram",
        "UNIX datagram socket",
        Set.of(Beside.ADDRESS, Beside.SENDER, Beside.DESCRIPTORS));
  }

  private static Traits unixSeqpacket() {
    return packets(
        "unix-seqpacket",
        "UNIX sequenced-packet socket",
        Set.of(Beside.SENDER, Beside.DESCRIPTORS));
  }

  private static Traits packets(String scheme, String name, Set<Beside> beside) {
    return new Traits(
        scheme,
        name,
        WhenFull.WAITS,
        Addressing.DIRECT,
        ONE,
        Format.MESSAGES,
        Optional.of(limit("net.core.wmem_default", 212_992) - UNIX_OVERHEAD),
        By.NOTHING,
        Direction.FULL_DUPLEX,
        Delivery.RELIABLE,
        Order.AS_SENT,
        beside,
        Lifetime.OPEN);
  }

  private static Traits udp() {
    return new Traits(
        "udp",
        "UDP datagrams",
        WhenFull.LOSES,
        Addressing.DIRECT,
        Set.of(Group.UNICAST, Group.MULTICAST, Group.BROADCAST),
        Format.MESSAGES,
        Optional.of(UDP_LONGEST),
        By.NOTHING,
        Direction.FULL_DUPLEX,
        Delivery.UNRELIABLE,
        Order.ANY,
        Set.of(Beside.ADDRESS),
        Lifetime.OPEN);
  }

  private static Traits shm() {
    return new Traits(
        "shm",
        "ring in shared memory",
        WhenFull.WAITS,
        Addressing.INDIRECT,
        ONE,
        Format.MESSAGES,
        Optional.of(RING_LONGEST),
        By.NOTHING,
        Direction.UNIDIRECTIONAL,
        Delivery.RELIABLE,
        Order.AS_SENT,
        Set.of(),
        Lifetime.KERNEL);
  }

  private static Traits signal() {
    return new Traits(
        "signal",
        "signal with a value",
        WhenFull.REFUSED,
        Addressing.DIRECT,
        ONE,
        Format.MESSAGES,
        Optional.of(SIGNAL_LONGEST),
        By.TYPE,
        Direction.UNIDIRECTIONAL,
        Delivery.RELIABLE,
        Order.BY_NUMBER,
        Set.of(Beside.TYPE, Beside.SENDER),
        Lifetime.OPEN);
  }
}
