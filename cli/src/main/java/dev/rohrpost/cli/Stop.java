package dev.rohrpost.cli;

import dev.rohrpost.Signal;
import dev.rohrpost.memory.Access;
import dev.rohrpost.memory.SharedMemory;
import dev.rohrpost.messaging.Message;
import dev.rohrpost.messaging.Receiver;
import dev.rohrpost.pipe.Fifo;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.process.Pipeline;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import dev.rohrpost.semaphore.Operation;
import dev.rohrpost.signal.Target;
import java.util.List;

/// One mechanism, shown.
///
/// @param name what it is called
/// @param what what it is, in a line
/// @param calls what was used
/// @param scheme of its endpoints, whose traits are shown; empty where it is no carrier
/// @param show does it
record Stop(String name, String what, String calls, String scheme, Show show) {
  /// The least that is mapped.
  static final int PAGE = 4096;

  /// Does it once.
  @FunctionalInterface
  interface Show {
    /// Does it.
    ///
    /// @return what was observed
    String on(Scene scene) throws Exception;
  }

  /// Returns all stops, in the order of the lecture.
  static List<Stop> all() {
    return List.of(
        new Stop(
            "signal",
            "a number, with a value, to a process",
            "rt_sigqueueinfo(2)," + " signalfd(2); rohrpost signal watch RTMIN+1",
            "signal",
            Stop::signal),
        new Stop(
            "pipe",
            "a stream of bytes between two programs",
            "pipe2(2), posix_spawn(3);" + " rohrpost connect 'ls /' 'wc -l'",
            "fd",
            Stop::pipe),
        new Stop(
            "named pipe",
            "a pipe that is found by its path",
            "mkfifo(3), open(2);" + " rohrpost send fifo:… Hello",
            "fifo",
            Stop::fifo),
        new Stop(
            "System V queue",
            "messages with types, by which a receiver selects",
            "msgget(2), msgsnd(2), msgrcv(2); rohrpost receive sysv:… --type 1",
            "sysv",
            Stop::systemVQueue),
        new Stop(
            "POSIX queue",
            "messages with priorities, the most urgent first",
            "mq_open(3), mq_send(3), mq_receive(3); rohrpost receive mq:…",
            "mq",
            Stop::posixQueue),
        new Stop(
            "semaphores",
            "numbers on which processes wait",
            "semget(2), semtimedop(2); rohrpost semaphore set sysv:… 0 1",
            "",
            Stop::semaphore),
        new Stop(
            "shared memory",
            "bytes that several processes see, each at an address of its own",
            "shm_open(3), mmap(2); rohrpost memory create shm:/… --plain",
            "",
            Stop::memory),
        new Stop(
            "ring in shared memory",
            "messages without a system call",
            "mmap(2), futex(2); rohrpost receive shm:/…",
            "shm",
            Stop::ring),
        new Stop(
            "UNIX stream socket",
            "a connection within the machine",
            "socket(2), bind(2),"
                + " listen(2), accept4(2), connect(2); rohrpost receive listen+unix:…",
            "unix",
            scene -> socket(scene, "unix", scene.folder() + "/stream")),
        new Stop(
            "abstract name",
            "a UNIX socket without a file",
            "unix(7);" + " rohrpost receive listen+unix:@…",
            "unix",
            scene -> socket(scene, "unix", "@" + scene.name("tour"))),
        new Stop(
            "sequenced packets",
            "a connection that keeps the borders of messages",
            "socket(AF_UNIX, SOCK_SEQPACKET); rohrpost receive listen+unix-seqpacket:…",
            "unix-seqpacket",
            scene -> socket(scene, "unix-seqpacket", scene.folder() + "/packets")),
        new Stop(
            "UNIX datagrams",
            "messages to a socket, without a connection",
            "socket(AF_UNIX, SOCK_DGRAM); rohrpost send unix-dgram:…",
            "unix-dgram",
            scene -> datagram(scene, "unix-dgram:" + scene.folder() + "/datagrams")),
        new Stop(
            "descriptor passing",
            "an open file, handed to another process",
            "sendmsg(2) with SCM_RIGHTS; rohrpost send unix:… --fd N",
            "unix",
            Stop::descriptor),
        new Stop(
            "TCP",
            "a connection to a host",
            "tcp(7); rohrpost receive listen+tcp://…",
            "tcp",
            scene -> socket(scene, "tcp", "//127.0.0.1:" + Ports.tcp("127.0.0.1"))),
        new Stop(
            "TCP over IPv6",
            "the same, with addresses of 128 bits",
            "ipv6(7);" + " rohrpost receive listen+tcp://[::1]:…",
            "tcp",
            scene -> socket(scene, "tcp", "//[::1]:" + Ports.tcp("::1"))),
        new Stop(
            "UDP",
            "messages to a host, some of which may be lost",
            "udp(7);" + " rohrpost send udp://…",
            "udp",
            scene -> datagram(scene, "udp://127.0.0.1:" + Ports.udp("127.0.0.1"))),
        new Stop(
            "virtual machine socket",
            "a connection between a machine and its host",
            "vsock(7); rohrpost receive listen+vsock://…",
            "vsock",
            Stop::vsock),
        new Stop(
            "remote procedure call",
            "a procedure of another process, called with values",
            "rpc(3), rpcgen(1), rpcbind(8); rohrpost rpc call tcp://… sum.x ADD '{…}'",
            "",
            RemoteProcedure::show),
        new Stop(
            "D-Bus",
            "methods and signals of objects, found by names on a bus",
            "dbus-daemon(1), busctl(1); rohrpost bus call com.example.Sum /sum com.example.Sum Add ii 40 2",
            "",
            MessageBus::show));
  }

