package dev.rohrpost.bench.micro;

import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.UnistdH;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What each layer adds to the cheapest write there is, 128 bytes to `/dev/null`.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
public class WriteBenchmark {
  private static final Path NULL = Path.of("/dev/null");

  private final MemorySegment bytes = Arena.global().allocate(128);
  private final ByteBuffer buffer = bytes.asByteBuffer();
  private int number;
  private Fd fd;
  private WriteEnd end;
  private FileChannel channel;

  /// Opens what the methods write to.
  @Setup
  public void open() throws IOException {
    number = FcntlH.open(Arena.global().allocateFrom(NULL.toString()), FcntlH.O_WRONLY, 0);
    fd = Fd.own(number);
    end = new WriteEnd(fd);
    channel = FileChannel.open(NULL, StandardOpenOption.WRITE);
  }

  /// Closes it.
  @TearDown
  public void close() throws IOException {
    end.close();
    channel.close();
  }

  /// The system call through the linker.
  @Benchmark
  public long binding() {
    return UnistdH.write(number, bytes, 128);
  }

  /// The reference count around it.
  @Benchmark
  public long borrowed() throws IOException {
    return fd.borrow(n -> UnistdH.write(n, bytes, 128));
  }

  /// All of ours: it can be interrupted, too.
  @Benchmark
  public void writeEnd() throws IOException, InterruptedException {
    end.write(bytes);
  }

  /// What the JDK has.
  @Benchmark
  public int fileChannel() throws IOException {
    return channel.write(buffer.clear());
  }
}
