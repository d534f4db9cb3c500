package dev.rohrpost.bench;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/// Aeron over IPC, busy spinning. Its media driver, which no message passes through, runs in the
/// measured process and sleeps where it can.
final class AeronWire implements Wire {

  private static final String CHANNEL = "aeron:ipc?term-length=1m";
  private static final int THERE = 1;
  private static final int BACK = 2;

  private final AutoCloseable driver;
  private final Aeron aeron;
  private final ExclusivePublication out;
  private final Subscription in;
  private final UnsafeBuffer buffer;
  private final BusySpinIdleStrategy idle = new BusySpinIdleStrategy();
  private final FragmentHandler copy;
  private int length;

  private AeronWire(AutoCloseable driver, Path folder, int outStream, int inStream, int size) {
    this.driver = driver;
    this.aeron =
        Aeron.connect(
            new Aeron.Context()
                .aeronDirectoryName(folder.toString())
                .errorHandler(_ -> {})); // at the end the driver goes before the partner does
    this.out = aeron.addExclusivePublication(CHANNEL, outStream);
    this.in = aeron.addSubscription(CHANNEL, inStream);
    this.buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(size));
    this.copy =
        (from, offset, count, _) -> {
          from.getBytes(offset, buffer, 0, count);
          length = count;
        };
  }

  /// Starts a driver, and the partner.
  static AeronWire to(Partner partner, int size) throws IOException {
    var folder = Path.of("/dev/shm", "aeron-bench-" + ProcessHandle.current().pid());
    var driver =
        MediaDriver.launch(
            new MediaDriver.Context()
                .aeronDirectoryName(folder.toString())
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new SleepingMillisIdleStrategy(1))
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true));
    var wire = new AeronWire(driver, folder, THERE, BACK, size);
    partner.start(folder.toString());
    wire.awaitConnected();
    return wire;
  }

  /// The other side.
  static AeronWire opened(String folder, int size) {
    var wire = new AeronWire(() -> {}, Path.of(folder), BACK, THERE, size);
    wire.awaitConnected();
    return wire;
  }

  private void awaitConnected() {
    while (!out.isConnected() || !in.isConnected()) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void send() {
    while (out.offer(buffer, 0, buffer.capacity()) < 0) {
      idle.idle();
    }
  }

  @Override
  public int receive() {
    while (in.poll(copy, 1) == 0) {
      if (in.hasNoImages()) {
        return -1;
      }
      idle.idle();
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    aeron.close();
    try {
      driver.close();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
