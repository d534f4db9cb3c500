package dev.rohrpost.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.CompletionHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import org.dcache.oncrpc4j.rpc.OncRpcClient;
import org.dcache.oncrpc4j.rpc.OncRpcProgram;
import org.dcache.oncrpc4j.rpc.OncRpcSvcBuilder;
import org.dcache.oncrpc4j.rpc.RpcAuthTypeNone;
import org.dcache.oncrpc4j.rpc.RpcCall;
import org.dcache.oncrpc4j.rpc.RpcReply;
import org.dcache.oncrpc4j.rpc.RpcTransport;
import org.dcache.oncrpc4j.rpc.net.IpProtocolType;
import org.dcache.oncrpc4j.xdr.XdrAble;
import org.dcache.oncrpc4j.xdr.XdrDecodingStream;
import org.dcache.oncrpc4j.xdr.XdrEncodingStream;
import org.dcache.oncrpc4j.xdr.XdrVoid;

/// The same with oncrpc4j, whose server runs calls where it reads them, too.
final class Oncrpc4j {
  private static final int PROGRAM = (int) RpcContent.PROGRAM.number();

  private Oncrpc4j() {}

  /// Bytes, or a text as its bytes, which are the same on the wire.
  static final class Bytes implements XdrAble {
    byte[] bytes;

    Bytes(byte... bytes) {
      this.bytes = bytes;
    }

    static Bytes of(RpcContent content) {
      return new Bytes(
          content == RpcContent.LARGE
              ? new byte[RpcContent.MUCH]
              : RpcContent.SHORT.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void xdrDecode(XdrDecodingStream in) throws IOException {
      bytes = in.xdrDecodeDynamicOpaque();
    }

    @Override
    public void xdrEncode(XdrEncodingStream out) {
      out.xdrEncodeDynamicOpaque(bytes);
    }
  }

  static int protocol(RpcKind kind) {
    return kind == RpcKind.UDP ? IpProtocolType.UDP : IpProtocolType.TCP;
  }

  /// Returns a server of the echo, before it is built.
  static OncRpcSvcBuilder server(RpcKind kind) {
    return new OncRpcSvcBuilder()
        .withIpProtocolType(protocol(kind))
        .withBindAddress("127.0.0.1")
        .withPort(0)
        .withoutAutoPublish()
        .withSameThreadIoStrategy()
        .withRpcService(
            new OncRpcProgram(PROGRAM, (int) RpcContent.PROGRAM.version()), Oncrpc4j::answer);
  }

  static void serve(RpcKind kind) throws IOException {
    serve(kind, RpcKind.Meanwhile::nothing);
  }

  static void serve(RpcKind kind, RpcKind.Meanwhile meanwhile) throws IOException {
    var server = server(kind).build();
    server.start();
    System.out.println(server.getInetSocketAddress(protocol(kind)).getPort());
    meanwhile.run();
    server.stop();
  }

  private static void answer(RpcCall call) throws IOException {
    if (call.getProcedure() == 0) {
      call.reply(XdrVoid.XDR_VOID);
      return;
    }
    var content = new Bytes();
    call.retrieveCall(content);
    call.reply(content);
  }

  static RpcCall connect(OncRpcClient client) throws IOException {
    return call(client.connect());
  }

  private static RpcCall call(RpcTransport transport) {
    return new RpcCall(
        PROGRAM, (int) RpcContent.PROGRAM.version(), new RpcAuthTypeNone(), transport);
  }

  private static OncRpcClient client(RpcKind kind, Partner partner) throws IOException {
    var port = Integer.parseInt(RpcKind.line(partner.start().getInputStream()));
    return new OncRpcClient(InetAddress.getLoopbackAddress(), protocol(kind), port);
  }

  static Work start(RpcKind kind, RpcContent content, Partner partner) throws IOException {
    var client = client(kind, partner);
    return Work.of(call(connect(client), content), client);
  }

  private static Work.Once call(RpcCall call, RpcContent content) {
    if (content == RpcContent.NOTHING) {
      return () -> call.call(0, XdrVoid.XDR_VOID, XdrVoid.XDR_VOID);
    }
    var sent = Bytes.of(content);
    return () -> {
      var got = new Bytes();
      call.call(RpcContent.ECHO, sent, got);
      RpcContent.check(sent.bytes.length, got.bytes.length);
    };
  }

  /// Calls over a number of connections in turn, which one thread reads.
  static Work overMany(int number, Partner partner) throws IOException {
    var port = Integer.parseInt(RpcKind.line(partner.start().getInputStream()));
    var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var all =
        new OncRpcSvcBuilder().withClientMode().withIpProtocolType(IpProtocolType.TCP).build();
    all.start();
    var calls = new ArrayList<Work.Once>();
    for (var i = 0; i < number; i++) {
      calls.add(call(call(all.connect(to)), RpcContent.TEXT));
    }
    return Work.inTurn(calls, all::stop);
  }

  /// Keeps a number of calls of a text in flight.
  static Work inFlight(int number, Partner partner) throws IOException {
    var client = client(RpcKind.TCP, partner);
    var call = connect(client);
    var sent = Bytes.of(RpcContent.TEXT);
    var free = new Semaphore(number);
    var done =
        new CompletionHandler<RpcReply, RpcTransport>() {
          @Override
          public void completed(RpcReply reply, RpcTransport transport) {
            try {
              var got = new Bytes();
              reply.getReplyResult(got);
              RpcContent.check(sent.bytes.length, got.bytes.length);
              free.release();
            } catch (IOException e) {
              failed(e, transport);
            }
          }

          @Override
          public void failed(Throwable cause, RpcTransport transport) {
            throw new AssertionError(cause); // and the measured thread waits until it is killed
          }
        };
    return new Work() {
      @Override
      public void run(int times) throws IOException, InterruptedException {
        for (var i = 0; i < times; i++) {
          free.acquire();
          call.call(RpcContent.ECHO, sent, done);
        }
        free.acquire(number); // all have come back
        free.release(number);
      }

      @Override
      public void close() throws IOException {
        client.close();
      }
    };
  }
}
