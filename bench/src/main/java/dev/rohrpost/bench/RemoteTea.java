package dev.rohrpost.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.acplt.oncrpc.OncRpcClient;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.OncRpcTcpClient;
import org.acplt.oncrpc.OncRpcUdpClient;
import org.acplt.oncrpc.XdrAble;
import org.acplt.oncrpc.XdrDecodingStream;
import org.acplt.oncrpc.XdrEncodingStream;
import org.acplt.oncrpc.XdrVoid;
import org.acplt.oncrpc.server.OncRpcCallInformation;
import org.acplt.oncrpc.server.OncRpcDispatchable;
import org.acplt.oncrpc.server.OncRpcServerTransport;
import org.acplt.oncrpc.server.OncRpcServerTransportRegistrationInfo;
import org.acplt.oncrpc.server.OncRpcTcpServerTransport;
import org.acplt.oncrpc.server.OncRpcUdpServerTransport;

/// The same with Remote Tea.
final class RemoteTea {
  private static final int PROGRAM = (int) RpcContent.PROGRAM.number();
  private static final int VERSION = (int) RpcContent.PROGRAM.version();
  private static final int BUFFER = 8192;

  private RemoteTea() {}

  /// Bytes, or a text as its bytes, which are the same on the wire.
  static final class Bytes implements XdrAble {
    byte[] bytes;

    Bytes(byte... bytes) {
      this.bytes = bytes;
    }

    @Override
    public void xdrDecode(XdrDecodingStream in) throws OncRpcException, IOException {
      bytes = in.xdrDecodeDynamicOpaque();
    }

    @Override
    public void xdrEncode(XdrEncodingStream out) throws OncRpcException, IOException {
      out.xdrEncodeDynamicOpaque(bytes);
    }
  }

  /// Returns a server of the echo, which does not listen yet.
  static OncRpcServerTransport server(RpcKind kind) throws IOException, OncRpcException {
    var here = InetAddress.getLoopbackAddress();
    var programs =
        new OncRpcServerTransportRegistrationInfo[] {
          new OncRpcServerTransportRegistrationInfo(PROGRAM, VERSION)
        };
    OncRpcDispatchable answer = RemoteTea::answer;
    return kind == RpcKind.UDP
        ? new OncRpcUdpServerTransport(answer, here, 0, programs, BUFFER)
        : new OncRpcTcpServerTransport(answer, here, 0, programs, BUFFER);
  }

  static void serve(RpcKind kind) throws IOException {
    serve(kind, RpcKind.Meanwhile::nothing);
  }

  static void serve(RpcKind kind, RpcKind.Meanwhile meanwhile) throws IOException {
    try {
      var transport = server(kind);
      transport.listen();
      System.out.println(transport.getPort());
      meanwhile.run();
      transport.close();
    } catch (OncRpcException e) {
      throw new IOException(e);
    }
  }

  private static void answer(OncRpcCallInformation call, int program, int version, int procedure)
      throws OncRpcException, IOException {
    if (procedure == 0) {
      call.retrieveCall(XdrVoid.XDR_VOID);
      call.reply(XdrVoid.XDR_VOID);
      return;
    }
    var content = new Bytes();
    call.retrieveCall(content);
    call.reply(content);
  }

  static Work start(RpcKind kind, RpcContent content, Partner partner) throws IOException {
    try {
      var client = client(kind, partner);
      return Work.of(call(client, content), client::close);
    } catch (OncRpcException e) {
      throw new IOException(e);
    }
  }

  /// Calls over a number of connections in turn.
  static Work overMany(int number, Partner partner) throws IOException {
    try {
      var port = Integer.parseInt(RpcKind.line(partner.start().getInputStream()));
      var clients = new ArrayList<OncRpcClient>();
      var calls = new ArrayList<Work.Once>();
      for (var i = 0; i < number; i++) {
        clients.add(client(RpcKind.TCP, port));
        calls.add(call(clients.getLast(), RpcContent.TEXT));
      }
      return Work.inTurn(
          calls,
          () -> {
            for (var client : clients) {
              client.close();
            }
          });
    } catch (OncRpcException e) {
      throw new IOException(e);
    }
  }

  private static OncRpcClient client(RpcKind kind, Partner partner)
      throws IOException, OncRpcException {
    return client(kind, Integer.parseInt(RpcKind.line(partner.start().getInputStream())));
  }

  static OncRpcClient client(RpcKind kind, int port) throws IOException, OncRpcException {
    var here = InetAddress.getLoopbackAddress();
    return kind == RpcKind.UDP
        ? new OncRpcUdpClient(here, PROGRAM, VERSION, port)
        : new OncRpcTcpClient(here, PROGRAM, VERSION, port);
  }

  private static Work.Once call(OncRpcClient client, RpcContent content) {
    var bytes =
        content == RpcContent.LARGE
            ? new byte[RpcContent.MUCH]
            : RpcContent.SHORT.getBytes(StandardCharsets.UTF_8);
    var sent = new Bytes(bytes);
    return () -> {
      try {
        if (content == RpcContent.NOTHING) {
          client.call(0, XdrVoid.XDR_VOID, XdrVoid.XDR_VOID);
          return;
        }
        var got = new Bytes();
        client.call(RpcContent.ECHO, sent, got);
        RpcContent.check(bytes.length, got.bytes.length);
      } catch (OncRpcException e) {
        throw new IOException(e);
      }
    };
  }
}
