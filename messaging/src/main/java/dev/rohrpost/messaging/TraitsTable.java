package dev.rohrpost.messaging;

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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The table of [Traits], on Linux. `rohrpost traits --prove` tries it.
final class TraitsTable {
  /// What the IP header leaves of 64 KiB for a UDP datagram.
  private static final int UDP_LONGEST = 65_507;

  /// What SO_SNDBUF allows by default (`net.core.wmem_default`), less what the kernel adds.
  private static final int UNIX_LONGEST = 212_960;

  /// `kernel.msgmax` and `fs.mqueue.msgsize_default`.
  private static final int QUEUE_LONGEST = 8192;

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
    return new Traits(
        "sysv",
        "System V message queue",
        WhenFull.WAITS,
        Addressing.INDIRECT,
        ONE,
        Format.MESSAGES,
        Optional.of(QUEUE_LONGEST),
        By.TYPE,
        Direction.HALF_DUPLEX,
        Delivery.RELIABLE,
        Order.AS_SENT,
        Set.of(Beside.TYPE),
        Lifetime.KERNEL);
  }

  private static Traits mq() {
    return new Traits(
        "mq",
        "POSIX message queue",
        WhenFull.WAITS,
        Addressing.INDIRECT,
        ONE,
        Format.MESSAGES,
        Optional.of(QUEUE_LONGEST),
        By.PRIORITY,
        Direction.HALF_DUPLEX,
        Delivery.RELIABLE,
        Order.BY_PRIORITY,
        Set.of(Beside.PRIORITY),
        Lifetime.KERNEL);
  }

  private static Traits unix() {
    return new Traits(
        "unix",
        "UNIX stream socket",
        WhenFull.WAITS,
        Addressing.DIRECT,
        ONE,
        Format.STREAM,
        Optional.empty(),
        By.NOTHING,
        Direction.FULL_DUPLEX,
        Delivery.RELIABLE,
        Order.AS_SENT,
        Set.of(Beside.SENDER, Beside.DESCRIPTORS),
        Lifetime.OPEN);
  }

  private static Traits unixDatagram() {
    return new Traits(
        "unix-dgram",
        "UNIX datagram socket",
        WhenFull.WAITS,
        Addressing.DIRECT,
        ONE,
        Format.MESSAGES,
        Optional.of(UNIX_LONGEST),
        By.NOTHING,
        Direction.FULL_DUPLEX,
        Delivery.RELIABLE,
        Order.AS_SENT,
        Set.of(Beside.ADDRESS, Beside.SENDER, Beside.DESCRIPTORS),
        Lifetime.OPEN);
  }

  private static Traits unixSeqpacket() {
    return new Traits(
        "unix-seqpacket",
        "UNIX sequenced-packet socket",
        WhenFull.WAITS,
        Addressing.DIRECT,
        ONE,
        Format.MESSAGES,
        Optional.of(UNIX_LONGEST),
        By.NOTHING,
        Direction.FULL_DUPLEX,
        Delivery.RELIABLE,
        Order.AS_SENT,
        Set.of(Beside.SENDER, Beside.DESCRIPTORS),
        Lifetime.OPEN);
  }

  private static Traits tcp() {
    return connection("tcp", "TCP connection");
  }

  private static Traits vsock() {
    return connection("vsock", "virtual machine socket");
  }

  private static Traits connection(String scheme, String name) {
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
        Set.of(Beside.ADDRESS),
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