  private static String signal(Scene scene) throws Exception {
    var partner = scene.partner();
    partner.begin("signal", "watch", "RTMIN+1", "--count", "1", "--json", "--timeout", "5s");
    partner.line(); // it is ready
    new Target.Pid(partner.pid()).queue(Signal.realTime(1), 42);
    return scene.received(partner.answer().orFail().lines());
  }

  private static String pipe(Scene scene) throws Exception {
    var programs = Pipeline.of(Program.of("ls", "/"), Program.of("wc", "-l"));
    try (var pipeline = programs.withOutput(Redirect.PIPE).start()) {
      var said = pipeline.communicate(new byte[0], Scene.soon());
      return "ls / | wc -l: processes "
          + String.join(" and ", pipeline.children().stream().map(c -> "" + c.pid()).toList())
          + ", "
          + said.outText().strip();
    }
  }

  private static String fifo(Scene scene) throws Exception {
    var path = scene.folder().resolve("fifo");
    Fifo.create(path);
    return scene.received(
        scene.exchange("fifo:" + path, List.of(Message.of("Hello")), "fifo:" + path));
  }

  private static String systemVQueue(Scene scene) throws Exception {
    var uri = scene.systemVQueue(1);
    var messages = List.of(Message.of("second").withType(2), Message.of("first").withType(1));
    return scene.received(scene.exchange(uri, messages, uri, "--type", "1"));
  }

  private static String posixQueue(Scene scene) throws Exception {
    var uri = scene.posixQueue("tour");
    try (var sender = Scene.sender(uri)) {
      sender.send(Message.of("later").withPriority(1), Scene.soon());
      sender.send(Message.of("urgent").withPriority(9), Scene.soon());
    }
    var answer = scene.partner().run("receive", uri, "--count", "2", "--json", "--no-wait");
    return scene.received(answer.orFail().lines());
  }

  /// We wait until the other process lets us.
  private static String semaphore(Scene scene) throws Exception {
    var set = scene.semaphore(20);
    scene.partner().begin("semaphore", "set", "sysv:id=" + set.id(), "0", "1");
    var passed = set.operate(Scene.soon(), Operation.of(0, -1));
    scene.partner().answer().orFail();
    return "process "
        + ProcessHandle.current().pid()
        + " waited, process "
        + scene.partner().pid()
        + (passed ? " let it pass" : " did not let it pass");
  }

  private static String memory(Scene scene) throws Exception {
    var name = "/" + scene.name("tour");
    try (var memory = SharedMemory.create(name, PAGE)) {
      scene.leave(() -> SharedMemory.remove(name));
      try (var mapping = memory.map(Access.READ_WRITE)) {
        mapping.bytes().setString(0, "Hello");
        var head = Program.of("head", "-c", "5", "/dev/shm" + name);
        try (var reader = head.withOutput(Redirect.PIPE).start()) {
          var said = reader.communicate(new byte[0], Scene.soon());
          return "written at an address here, process " + reader.pid() + " read " + said.outText();
        }
      }
    }
  }

  private static String ring(Scene scene) throws Exception {
    var uri = scene.ring("ring");
    return scene.received(scene.exchange(uri, List.of(Message.of("Hello")), uri, "--count", "1"));
  }

  private static String socket(Scene scene, String scheme, String name) throws Exception {
    var uri = scheme + ":" + name;
    return scene.received(scene.exchange(uri, List.of(Message.of("Hello")), "listen+" + uri));
  }

  /// Listening at any address, connecting to this machine itself.
  private static String vsock(Scene scene) throws Exception {
    Scene.requireVsock();
    var port = 10_000 + ProcessHandle.current().pid();
    var hello = List.of(Message.of("Hello"));
    return scene.received(scene.exchange("vsock://1:" + port, hello, "listen+vsock://:" + port));
  }

  /// Nobody can ask whether a datagram socket is there; so it is made here, and then written to.
  private static String datagram(Scene scene, String uri) throws Exception {
    try (var receiver = Scene.receiver("listen+" + uri)) {
      scene.partner().run("send", uri, "Hello").orFail();
      return received(scene, receiver);
    }
  }

  private static String received(Scene scene, Receiver receiver) throws Exception {
    try (var message = receiver.receive(Scene.soon()).orElseThrow()) {
      return "process "
          + scene.partner().pid()
          + " sent, process "
          + ProcessHandle.current().pid()
          + " received '"
          + message.text()
          + message.from().map(from -> "' from " + from).orElse("'");
    }
  }

  private static String descriptor(Scene scene) throws Exception {
    var uri = "unix:" + scene.folder() + "/rights";
    try (var pipe = Pipe.open()) {
      var message = Message.of("a pipe").withDescriptors(List.of(pipe.readEnd().fd()));
      return scene.received(scene.exchange(uri, List.of(message), "listen+" + uri));
    }
  }
}
