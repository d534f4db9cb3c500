package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.pipe.Fifo;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The other process is told the folder in which the FIFOs are.
final class FifoRoundTrip implements Benchmark {

  @Override
  public String name() {
    return "fifo-round-trip";
  }

  @Override
  public String what() {
    return "128 bytes there and back over two FIFOs, between two processes";
  }

  @Override
  public Load load() {
    return new Load(2000, 1000, 100);
  }

  @Override
  public Target target() {
    return Target.times(1.10);
  }

  @Override
  public Contestant ours() {
    return new InJava("ours", FifoRoundTrip::start, FifoRoundTrip::serve);
  }

  @Override
  public List<Contestant> peers() {
    return List.of(new InJava("NIO", FifoRoundTrip::startNio, FifoRoundTrip::serveNio));
  }

  private static Work start(Partner partner) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("fifo-round-trip");
    var there = folder.resolve("there");
    var back = folder.resolve("back");
    Fifo.create(there);
    Fifo.create(back);
    partner.startWithOurs(folder.toString());
    var out = Fifo.openForWriting(there, Deadline.NEVER).orElseThrow();
    var in = Fifo.openForReading(back, Deadline.NEVER).orElseThrow();
    delete(there, back, folder);
    return new RoundTrip(new FdWire(in, out, RoundTrip.SIZE));
  }

  private static void serve(List<String> arguments) throws IOException, InterruptedException {
    var folder = Path.of(arguments.getFirst());
    var in = Fifo.openForReading(folder.resolve("there"), Deadline.NEVER).orElseThrow();
    var out = Fifo.openForWriting(folder.resolve("back"), Deadline.NEVER).orElseThrow();
    RoundTrip.echo(new FdWire(in, out, RoundTrip.SIZE));
  }

  private static Work startNio(Partner partner) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("fifo-round-trip");
    var there = folder.resolve("there");
    var back = folder.resolve("back");
    var mkfifo = List.of("mkfifo", there.toString(), back.toString());
    Race.succeed(new ProcessBuilder(mkfifo).start(), mkfifo); // the JDK has nothing for it
    partner.start(folder.toString());
    var out = FileChannel.open(there, StandardOpenOption.WRITE);
    var in = FileChannel.open(back, StandardOpenOption.READ);
    delete(there, back, folder);
    return new RoundTrip(new NioWire(in, out, RoundTrip.SIZE));
  }

  private static void serveNio(List<String> arguments) throws IOException, InterruptedException {
    var folder = Path.of(arguments.getFirst());
    var in = FileChannel.open(folder.resolve("there"), StandardOpenOption.READ);
    var out = FileChannel.open(folder.resolve("back"), StandardOpenOption.WRITE);
    RoundTrip.echo(new NioWire(in, out, RoundTrip.SIZE));
  }

  /// The names are no longer needed when both ends are open.
  private static void delete(Path... paths) throws IOException {
    for (var path : paths) {
      Files.delete(path);
    }
  }
}
