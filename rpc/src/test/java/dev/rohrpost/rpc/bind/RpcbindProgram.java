package dev.rohrpost.rpc.bind;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcClient;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.bind.protocol.Netbuf;
import dev.rohrpost.rpc.bind.protocol.RmtcallArgs;
import dev.rohrpost.rpc.bind.protocol.Rpcb;
import dev.rohrpost.rpc.bind.protocol.Rpcb4;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Running;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Has a machine of its own, with a registry at its usual addresses: rpcbind(8), or ours. Prints
/// what is asked and answered.
final class RpcbindProgram {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Program SOMETHING = new Program(0x2000_0123L, 7);
  private static final InternetAddress SOMEWHERE = InternetAddress.of("127.0.0.1", 2222);

  private RpcbindProgram() {}

  public static void main(String... arguments) throws Exception {
    switch (arguments[0]) {
      case "theirs" -> theirs();
      case "ours" -> ours();
      default -> throw new AssertionError(arguments[0]);
    }
  }

  private static Deadline soon() {
    return Deadline.after(PATIENCE);
  }

  private static void theirs() throws Exception {
    try (var _ = Foreign.start("rpcbind", "-f", "-w")) {
      for (var registry :
          List.of(
              awaited(),
              Rpcbind.at(tcp("127.0.0.1")),
              Rpcbind.at(udp("127.0.0.1")),
              Rpcbind.at(tcp("::1")))) {
        System.out.println(registry);
        asked(registry);
      }
    }
  }

