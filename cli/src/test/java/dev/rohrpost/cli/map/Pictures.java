package dev.rohrpost.cli.map;

import dev.rohrpost.inspect.BusCall;
import dev.rohrpost.inspect.Call;
import dev.rohrpost.inspect.Flow;
import dev.rohrpost.inspect.IpcObject;
import dev.rohrpost.inspect.IpcSocket;
import dev.rohrpost.inspect.IpcSocket.InternetSocket.RpcProgram;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.Link;
import dev.rohrpost.inspect.Namespaces;
import dev.rohrpost.inspect.Picture;
import dev.rohrpost.inspect.ProcessInfo;
import dev.rohrpost.inspect.Signals;
import dev.rohrpost.inspect.SocketState;
import dev.rohrpost.inspect.ThreadInfo;
import dev.rohrpost.inspect.Unknown;
import dev.rohrpost.signal.SignalSet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Pictures that nobody has to take.
final class Pictures {
  /// What breaks a terminal, a line, XML, DOT and JSON, one after the other, and writes backwards.
  static final String EVIL = "e\u001b[31m\nvi\"l'<b>&amp;\\l]]>\u202e\ud800\u0085";

  private static final boolean IS_ARM = System.getProperty("os.arch").equals("aarch64");
  private static final Unknown HIDDEN =
      new Unknown(
          Unknown.Matter.PROCESSES,
          "descriptors of 2 processes",
          "EACCES: permission denied",
          List.of(2));

  private Pictures() {}

  static ProcessInfo process(int pid, String name, ThreadInfo... threads) {
    return new ProcessInfo(
        pid,
        1,
        0,
        name,
        List.of(name, "--an", "option"),
        'S',
        pid,
        new Namespaces(1, 2, 3, 4),
        new Signals(SignalSet.EMPTY, SignalSet.EMPTY, SignalSet.EMPTY, SignalSet.EMPTY, false),
        false,
        List.of(threads));
  }

  /// A thread that waits in `read(3, …)`.
  static ThreadInfo reading(int tid) {
    return calling(tid, IS_ARM ? 63 : 0, 3);
  }

  private static ThreadInfo calling(int tid, int number, int first) {
    var line = number + " 0x" + first + " 0x1 0x2 0x3 0x4 0x5 0x7ffe 0x7fff";
    return new ThreadInfo(tid, 'S', Call.parse(line), "", 1);
  }

  /// `inside` (10) and `outside` (11) wait in `msgrcv(7, …)`, `semop(7, …)` and `msgsnd(7, …)`, the
  /// second in another IPC namespace: there, 7 is something else.
  static Picture namesakes() {
    return Picture.of(
        Instant.EPOCH,
        List.of(process(10, "inside", onNumbers()), process(11, "outside", onNumbers())),
        List.of(),
        List.of(
            new Link(10, Link.NO_DESCRIPTOR, "sysv:7", Flow.READ),
            new Link(10, Link.NO_DESCRIPTOR, "sysv:7", Flow.WRITE),
            new Link(10, Link.NO_DESCRIPTOR, "semaphore:7", Flow.BOTH),
            new Link(11, 7, "pipe:7", Flow.BOTH)),
        List.of());
  }

  private static ThreadInfo[] onNumbers() {
    return new ThreadInfo[] {
      calling(20, IS_ARM ? 188 : 70, 7),
      calling(21, IS_ARM ? 193 : 65, 7),
      calling(22, IS_ARM ? 189 : 69, 7)
    };
  }

  static IpcSocket.UnixSocket socket(long inode, String name, long peer) {
    return socket(inode, name, OptionalLong.of(peer));
  }

  private static IpcSocket.UnixSocket socket(long inode, String name, OptionalLong peer) {
    return new IpcSocket.UnixSocket(
        inode,
        "stream",
        SocketState.CONNECTED,
        name,
        Optional.empty(),
        peer,
        OptionalLong.empty(),
        0,
        0,
        List.of(),
        2);
  }

  /// `writer` (10) writes to a pipe from which `reader` (11) reads and waits; `client` (12) has a
  /// socket connected to one of `server` (13); `loner` (14) has an eventfd.
  static Picture ordinary() {
    return ordinary(Optional.empty());
  }

  /// The same, where the kernel has told how full the pipe is.
  static Picture ordinary(IpcObject.Pipe.Fill fill) {
    return ordinary(Optional.of(fill));
  }

  private static Picture ordinary(Optional<IpcObject.Pipe.Fill> fill) {
    return Picture.of(
        Instant.EPOCH,
        List.of(
            process(10, "writer"),
            process(11, "reader", reading(11)),
            process(12, "client"),
            process(13, "server"),
            process(14, "loner")),
        List.of(
            new IpcObject.Pipe(77, fill),
            socket(100, "", 101),
            socket(101, "/run/server", 100),
            new IpcObject.EventFd(5, 0)),
        List.of(
            new Link(10, 1, "pipe:77", Flow.WRITE),
            new Link(10, 2, "pipe:77", Flow.WRITE),
            new Link(11, 3, "pipe:77", Flow.READ),
            new Link(12, 4, "unix:100", Flow.BOTH),
            new Link(13, 5, "unix:101", Flow.BOTH),
            new Link(14, 6, "eventfd:5", Flow.BOTH)),
        List.of(HIDDEN));
  }

