package dev.rohrpost.rpc;

import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A service of one version of a program with procedures that answer, wait, and fail.
final class EchoService implements RpcService {
  static final Program ID = new Program(0x2000_0099L, 1);
  static final int ECHO = 1;
  static final int WAIT = 2;
  static final int FAIL = 3;
  static final int COUNT = 4;
  static final int IMPOSSIBLE = 5;
  static final int WHO = 6;
  static final int PAUSE = 7;

  static final XdrCodec<Opaque> BYTES = Xdr.opaque(1 << 21);

  /// What WAIT waits for.
  final CountDownLatch released = new CountDownLatch(1);

  final AtomicInteger waiting = new AtomicInteger();
  final AtomicInteger counted = new AtomicInteger();
  final Set<Caller> callers = ConcurrentHashMap.newKeySet();
  private final Program program;

  EchoService() {
    this(ID);
  }

  EchoService(Program program) {
    this.program = program;
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public void serve(Call call) throws Exception {
    switch (call.procedure()) {
      case ECHO -> call.reply(BYTES, call.arguments(BYTES));
      case WAIT -> {
        waiting.incrementAndGet();
        released.await();
        call.reply(Xdr.VOID, null);
      }
      case FAIL -> throw new IllegalStateException("as it was told to");
      case COUNT -> call.reply(Xdr.INT, counted.incrementAndGet());
      case IMPOSSIBLE -> call.reply(Xdr.string(1), "too long");
      case WHO -> {
        callers.add(call.caller());
        call.reply(Xdr.INT, call.credential().flavor());
      }
      case PAUSE -> {
        var nanos = call.arguments(Xdr.INT);
        for (long end = System.nanoTime() + nanos, left = nanos;
            left > 0;
            left = end - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        call.reply(Xdr.INT, nanos);
      }
      default -> call.noSuchProcedure();
    }
  }
}
