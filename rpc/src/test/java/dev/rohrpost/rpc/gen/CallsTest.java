package dev.rohrpost.rpc.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Caller;
import dev.rohrpost.rpc.Credential;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.Refusal;
import dev.rohrpost.rpc.RpcCaller;
import dev.rohrpost.rpc.RpcService;
import dev.rohrpost.rpc.gen.snippets.calc.Answer;
import dev.rohrpost.rpc.gen.snippets.calc.Calc1;
import dev.rohrpost.rpc.gen.snippets.calc.Pair;
import dev.rohrpost.rpc.gen.snippets.twos.A;
import dev.rohrpost.rpc.gen.snippets.twos.B;
import dev.rohrpost.rpc.gen.snippets.twos.Tree;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallsTest {
  /// Hands calls to a service, as bytes.
  private record Direct(RpcService service) implements RpcCaller {
    @Override
    public <T extends @Nullable Object, R extends @Nullable Object> R call(
        Program program, int procedure, XdrCodec<T> arguments, T argument, XdrCodec<R> results) {
      assertThat(program).isEqualTo(service.program());
      try {
        var call = new Bytes(procedure, Xdr.encode(argument, arguments));
        if (procedure != 0) {
          service.serve(call);
        }
        return Xdr.decode(call.answer, results);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public RpcCaller with(Credential credential) {
      return this;
    }

    @Override
    public RpcCaller deadlineAfter(Duration time) {
      return this;
    }

    @Override
    public RpcCaller idempotent() {
      return this;
    }
  }

  private static final class Bytes implements Call {
    private final int procedure;
    private final byte[] question;
    private byte[] answer = new byte[0];
    private boolean unknown;

    private Bytes(int procedure, byte[] question) {
      this.procedure = procedure;
      this.question = question;
    }

    @Override
    public int procedure() {
      return procedure;
    }

    @Override
    public <T extends @Nullable Object> T arguments(XdrCodec<T> codec) throws XdrException {
      return Xdr.decode(question, codec);
    }

    @Override
    public <R extends @Nullable Object> void reply(XdrCodec<R> codec, R result) {
      answer = Xdr.encode(result, codec);
    }

    @Override
    public void refuse(Refusal reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void drop() {
      throw new AssertionError("no call is to be silent");
    }

    @Override
    public void noSuchProcedure() {
      unknown = true;
    }

    @Override
    public Caller caller() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Credential credential() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Deadline deadline() {
      return Deadline.NEVER;
    }
  }

  private static final class Calculator implements Calc1 {
    @Override
    public Answer add(Pair pair, Call call) {
      return pair.a() < 0
          ? new Answer.Why(1, "negative")
          : new Answer.Sum((long) pair.a() + pair.b());
    }
  }

  private static final class Both implements B {
    @Override
    public String f(String text, long number, Call call) {
      return text + Long.toUnsignedString(number);
    }

    @Override
    public @Nullable Tree g(@Nullable Tree tree, Call call) {
      return tree == null ? new Tree(null, null, 7) : tree.left();
    }
  }

  @Test
  void theClientSaysWhatTheServiceAnswers() throws Exception {
    var client = new Calc1.Client(new Direct(new Calculator()));
    assertThat(Calc1.ID).isEqualTo(new Program(0x2000_0101, 1));
    assertThat(client.add(new Pair(40, 2))).isEqualTo(new Answer.Sum(42));
    assertThat(client.add(new Pair(-1, 2))).isEqualTo(new Answer.Why(1, "negative"));
    client.ping();
  }

  @Test
  void severalArgumentsAndOptionalOnes() throws Exception {
    var client = new B.Client(new Direct(new Both()));
    assertThat(client.f("n", -1)).isEqualTo("n18446744073709551615");
    assertThat(client.g(null)).isEqualTo(new Tree(null, null, 7));
    assertThat(client.g(new Tree(null, null, 1))).isNull();
    assertThatThrownBy(() -> client.f("123456789", 0)).hasMessageContaining("above the bound 8");
    new A.Client(new Direct((A) _ -> 1)).ping();
  }

  @Test
  void whatTheServiceDoesNotHaveIsSaid() throws Exception {
    var call = new Bytes(9, new byte[0]);
    new Calculator().serve(call);
    assertThat(call.unknown).isTrue();
    assertThatThrownBy(() -> new Calculator().serve(new Bytes(1, new byte[3])))
        .isInstanceOf(XdrException.class);
  }
}