  /// `client` (12) and `other` (15) have connected to the listener of `server` (13), which has not
  /// accepted them; `client` waits for an answer already.
  static Picture waiting() {
    return Picture.of(
        Instant.EPOCH,
        List.of(process(12, "client", reading(12)), process(13, "server"), process(15, "other")),
        List.of(
            tcp(100, SocketState.CONNECTING, 50_000, OptionalLong.of(200)),
            tcp(200, SocketState.LISTENING, 0, OptionalLong.empty()),
            tcp(300, SocketState.CONNECTING, 50_001, OptionalLong.of(200))),
        List.of(
            new Link(12, 3, "tcp:100", Flow.BOTH),
            new Link(13, 5, "tcp:200", Flow.BOTH),
            new Link(15, 4, "tcp:300", Flow.BOTH)),
        List.of());
  }

  /// `client` (12) is connected to somebody, and waits for somebody to accept it; whoever was at
  /// the other end of its third socket is gone.
  static Picture unseen() {
    return Picture.of(
        Instant.EPOCH,
        List.of(process(12, "client")),
        List.of(
            socket(100, "", OptionalLong.of(101)),
            socket(101, "/run/server", OptionalLong.of(100)),
            tcp(300, SocketState.CONNECTING, 50_000, OptionalLong.of(301)),
            tcp(301, SocketState.LISTENING, 0, OptionalLong.empty()),
            socket(400, "/run/left", OptionalLong.empty())),
        List.of(
            new Link(12, 4, "unix:100", Flow.BOTH),
            new Link(12, 5, "tcp:300", Flow.BOTH),
            new Link(12, 6, "unix:400", Flow.BOTH)),
        List.of(HIDDEN));
  }

  /// A queue that nobody has open.
  static Picture left() {
    return Picture.of(
        Instant.EPOCH,
        List.of(),
        List.of(new IpcObject.PosixQueue("/left", 0, 8, OptionalLong.empty())),
        List.of(),
        List.of());
  }

  private static IpcSocket.InternetSocket tcp(
      long inode, SocketState state, int port, OptionalLong listener) {
    var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
    var isListener = state == SocketState.LISTENING;
    return new IpcSocket.InternetSocket(
        Kind.TCP,
        inode,
        state,
        isListener ? server : new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        isListener ? Optional.empty() : Optional.of(server),
        OptionalLong.empty(),
        listener,
        isListener ? 2 : 0,
        isListener ? 1 : 0,
        0,
        2,
        isListener
            ? List.of(
                new RpcProgram(100_003, 3, Optional.of("nfs")),
                new RpcProgram(100_003, 4, Optional.of("nfs")),
                new RpcProgram(0x2000_0099L, 1, Optional.empty()))
            : List.of());
  }

  /// The same names everywhere, and none of them is harmless.
  static Picture evil() {
    return Picture.of(
        Instant.EPOCH,
        List.of(process(10, EVIL), process(11, EVIL)),
        List.of(
            socket(100, "@" + EVIL, 101),
            socket(101, EVIL, 100),
            new IpcObject.PosixQueue("/" + EVIL, 0, 8, OptionalLong.of(3)),
            new IpcObject.BusName("session", EVIL, List.of(new BusCall(10, EVIL, EVIL, 2)))),
        List.of(
            new Link(10, 4, "unix:100", Flow.BOTH),
            new Link(11, 5, "unix:101", Flow.BOTH),
            new Link(10, 6, "mq:/" + EVIL, Flow.READ),
            new Link(11, -1, "dbus:session/" + EVIL, Flow.BOTH),
            new Link(10, -1, "dbus:session/" + EVIL, Flow.WRITE)),
        List.of(new Unknown(Unknown.Matter.LOCKS, EVIL, EVIL, List.of())));
  }

  /// Two that have called a name on a bus.
  static Picture calls() {
    var id = "dbus:session/com.example.Player";
    var calls =
        List.of(
            new BusCall(10, "com.example.Player", "Open", 1),
            new BusCall(10, "org.freedesktop.DBus.Properties", "Get", 3),
            new BusCall(12, "", "Stop", 1));
    return Picture.of(
        Instant.EPOCH,
        List.of(process(10, "caller"), process(11, "player"), process(12, "other")),
        List.of(new IpcObject.BusName("session", "com.example.Player", calls)),
        List.of(
            new Link(10, -1, id, Flow.WRITE),
            new Link(11, -1, id, Flow.BOTH),
            new Link(12, -1, id, Flow.WRITE)),
        List.of());
  }

  static Excerpt shown(Picture picture) {
    return new Selection(Set.of(), Set.of(), Selection.Reach.CONNECTED).of(picture);
  }
}
