package dev.rohrpost.rpc.bind;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Caller;
import dev.rohrpost.rpc.Credential;
import dev.rohrpost.rpc.Refusal;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.Scribbles;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives the registry any calls, and its addresses any text.
public final class RegistryScribbles {
  /// For each call all registrations may be listed, and a list is as long as the calls before.
  private static final long MULTIPLE = 2048;

  private RegistryScribbles() {}

  /// A call with any arguments; counts what is answered.
  private static final class Bytes implements Call {
    private final int procedure;
    private final XdrReader arguments;
    private boolean answered;
    private @Nullable XdrException garbage;

    Bytes(int procedure, ByteBuffer arguments) {
      this.procedure = procedure;
      this.arguments = XdrReader.of(MemorySegment.ofBuffer(arguments));
    }

    @Override
    public int procedure() {
      return procedure;
    }

    @Override
    public <A extends @Nullable Object> A arguments(XdrCodec<A> codec) throws XdrException {
      try {
        return codec.decode(arguments);
      } catch (XdrException e) {
        garbage = e;
        throw e;
      }
    }

    @Override
    public <R extends @Nullable Object> void reply(XdrCodec<R> codec, R result) {
      answered = true;
      try {
        var _ = Xdr.decode(Xdr.encode(result, codec), codec);
      } catch (XdrException e) {
        throw new AssertionError("a result that cannot be read", e);
      }
    }

    @Override
    public void noSuchProcedure() {
      answered = true;
    }

    @Override
    public void refuse(Refusal reason) {
      answered = true;
    }

    @Override
    public void drop() {
      answered = true;
    }

    @Override
    public Caller caller() {
      var peer = InternetAddress.loopback(2);
      return new Caller(RpcAddress.tcp(InternetAddress.loopback(1)), peer, Optional.empty());
    }

    @Override
    public Credential credential() {
      return Credential.NONE;
    }

    @Override
    public Deadline deadline() {
      return Deadline.NEVER;
    }
  }

  /// Calls one after the other: version, procedure, number of words, words.
  ///
  /// @param bytes what comes
  /// @throws Exception if something is wrong
  public static void registry(byte[] bytes) throws Exception {
    Scribbles.within(MULTIPLE, bytes, () -> call(ByteBuffer.wrap(bytes)));
  }

  private static void call(ByteBuffer in) throws Exception {
    var registry = new RegistryService();
    var versions = List.of(new Version2(registry), new Version3(registry), new Version4(registry));
    for (var calls = 0; in.remaining() >= 3 && calls < 64; calls++) {
      var version = versions.get(Byte.toUnsignedInt(in.get()) % versions.size());
      var procedure = in.get();
      var length = Math.min(4 * Byte.toUnsignedInt(in.get()), in.remaining());
      var call = new Bytes(procedure, in.slice(in.position(), length));
      in.position(in.position() + length);
      try {
        version.serve(call);
        if (!call.answered) {
          throw new AssertionError("no answer to " + procedure);
        }
      } catch (XdrException e) {
        if (e != call.garbage) {
          throw new AssertionError("not of the arguments", e);
        }
      }
      if (registry.all().size() > calls + 1) {
        throw new AssertionError("more than was registered");
      }
    }
  }

  /// An address as text, for each transport.
  ///
  /// @param bytes what comes
  /// @throws Exception if something is wrong
  public static void address(byte[] bytes) throws Exception {
    var text = new String(bytes, StandardCharsets.UTF_8);
    Scribbles.within(64, bytes, () -> parse(text));
  }

  private static void parse(String text) {
    for (var netid : Netid.values()) {
      var address = UniversalAddress.parse(netid, text);
      if (address.isPresent()
          && !UniversalAddress.parse(netid, UniversalAddress.of(address.get())).equals(address)) {
        throw new AssertionError("another address: " + text);
      }
      var _ = TransportAddress.of(netid, text);
    }
  }
}