  /// Nobody tells when it is ready.
  private static Rpcbind awaited() throws Exception {
    var end = soon();
    while (true) {
      var registry = Rpcbind.local();
      try {
        var _ = registry.list(end);
        return registry;
      } catch (RpcException e) {
        if (end.hasPassed()) {
          throw e;
        }
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  private static RpcAddress tcp(String host) {
    return RpcAddress.tcp(InternetAddress.of(host, 111));
  }

  private static RpcAddress udp(String host) {
    return RpcAddress.udp(InternetAddress.of(host, 111));
  }

  private static void asked(Rpcbind registry) throws Exception {
    var at = RpcAddress.tcp(SOMEWHERE);
    var elsewhere = RpcAddress.tcp(InternetAddress.of("127.0.0.1", 3333));
    System.out.println(
        "set "
            + registry.set(SOMETHING, at, soon())
            + " "
            + registry.set(SOMETHING, at, soon())
            + " "
            + registry.set(SOMETHING, elsewhere, soon()));
    System.out.println(
        "seen "
            + rpcinfo("-p").contains("536871203")
            + " "
            + registry.list(soon()).stream()
                .filter(it -> it.program().equals(SOMETHING))
                .map(it -> it.netid() + " " + it.address())
                .toList());
    System.out.println("found " + Rpcbind.lookup(SOMEWHERE.host(), SOMETHING, Netid.TCP, soon()));
    var other = new Program(SOMETHING.number(), 9);
    System.out.println(
        "other version " + Rpcbind.lookup(SOMEWHERE.host(), other, Netid.TCP, soon()));
    System.out.println(
        "over udp " + Rpcbind.lookup(SOMEWHERE.host(), SOMETHING, Netid.UDP, soon()));
    System.out.println("nothing " + registry.find(new Program(77, 7), soon()));
    System.out.println(
        "unset "
            + registry.unset(SOMETHING, Netid.TCP, soon())
            + " "
            + registry.unset(SOMETHING, Netid.TCP, soon()));
    System.out.println("seen " + rpcinfo("-p").contains("536871203"));
  }

  private static String rpcinfo(String... options) throws Exception {
    var output = Foreign.run(PATIENCE, "rpcinfo", options);
    return output.out() + output.err();
  }

  private static void ours() throws Exception {
    var addresses =
        List.of(
            RpcAddress.unix(Rpcbind.SOCKET),
            tcp("127.0.0.1"),
            udp("127.0.0.1"),
            tcp("::1"),
            udp("::1"));
    var builder = RpcbindServer.builder();
    addresses.forEach(builder::listen);
    try (var server = builder.start()) {
      for (var at : addresses) {
        System.out.println(Rpcbind.at(at));
        asked(Rpcbind.at(at));
      }
      for (var options :
          List.of(
              "-p",
              "-s",
              "-m",
              "-l 127.0.0.1 100000 4",
              "-T tcp 127.0.0.1 100000",
              "-T udp 127.0.0.1 100000 3",
              "-T tcp6 ::1 100000 4",
              "-T local localhost 100000 4",
              "-a 127.0.0.1.0.111 -T tcp 100000 2",
              "-n 111 -t 127.0.0.1 100000 2",
              "-n 111 -u 127.0.0.1 100000 2")) {
        System.out.println("rpcinfo " + options);
        System.out.println(rpcinfo(options.split(" ")).strip());
      }
      details();
      everywhere();
      withServerInC(server);
      System.out.println("left " + server.registrations().size());
    }
  }

  private static void details() throws Exception {
    try (var client = RpcClient.connect(tcp("127.0.0.1"))) {
      var version4 = new Rpcb4.Client(client.deadlineAfter(PATIENCE));
      System.out.println("time " + (version4.gettime() > 1_700_000_000));
      var bytes = version4.uaddr2taddr("127.0.0.1.8.174");
      System.out.println("taddr " + bytes.buf() + " " + version4.taddr2uaddr(bytes));
      System.out.println(
          "no taddr "
              + version4.uaddr2taddr("nonsense").buf().size()
              + " '"
              + version4.taddr2uaddr(new Netbuf(2, Opaque.of((byte) 2, (byte) 0)))
              + "'");
      System.out.println(
          "version "
              + version4.getversaddr(new Rpcb(100000, 9, "", "", ""))
              + "-"
              + version4.getversaddr(new Rpcb(100000, 3, "", "", "")));
      System.out.println("counted " + version4.getstat().get(2).info().get(12));
      var quick = new Rpcb4.Client(client.deadlineAfter(Duration.ofMillis(100)));
      try {
        System.out.println(quick.indirect(new RmtcallArgs(100000, 4, 0, Opaque.EMPTY)));
      } catch (RpcException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /// A program that listens at all addresses is found at the one that the asker can use.
  private static void everywhere() throws Exception {
    for (var host : List.of("0.0.0.0", "::")) {
      var at = RpcAddress.tcp(InternetAddress.of(host, 2222));
      var _ = Rpcbind.local().set(SOMETHING, at, soon());
    }
    for (var asked : List.of(tcp("127.0.0.1"), tcp("::1"))) {
      try (var client = RpcClient.connect(asked)) {
        var question = new Rpcb(SOMETHING.number(), SOMETHING.version(), "", "", "");
        System.out.println("at " + new Rpcb4.Client(client).getaddr(question));
      }
    }
    for (var netid : List.of(Netid.TCP, Netid.TCP6)) {
      var _ = Rpcbind.local().unset(SOMETHING, netid, soon());
    }
  }

  /// A server in C registers itself and is found; when it has gone, root takes it out.
  private static void withServerInC(RpcbindServer server) throws Exception {
    var before = server.registrations().size();
    try (var peer = Running.start(new ProcessBuilder(System.getProperty("peer"), "registered"))) {
      System.out.println("registered " + peer.line(PATIENCE));
      for (var it : server.registrations().subList(before, server.registrations().size())) {
        System.out.println(it.program() + " " + it.netid() + " " + it.owner());
      }
      for (var netid : List.of(Netid.TCP, Netid.UDP)) {
        var found =
            Rpcbind.lookup(
                InetAddress.getLoopbackAddress(), new Program(0x2000_0099L, 1), netid, soon());
        try (var client = RpcClient.connect(found.orElseThrow())) {
          System.out.println(client.call(new Program(0x2000_0099L, 1), 4, Xdr.VOID, null, Xdr.INT));
        }
      }
    }
    var unset = List.of("rpcinfo", "-d", "536871065", "1");
    for (var user : List.of("65534", "0")) {
      var line = new ArrayList<>(List.of("--reuid", user, "--clear-groups"));
      line.addAll(unset);
      Foreign.run(PATIENCE, "setpriv", line.toArray(String[]::new));
      System.out.println(
          "after unset by " + user + ": " + (server.registrations().size() - before));
    }
  }
}
