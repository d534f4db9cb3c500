package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.Direction;
import dev.rohrpost.socket.InternetAddress;
import dev.rohrpost.socket.SocketOption;
import dev.rohrpost.socket.SocketPair;
import dev.rohrpost.socket.StreamSocket;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.ThreadKind;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// When a call takes long, another thread goes on to read its connection: in each order in which
/// that, the end of the call and the writing of replies can happen, every reply comes once and
/// whole. Calls last until the test ends them, and the watch over slow calls looks when it says so.
@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class HandOverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int QUICK = 1;
  private static final int HELD = 2;
  private static final int FAILING = 3;
  private static final int SMALL = 10;

  /// More than the socket takes at once here, and less than is kept back for one write.
  private static final int LARGE = 40_000;

  private final BlockingQueue<Integer> begun = new LinkedBlockingQueue<>();
  private final Map<Integer, CountDownLatch> ends = new ConcurrentHashMap<>();
  private final CallTime time = new CallTime(ServerLimits.DEFAULT.callTime());
  private final SlowCalls watch = new SlowCalls(time, _ -> new Thread(() -> {}));
  private final Threads threads = new Threads();
  private final AtomicInteger places = new AtomicInteger();
  private final BufferSpace space = new BufferSpace(ServerLimits.DEFAULT.buffered());
  private final List<StreamConnection> closed = new CopyOnWriteArrayList<>();
  private SocketPair<StreamSocket> pair;
  private Wire peer;

  /// Starts threads at once, or when it is told to.
  private static final class Threads extends ServerThreads {
    private final List<Thread> started = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile boolean holds;

    @Override
    void start(String name, Runnable task) {
      if (holds) {
        held.add(task);
      } else {
        run(task);
      }
    }

    private void run(Runnable task) {
      started.add(
          Thread.ofVirtual()
              .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
              .start(task));
    }

    void release() throws InterruptedException {
      run(held.take());
    }
  }

  /// Answers with as many bytes as it is asked for, some calls not before they may end.
  private final class Service implements RpcService {
    @Override
    public Program program() {
      return EchoService.ID;
    }

    @Override
    public void serve(Call call) throws Exception {
      int number = call.arguments(Xdr.INT);
      if (call.procedure() != QUICK) {
        begun.add(number);
        end(number).await();
      }
      if (call.procedure() == FAILING) {
        throw new AssertionError("as it was told to");
      }
      int size = call.arguments(Xdr.INT); // which is still there then
      call.reply(EchoService.BYTES, content(number, size));
    }
  }

  private CountDownLatch end(int number) {
    return ends.computeIfAbsent(number, _ -> new CountDownLatch(1));
  }

  private static Opaque content(int number, int size) {
    var bytes = new byte[size];
    Arrays.fill(bytes, (byte) number);
    return Opaque.of(bytes);
  }

  @BeforeEach
  void connect() throws Exception {
    pair = StreamSocket.pair();
    pair.first().socket().set(SocketOption.SEND_BUFFER, 1); // the kernel's least
    peer = new Wire(pair.second());
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    peer.close();
    for (var thread : threads.started) {
      assertThat(thread.join(PATIENCE)).isTrue();
    }
    pair.close();
    assertThat(closed).allMatch(each -> each == closed.getFirst());
    assertThat(places).hasValue(0);
    assertThat(space.used()).isZero();
    assertThat(watch.all).isEmpty();
  }

  private Serving serving(ServerLimits limits) {
    return new Serving(
        new Services(List.of(new Service())),
        FailureHandler.OF_THREADS,
        limits,
        watch,
        threads,
        time,
        space,
        null,
        places);
  }

  private void start(ServerLimits limits) throws Exception {
    new StreamConnection(
            pair.first(), RpcAddress.unix(Path.of("/nowhere")), serving(limits), closed::add)
        .start();
  }

  private void start() throws Exception {
    start(ServerLimits.DEFAULT);
  }

  private static byte[] message(int number, int procedure, int size) {
    return Wire.message(out -> {
      Wire.head(out, number, procedure);
      out.putInt(number);
      out.putInt(size);
    });
  }

  private static byte[] quick(int number, int size) {
    return Wire.record(message(number, QUICK, size));
  }

  private static byte[] held(int number, int size) {
    return Wire.record(message(number, HELD, size));
  }

  private void awaitBegun(int number) throws InterruptedException {
    assertThat(begun.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(number);
  }

  /// Looks twice, as the watch does when a call is slow: the same call went on.
  private void handOver() {
    var _ = watch.isBusy();
    var _ = watch.isBusy();
  }

  private void awaitUsed(long bytes) {
    while (space.used() < bytes) {
      Thread.onSpinWait();
    }
  }

  private static int number(XdrReader reply, int size) throws Exception {
    var number = reply.getInt();
    assertThat(reply.getInt()).isEqualTo(1);
    assertThat(Reply.read(reply)).isNull();
    assertThat(reply.getOpaque(LARGE)).isEqualTo(content(number, size));
    reply.end();
    return number;
  }

  private void assertReply(int number, int size) throws Exception {
    assertThat(number(peer.receive(), size)).isEqualTo(number);
  }

  private void assertReply(int number) throws Exception {
    assertReply(number, SMALL);
  }

  /// Nothing more comes, and the connection ends with its last thread.
  private void assertNoMore() throws Exception {
    peer.socket().shutdown(Direction.SENDING);
    assertThat(peer.isClosed()).isTrue();
  }

  @Test
  void theNewThreadGoesOnBeforeTheCallEnds() throws Exception {
    start();
    peer.send(Wire.together(quick(1, SMALL), held(2, SMALL), quick(3, SMALL)));
    awaitBegun(2);
    handOver();
    assertReply(1); // which the first thread had kept back
    assertReply(3);
    end(2).countDown();
    assertReply(2);
    assertNoMore();
  }

  @Test
  void theCallEndsBeforeTheNewThreadBegins() throws Exception {
    start();
    threads.holds = true;
    peer.send(Wire.together(quick(1, SMALL), held(2, SMALL), quick(3, SMALL)));
    awaitBegun(2);
    handOver();
    end(2).countDown();
    assertReply(2);
    assertThat(threads.started.getFirst().join(PATIENCE)).isTrue();
    assertThat(closed).isEmpty(); // though no thread runs
    threads.release();
    assertReply(1);
    assertReply(3);
    assertNoMore();
  }

  @Test
  void theCallEndsBetweenTheLookAndTheHandOver() throws Exception {
    start();
    peer.send(Wire.together(quick(1, SMALL), held(2, SMALL), quick(3, SMALL)));
    awaitBegun(2);
    var _ = watch.isBusy(); // has seen the call
    var reader = watch.all.iterator().next();
    end(2).countDown();
    for (var number : List.of(1, 2, 3)) {
      assertReply(number);
    }
    reader.handOver();
    assertThat(threads.started).hasSize(1);
    assertThat(places).hasValue(0);
    peer.send(quick(4, SMALL));
    assertReply(4);
    assertNoMore();
    assertThat(threads.started.getFirst().join(PATIENCE)).isTrue();
    reader.handOver(); // now that the connection has ended, too
    assertThat(threads.started).hasSize(1);
  }

  @Test
  void theReplyIsReadyWhileEarlierOnesAreBeingWritten() throws Exception {
    start();
    peer.send(Wire.together(quick(1, LARGE), held(2, SMALL), quick(3, SMALL)));
    awaitBegun(2);
    handOver();
    awaitUsed(LARGE); // the new thread waits for the peer
    var before = space.used();
    end(2).countDown();
    awaitUsed(before + SMALL); // and the other one for that
    assertReply(1, LARGE);
    assertThat(List.of(number(peer.receive(), SMALL), number(peer.receive(), SMALL)))
        .containsExactlyInAnyOrder(2, 3);
    assertNoMore();
  }

  @Test
  void theReplyIsBeingWrittenWhenTheNewThreadBegins() throws Exception {
    start();
    threads.holds = true;
    peer.send(Wire.together(quick(1, SMALL), held(2, LARGE), quick(3, SMALL)));
    awaitBegun(2);
    handOver();
    end(2).countDown();
    awaitUsed(LARGE);
    var before = space.used();
    threads.release();
    awaitUsed(before + SMALL);
    assertReply(2, LARGE);
    assertReply(1);
    assertReply(3);
    assertNoMore();
  }

  @Test
  void thePeerGoesWhileBothWait() throws Exception {
    start();
    peer.send(Wire.together(quick(1, LARGE), held(2, SMALL), quick(3, SMALL)));
    awaitBegun(2);
    handOver();
    awaitUsed(LARGE);
    var before = space.used();
    end(2).countDown();
    awaitUsed(before + SMALL);
    peer.socket().close();
  }

  @Test
  void callsThatAreAllSlowEndInAnyOrder() throws Exception {
    start();
    peer.send(Wire.together(held(1, SMALL), held(2, SMALL), held(3, SMALL), quick(4, SMALL)));
    for (var number : List.of(1, 2, 3)) {
      awaitBegun(number);
      handOver();
    }
    assertReply(4);
    assertThat(places).hasValue(3);
    for (var number : List.of(3, 1, 2)) {
      end(number).countDown();
      assertReply(number);
    }
    assertNoMore();
  }

  /// The rest of a record moves to other memory while the call before it is still read.
  @Test
  void theNextMessageIsHalfThere() throws Exception {
    start();
    var next = quick(2, SMALL);
    for (var length : List.of(3, 4, 30, next.length - 1)) {
      ends.clear();
      peer.send(Wire.together(held(1, SMALL), Arrays.copyOf(next, length)));
      awaitBegun(1);
      handOver();
      peer.send(Arrays.copyOfRange(next, length, next.length));
      assertReply(2);
      peer.send(quick(3, 2 * SMALL));
      assertReply(3, 2 * SMALL);
      end(1).countDown();
      assertReply(1);
    }
    assertNoMore();
  }

  static List<ServerLimits> withoutAPlace() {
    return List.of(ServerLimits.DEFAULT.withCalls(1, 10), ServerLimits.DEFAULT.withCalls(10, 1));
  }

  @ParameterizedTest
  @MethodSource
  void withoutAPlace(ServerLimits limits) throws Exception {
    start(limits);
    peer.send(Wire.together(quick(1, SMALL), held(2, SMALL), quick(3, SMALL)));
    awaitBegun(2);
    handOver();
    assertThat(threads.started).hasSize(1);
    end(2).countDown();
    for (var number : List.of(1, 2, 3)) {
      assertReply(number);
    }
    assertNoMore();
  }

  @Test
  void aServiceThatEndsItsThreadGivesItsPlaceBack() throws Exception {
    start();
    peer.send(Wire.together(Wire.record(message(1, FAILING, SMALL)), quick(2, SMALL)));
    awaitBegun(1);
    handOver();
    assertReply(2);
    end(1).countDown();
    assertThat(threads.started.getFirst().join(PATIENCE)).isTrue();
    assertThat(threads.failures).hasSize(1);
    assertThat(places).hasValue(0);
    peer.send(quick(3, SMALL));
    assertReply(3);
    assertNoMore();
  }

  @Test
  void theSameWithDatagrams() throws Exception {
    var socket = DatagramSocket.bind(InternetAddress.loopback(0));
    var at = new RpcAddress.Udp((InternetAddress) socket.address());
    var service = new DatagramService(socket, at, serving(ServerLimits.DEFAULT));
    service.start();
    try (var client = RpcClient.connect(at)) {
      var first = ThreadKind.VIRTUAL.start(() -> call(client, 1, HELD));
      awaitBegun(1);
      handOver();
      assertThat(call(client, 2, QUICK)).isEqualTo(2);
      assertThat(space.used()).isEqualTo(DatagramService.ROOM);
      var late = ThreadKind.VIRTUAL.start(() -> call(client, 3, HELD));
      awaitBegun(3);
      var _ = watch.isBusy(); // has seen the call
      end(3).countDown();
      assertThat(late.result()).isEqualTo(3);
      for (var receiver : watch.all) {
        if (!receiver.turn().isTaken()) {
          receiver.handOver();
        }
      }
      assertThat(places).hasValue(1);
      assertThat(space.used()).isEqualTo(DatagramService.ROOM);
      end(1).countDown();
      assertThat(first.result()).isEqualTo(1);
      assertThat(service.stop(Deadline.after(PATIENCE))).isTrue();
    } finally {
      service.close();
    }
  }

  /// The arguments of the service here.
  private static final class Arguments implements XdrCodec<Integer> {
    @Override
    public void encode(XdrWriter out, Integer number) {
      out.putInt(number);
      out.putInt(SMALL);
    }

    @Override
    public Integer decode(XdrReader in) throws XdrException {
      return in.getInt();
    }
  }

  private static int call(RpcCaller client, int number, int procedure) throws Exception {
    var reply = client.call(EchoService.ID, procedure, new Arguments(), number, EchoService.BYTES);
    assertThat(reply).isEqualTo(content(number, SMALL));
    return number;
  }
}
