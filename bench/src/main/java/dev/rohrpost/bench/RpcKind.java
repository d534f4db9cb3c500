package dev.rohrpost.bench;

import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcServer;
import dev.rohrpost.rpc.RpcService;
import dev.rohrpost.rpc.ServerLimits;
import dev.rohrpost.socket.InternetAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A transport of remote procedure calls.
enum RpcKind {
  TCP("TCP", "tcp", "tcp-round-trip"),
  UDP("UDP", "udp", "udp-round-trip"),
  UNIX("a UNIX socket", "unix", "unix-stream-round-trip");

  private final String words;
  private final String name;
  private final String bare;

  RpcKind(String words, String name, String bare) {
    this.words = words;
    this.name = name;
    this.bare = bare;
  }

  String words() {
    return words;
  }

  /// Returns the C program that sends as much over it without a library: a call of procedure 0
  /// written by hand, or just bytes.
  String bare(RpcContent content) {
    return content == RpcContent.NOTHING ? "rpc-" + name + "-bare" : bare;
  }

  /// Returns the C program that echoes a string with libtirpc.
  String libtirpc() {
    return "rpc-" + name + "-echo";
  }

  /// Starts our server and returns where it is.
  RpcAddress meet(Partner partner) throws IOException {
    return address(line(partner.startWithOurs().stdout().inputStream()));
  }

  /// Starts libtirpc's server and returns where it is.
  RpcAddress meetLibtirpc(Partner partner) throws IOException {
    return address(line(partner.startInC(libtirpc(), "serve").stdout().inputStream()));
  }

  /// Reads where a server is, which it says first.
  static String line(InputStream in) throws IOException {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
  }

  /// Returns where a server is that has said so.
  RpcAddress address(String where) {
    return switch (this) {
      case TCP -> RpcAddress.tcp(InternetAddress.loopback(Integer.parseInt(where)));
      case UDP -> RpcAddress.udp(InternetAddress.loopback(Integer.parseInt(where)));
      case UNIX -> RpcAddress.unix(Path.of(where));
    };
  }

  /// What a server does until nobody needs it any more.
  interface Meanwhile {
    void run() throws IOException;

    /// Returns as soon as its input ends.
    static void nothing() throws IOException {
      System.in.transferTo(System.out);
    }
  }

  /// Serves until nobody needs the server any more.
  void serve(RpcService service, ServerLimits limits) throws IOException, InterruptedException {
    serve(service, limits, Meanwhile::nothing);
  }

  /// Serves until something has ended.
  void serve(RpcService service, ServerLimits limits, Meanwhile meanwhile)
      throws IOException, InterruptedException {
    var at = this == UNIX ? "rpc-echo." + ProcessHandle.current().pid() : "0";
    try (var server =
        RpcServer.builder().serve(service).limits(limits).listen(address(at)).start()) {
      System.out.println(
          switch (server.addresses().getFirst()) {
            case RpcAddress.Tcp(var to) -> to.port();
            case RpcAddress.Udp(var to) -> to.port();
            case RpcAddress.Unix _ -> at;
          });
      meanwhile.run();
    }
  }
}
