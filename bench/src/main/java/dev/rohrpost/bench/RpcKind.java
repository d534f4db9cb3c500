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
  TCP("TCP", "tcp-round-trip"),
  UDP("UDP", "udp-round-trip"),
  UNIX("a UNIX socket", "unix-stream-round-trip");

  private final String words;
  private final String bare;

  RpcKind(String words, String bare) {
    this.words = words;
    this.bare = bare;
  }

  String words() {
    return words;
  }

  /// Returns the C program that sends bytes over it without any protocol.
  String bare() {
    return bare;
  }

  /// Starts our server and returns where it is.
  RpcAddress meet(Partner partner) throws IOException {
    return address(line(partner.startWithOurs().stdout().inputStream()));
  }

  /// Reads where a server is, which it says first.
  static String line(InputStream in) throws IOException {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
  }

  private RpcAddress address(String where) {
    return switch (this) {
      case TCP -> RpcAddress.tcp(InternetAddress.loopback(Integer.parseInt(where)));
      case UDP -> RpcAddress.udp(InternetAddress.loopback(Integer.parseInt(where)));
      case UNIX -> RpcAddress.unix(Path.of(where));
    };
  }

  /// Serves until nobody needs the server any more.
  void serve(RpcService service, ServerLimits limits) throws IOException, InterruptedException {
    var at = this == UNIX ? "rpc-echo." + ProcessHandle.current().pid() : "0";
    try (var server =
        RpcServer.builder().serve(service).limits(limits).listen(address(at)).start()) {
      System.out.println(
          switch (server.addresses().getFirst()) {
            case RpcAddress.Tcp(var to) -> to.port();
            case RpcAddress.Udp(var to) -> to.port();
            case RpcAddress.Unix _ -> at;
          });
      System.in.transferTo(System.out);
    }
  }
}
