package dev.rohrpost.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.AsmSocketH;
import dev.rohrpost.libc.NetinetInH;
import dev.rohrpost.libc.NetinetTcpH;
import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// What can be set on a socket, and of what type its value is.
///
/// Options are set by [Socket#set] and asked for by [Socket#get]. An option that a domain does not
/// have is an [UnixException.Unsupported] with ENOPROTOOPT or EOPNOTSUPP.
///
/// @param <T> the type of its value
/// @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
/// @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
/// @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
public final class SocketOption<T> {
  /// Binding to an address although old connections of it linger; listeners of this library have
  /// it.
  public static final SocketOption<Boolean> REUSE_ADDRESS =
      flag("SO_REUSEADDR", AsmSocketH.SO_REUSEADDR);

  /// Several sockets of one user at one address, which share what comes.
  public static final SocketOption<Boolean> REUSE_PORT =
      flag("SO_REUSEPORT", AsmSocketH.SO_REUSEPORT);

  /// Room for what was sent and is not received yet, in bytes. The kernel doubles what is set, for
  /// its own needs, and cuts it to `/proc/sys/net/core/wmem_max`.
  public static final SocketOption<Integer> SEND_BUFFER = number("SO_SNDBUF", AsmSocketH.SO_SNDBUF);

  /// Room for what has come and was not taken yet, in bytes; doubled as well, and cut to
  /// `/proc/sys/net/core/rmem_max`.
  public static final SocketOption<Integer> RECEIVE_BUFFER =
      number("SO_RCVBUF", AsmSocketH.SO_RCVBUF);

  /// How many bytes of a stream make it worth while to wake a reader.
  public static final SocketOption<Integer> RECEIVE_LOW_WATER =
      number("SO_RCVLOWAT", AsmSocketH.SO_RCVLOWAT);

  /// Whether datagrams may go to a broadcast address.
  public static final SocketOption<Boolean> BROADCAST =
      flag("SO_BROADCAST", AsmSocketH.SO_BROADCAST);

  /// Whether a peer that says nothing is asked whether it still is there.
  public static final SocketOption<Boolean> KEEP_ALIVE =
      flag("SO_KEEPALIVE", AsmSocketH.SO_KEEPALIVE);

  /// Whether out-of-band data arrives among the rest.
  public static final SocketOption<Boolean> OUT_OF_BAND_INLINE =
      flag("SO_OOBINLINE", AsmSocketH.SO_OOBINLINE);

  /// How long closing waits until what was sent has arrived, in whole seconds; empty if it does not
  /// wait. Zero makes closing reset the connection, and what was not received yet is lost.
  public static final SocketOption<Optional<Duration>> LINGER =
      new SocketOption<>(
          "SO_LINGER",
          _ -> new Code(AsmSocketH.SOL_SOCKET, AsmSocketH.SO_LINGER),
          2 * Integer.BYTES,
          SocketOption::writeLinger,
          SocketOption::readLinger);

  /// Whether each message of a UNIX socket comes with the process that sent it
  /// ([Received.Message#sender]).
  public static final SocketOption<Boolean> PASS_CREDENTIALS =
      flag("SO_PASSCRED", AsmSocketH.SO_PASSCRED);

  /// Whether a UNIX socket accepts descriptors; senders get EPERM if not. Linux 6.16 and later.
  public static final SocketOption<Boolean> PASS_DESCRIPTORS = flag("SO_PASSRIGHTS", 83);

  /// Whether messages tell how many were dropped before them ([Received.Message#dropped]).
  public static final SocketOption<Boolean> COUNT_DROPPED =
      flag("SO_RXQ_OVFL", AsmSocketH.SO_RXQ_OVFL);

  /// Whether small parts are sent at once, and not kept until there is more.
  public static final SocketOption<Boolean> NO_DELAY = tcpFlag(NetinetTcpH.TCP_NODELAY);

  /// Whether only full packets are sent, until this is taken back.
  public static final SocketOption<Boolean> CORK = tcpFlag(NetinetTcpH.TCP_CORK);

  /// How long what was sent may stay without confirmation before the connection is given up, in
  /// milliseconds; 0 is the kernel's choice.
  public static final SocketOption<Integer> USER_TIMEOUT =
      of("TCP_USER_TIMEOUT", NetinetInH.IPPROTO_TCP, NetinetTcpH.TCP_USER_TIMEOUT);

  /// After how many silent seconds to ask the peer, with [#KEEP_ALIVE].
  public static final SocketOption<Integer> KEEP_ALIVE_IDLE =
      of("TCP_KEEPIDLE", NetinetInH.IPPROTO_TCP, NetinetTcpH.TCP_KEEPIDLE);

  /// Whether a socket of IPv6 leaves IPv4 to others.
  public static final SocketOption<Boolean> IPV6_ONLY =
      of("IPV6_V6ONLY", NetinetInH.IPPROTO_IPV6, NetinetInH.IPV6_V6ONLY).asFlag();

  /// How many hops packets live.
  public static final SocketOption<Integer> TIME_TO_LIVE =
      internet("IP_TTL", NetinetInH.IP_TTL, NetinetInH.IPV6_UNICAST_HOPS);

