package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// How much memory of a server an idle connection takes: by how much 1,000 of them make its
/// resident set larger, and in a JVM the part of the heap that is in use. Not of the kernel, whose
/// sockets cost everyone the same.
///
/// The clients of all servers in Java are ours.
final class RpcIdle implements Benchmark {
  private static final int NUMBER = 1000;

  /// How many connections there are before: the first ones load classes, and ours gives them
  /// threads of another kind.
  private static final int BEFORE = 100;

  @Override
  public String name() {
    return "rpc-idle";
  }

  @Override
  public String what() {
    return "memory that an idle connection takes in the server, over TCP";
  }

  @Override
  public Load load() {
    return new Load(0, 1, NUMBER);
  }

  @Override
  public Unit unit() {
    return Unit.BYTES;
  }

  @Override
  public List<String> flags() {
    return Footprint.FLAGS;
  }

  @Override
  public Target target() {
    return Target.kibibytes(16);
  }

  @Override
  public Contestant ours() {
    return new InJava(
        "ours",
        Measuring::new,
        _ -> RpcKind.TCP.serve(new RpcContent.Echo(), RpcConnections.MANY, new Server()));
  }

  @Override
  public List<Contestant> peers() {
    return List.of(
        new InJava("oncrpc4j", Measuring::new, _ -> Oncrpc4j.serve(RpcKind.TCP, new Server())),
        new InJava("Remote Tea", Measuring::new, _ -> RemoteTea.serve(RpcKind.TCP, new Server())));
  }

  /// The server's side: says how much memory it has, whenever it is asked.
  private static final class Server implements RpcKind.Meanwhile {
    @Override
    public void run() throws IOException {
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (in.readLine() != null) {
        System.out.println(Footprint.now());
      }
    }
  }

  /// The clients' side.
  private static final class Measuring implements Work {
    private final Process server;
    private final BufferedReader said;
    private final List<RpcClient> clients = new ArrayList<>();

    Measuring(Partner partner) throws IOException {
      server = partner.start();
      said =
          new BufferedReader(
              new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public Measurement measure(Load load) throws IOException, InterruptedException {
      var at = RpcKind.TCP.address(said.readLine());
      for (var i = 0; i < BEFORE; i++) {
        connect(at);
      }
      var before = resident();
      for (var i = 0; i < load.size(); i++) {
        connect(at);
      }
      return new Measurement((double) (resident() - before) / load.size(), Double.NaN);
    }

    private void connect(RpcAddress at) throws IOException, InterruptedException {
      clients.add(RpcClient.connect(at));
      RpcContent.NOTHING.call(clients.getLast()).run();
    }

    private long resident() throws IOException {
      server.getOutputStream().write('\n');
      server.getOutputStream().flush();
      return Long.parseLong(said.readLine());
    }

    @Override
    public void run(int times) {
      throw new UnsupportedOperationException("it takes no time");
    }

    @Override
    public void close() {
      clients.forEach(RpcClient::close);
    }
  }
}
