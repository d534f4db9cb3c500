package dev.rohrpost.rpc.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.rpc.Call;
import dev.rohrpost.rpc.Credential;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.rpc.Refusal;
import dev.rohrpost.rpc.RpcAddress;
import dev.rohrpost.rpc.RpcCaller;
import dev.rohrpost.rpc.RpcClient;
import dev.rohrpost.rpc.RpcException;
import dev.rohrpost.rpc.RpcRefusedException;
import dev.rohrpost.rpc.RpcServer;
import dev.rohrpost.rpc.RpcService;
import dev.rohrpost.rpc.RpcTimeoutException;
import dev.rohrpost.rpc.bind.protocol.CallResult;
import dev.rohrpost.rpc.bind.protocol.Pmap;
import dev.rohrpost.rpc.bind.protocol.RmtcallArgs;
import dev.rohrpost.rpc.bind.protocol.RmtcallResult;
import dev.rohrpost.rpc.bind.protocol.Rpcb3;
import dev.rohrpost.rpc.bind.protocol.Rpcb4;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class RemoteCallsTest {
  private static final long SOMETHING = 0x2000_0123L;
  private static final long NFS = 100_003;
  private static final int TAKE = 1;
  private static final int NONE = 99;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SILENCE = Duration.ofMillis(150);

  @TempDir Path folder;

  private final Queue<Credential> callers = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Queue<AutoCloseable> opened = new ConcurrentLinkedQueue<>();

  /// Answers as many bytes as it is asked for.
  private final class Bytes implements RpcService {
    private final Program program;

    Bytes(long number) {
      program = new Program(number, 7);
    }

    @Override
    public Program program() {
      return program;
    }

    @Override
    public void serve(Call call) throws Exception {
      if (call.procedure() == TAKE) {
        callers.add(call.credential());
        call.reply(Xdr.opaque(Xdr.UNBOUNDED), Opaque.of(new byte[call.arguments(Xdr.INT)]));
      } else {
        call.noSuchProcedure();
      }
    }
  }

  private <C extends AutoCloseable> C open(C closeable) {
    opened.add(closeable);
    return closeable;
  }

  @AfterEach
  void close() throws Exception {
    for (var each = opened.poll(); each != null; each = opened.poll()) {
      each.close();
    }
    assertThat(failures).isEmpty();
  }

  private RpcbindServer registry(boolean passesCallsOn) throws Exception {
    var builder =
        RpcbindServer.builder()
            .listen(RpcAddress.unix(folder.resolve("registry")))
            .listen(RpcAddress.udp(InternetAddress.loopback(0)))
            .onFailure((what, cause) -> failures.add(what + ": " + cause));
    var registry = open((passesCallsOn ? builder.remoteCalls() : builder).start());
    var server =
        open(
            RpcServer.builder()
                .serve(new Bytes(SOMETHING))
                .serve(new Bytes(NFS))
                .listen(RpcAddress.udp(InternetAddress.loopback(0)))
                .start());
    for (var program : server.programs()) {
      assertThat(
              Rpcbind.at(registry.addresses().getFirst())
                  .set(program, server.addresses().getFirst(), Deadline.NEVER))
          .isTrue();
    }
    return registry;
  }

  private RpcCaller over(RpcAddress at) throws Exception {
    return open(RpcClient.connect(at)).deadlineAfter(PATIENCE);
  }

  private static RmtcallArgs asked(long program, int procedure, int... words) {
    var bytes = new byte[words.length * Integer.BYTES];
    for (var i = 0; i < words.length; i++) {
      System.arraycopy(Xdr.encode(words[i], Xdr.INT), 0, bytes, i * Integer.BYTES, Integer.BYTES);
    }
    return new RmtcallArgs(program, 7, procedure, Opaque.of(bytes));
  }

  private static void assertRefused(ThrowingCallable call, Refusal reason) {
    assertThatExceptionOfType(RpcRefusedException.class)
        .isThrownBy(call)
        .extracting(RpcRefusedException::reason)
        .isEqualTo(reason);
  }

  @Row("BIND-06")
  @Test
  void aCallIsPassedOnAndItsResultComesBack() throws Exception {
    var registry = registry(true);
    var at =
        Rpcbind.at(registry.addresses().getLast())
            .find(new Program(SOMETHING, 7), Deadline.after(PATIENCE))
            .orElseThrow();
    for (var address : registry.addresses()) {
      var caller = over(address).with(Credential.sys("here", 0, 0));
      var asked = asked(SOMETHING, TAKE, 4);
      var answer =
          Opaque.of((byte) 0, (byte) 0, (byte) 0, (byte) 4, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
      var found = new RmtcallResult(UniversalAddress.of(at), answer);
      assertThat(new Pmap.Client(caller).callit(asked))
          .isEqualTo(new CallResult(UniversalAddress.port(found.addr()).orElseThrow(), answer));
      assertThat(new Rpcb3.Client(caller).callit(asked)).isEqualTo(found);
      assertThat(new Rpcb4.Client(caller).bcast(asked)).isEqualTo(found);
      assertThat(new Rpcb4.Client(caller).indirect(asked)).isEqualTo(found);
    }
    assertThat(callers).hasSize(8).containsOnly(Credential.NONE);
  }

  @Row("BIND-06")
  @Test
  void programsThatTrustThisMachineGetNothingButProcedure0() throws Exception {
    var registry = registry(true);
    var version4 = new Rpcb4.Client(over(registry.addresses().getFirst()));
    assertThat(version4.indirect(asked(NFS, 0)).results()).isEqualTo(Opaque.EMPTY);
    assertRefused(() -> version4.indirect(asked(NFS, TAKE, 4)), new Refusal.SystemError());
    assertRefused(
        () -> version4.indirect(new RmtcallArgs(100_000, 4, 0, Opaque.EMPTY)),
        new Refusal.SystemError());
    assertThat(callers).isEmpty();
  }

  @Row("BIND-06")
  @Test
  void indirectSaysWhatFails() throws Exception {
    var registry = registry(true);
    var version4 = new Rpcb4.Client(over(registry.addresses().getFirst()));
    assertRefused(() -> version4.indirect(asked(77, 0)), new Refusal.ProgramUnavailable());
    assertRefused(
        () -> version4.indirect(asked(SOMETHING, NONE)), new Refusal.ProcedureUnavailable());
    assertRefused(() -> version4.indirect(asked(SOMETHING, TAKE)), new Refusal.GarbageArguments());
  }

  /// The caller's address may be a lie.
  @Row("BIND-06")
  @Test
  void aShortCallOverUdpHasNoLongResult() throws Exception {
    var registry = registry(true);
    var local = new Rpcb4.Client(over(registry.addresses().getFirst()));
    var udp = new Rpcb4.Client(over(registry.addresses().getLast()));
    assertThat(udp.indirect(asked(SOMETHING, TAKE, 508)).results().size()).isEqualTo(512);
    assertRefused(() -> udp.indirect(asked(SOMETHING, TAKE, 509)), new Refusal.SystemError());
    assertThat(local.indirect(asked(SOMETHING, TAKE, 8000)).results().size()).isEqualTo(8004);
    assertRefused(() -> local.indirect(asked(SOMETHING, TAKE, 9000)), new Refusal.SystemError());
  }

  /// A question to one of the versions.
  private interface Question {
    Object ask(RpcCaller caller) throws RpcException, InterruptedException;
  }

  @Row("BIND-06")
  @Test
  void broadcastsThatFailAndAllCallsUnlessTheyAreWantedAreSilence() throws Exception {
    List<Question> broadcasts =
        List.of(
            it -> new Pmap.Client(it).callit(asked(77, 0)),
            it -> new Rpcb3.Client(it).callit(asked(SOMETHING, NONE)),
            it -> new Rpcb4.Client(it).bcast(asked(NFS, TAKE, 4)));
    List<Question> wanted =
        List.of(
            it -> new Pmap.Client(it).callit(asked(SOMETHING, 0)),
            it -> new Rpcb3.Client(it).callit(asked(SOMETHING, 0)),
            it -> new Rpcb4.Client(it).bcast(asked(SOMETHING, 0)),
            it -> new Rpcb4.Client(it).indirect(asked(SOMETHING, 0)));
    assertSilent(registry(true), broadcasts);
    close();
    assertSilent(registry(false), wanted);
  }

  private void assertSilent(RpcbindServer registry, List<Question> questions) throws Exception {
    var client = over(registry.addresses().getLast()).deadlineAfter(SILENCE);
    for (var question : questions) {
      assertThatExceptionOfType(RpcTimeoutException.class).isThrownBy(() -> question.ask(client));
    }
  }
}