  /// How many hops packets to a group live; 1 at first, which is this network.
  public static final SocketOption<Integer> MULTICAST_TIME_TO_LIVE =
      internet("IP_MULTICAST_TTL", NetinetInH.IP_MULTICAST_TTL, NetinetInH.IPV6_MULTICAST_HOPS);

  /// Whether members of the group on this machine get what this socket sends; true at first.
  public static final SocketOption<Boolean> MULTICAST_LOOP =
      internet("IP_MULTICAST_LOOP", NetinetInH.IP_MULTICAST_LOOP, NetinetInH.IPV6_MULTICAST_LOOP)
          .asFlag();

  private record Code(int level, int name) {}

  private interface Writing<T> {
    void write(MemorySegment memory, T value);
  }

  private final String name;
  private final Function<Domain, Code> code;
  private final int size;
  private final Writing<T> writing;
  private final Function<MemorySegment, T> reading;

  private SocketOption(
      String name,
      Function<Domain, Code> code,
      int size,
      Writing<T> writing,
      Function<MemorySegment, T> reading) {
    this.name = name;
    this.code = code;
    this.size = size;
    this.writing = writing;
    this.reading = reading;
  }

  /// An option that this library does not know, whose value is an `int`.
  ///
  /// @param name as C calls it, for messages
  /// @param level such as 1 for `SOL_SOCKET`
  /// @param number the option's number on that level
  /// @return the option
  public static SocketOption<Integer> of(String name, int level, int number) {
    return new SocketOption<>(
        name,
        _ -> new Code(level, number),
        Integer.BYTES,
        (memory, value) -> memory.set(JAVA_INT, 0, value),
        memory -> memory.get(JAVA_INT, 0));
  }

  private static SocketOption<Integer> number(String name, int number) {
    return of(name, AsmSocketH.SOL_SOCKET, number);
  }

  private static SocketOption<Boolean> flag(String name, int number) {
    return number(name, number).asFlag();
  }

  private static SocketOption<Boolean> tcpFlag(int number) {
    var name = number == NetinetTcpH.TCP_NODELAY ? "TCP_NODELAY" : "TCP_CORK";
    return of(name, NetinetInH.IPPROTO_TCP, number).asFlag();
  }

  private static SocketOption<Integer> internet(String name, int four, int six) {
    var version4 = of(name, NetinetInH.IPPROTO_IP, four);
    return new SocketOption<>(
        name,
        domain ->
            domain.equals(Domain.INTERNET_6)
                ? new Code(NetinetInH.IPPROTO_IPV6, six)
                : new Code(NetinetInH.IPPROTO_IP, four),
        Integer.BYTES,
        version4.writing,
        version4.reading);
  }

  private SocketOption<Boolean> asFlag() {
    return new SocketOption<>(
        name,
        code,
        Integer.BYTES,
        (memory, value) -> memory.set(JAVA_INT, 0, value ? 1 : 0),
        memory -> memory.get(JAVA_INT, 0) != 0);
  }

  private static void writeLinger(MemorySegment memory, Optional<Duration> time) {
    memory.set(JAVA_INT, 0, time.isPresent() ? 1 : 0);
    memory.set(JAVA_INT, Integer.BYTES, (int) time.orElse(Duration.ZERO).toSeconds());
  }

  private static Optional<Duration> readLinger(MemorySegment memory) {
    return memory.get(JAVA_INT, 0) == 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(memory.get(JAVA_INT, Integer.BYTES)));
  }

  T get(Fd fd, Domain domain) throws UnixException {
    var of = code.apply(domain);
    try (var arena = Arena.ofConfined()) {
      var value = arena.allocate(size);
      return fd.borrow(
          "getsockopt",
          number -> {
            ask(number, of.level, of.name, value);
            return reading.apply(value);
          });
    } catch (UnixException e) {
      throw e.about(fd + ", " + name);
    }
  }

  void set(Fd fd, Domain domain, T value) throws UnixException {
    var of = code.apply(domain);
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocate(size);
      writing.write(memory, value);
      fd.borrow(
          "setsockopt",
          number -> {
            SysSocketH.setsockopt(number, of.level, of.name, memory, size);
            return value;
          });
    } catch (UnixException e) {
      throw e.about(fd + ", " + name);
    }
  }

  /// Asks for an option of any form; answers the size of what came.
  static int ask(int number, int level, int name, MemorySegment value) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
      SysSocketH.getsockopt(number, level, name, value, length);
      return length.get(JAVA_INT, 0);
    }
  }

  /// Asks for an option of every socket that is an `int`.
  static int ask(int number, int name) throws UnixException {
    try (var arena = Arena.ofConfined()) {
      var value = arena.allocate(JAVA_INT);
      var _ = ask(number, AsmSocketH.SOL_SOCKET, name, value);
      return value.get(JAVA_INT, 0);
    }
  }

  /// Takes the error that is pending on a socket.
  static Optional<Errno> pendingError(int number) throws UnixException {
    var errno = ask(number, AsmSocketH.SO_ERROR);
    return errno == 0 ? Optional.empty() : Optional.of(new Errno(errno));
  }

  @Override
  public String toString() {
    return name;
  }
}
