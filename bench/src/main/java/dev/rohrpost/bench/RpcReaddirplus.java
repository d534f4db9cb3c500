package dev.rohrpost.bench;

import dev.rohrpost.bench.Contestant.InJava;
import dev.rohrpost.bench.readdirplus.Dirlistplus3;
import dev.rohrpost.bench.readdirplus.Entryplus3;
import dev.rohrpost.bench.readdirplus.Fattr3;
import dev.rohrpost.bench.readdirplus.Ftype3;
import dev.rohrpost.bench.readdirplus.NfsFh3;
import dev.rohrpost.bench.readdirplus.Nfstime3;
import dev.rohrpost.bench.readdirplus.PostOpAttr;
import dev.rohrpost.bench.readdirplus.PostOpFh3;
import dev.rohrpost.bench.readdirplus.READDIRPLUS3res;
import dev.rohrpost.bench.readdirplus.READDIRPLUS3resok;
import dev.rohrpost.bench.readdirplus.Specdata3;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.XdrReader;
import dev.rohrpost.xdr.XdrWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/// A large value of many small members, which is written to memory and read again: no calls.
final class RpcReaddirplus implements Benchmark {
  static final int ENTRIES = 100;

  @Override
  public String name() {
    return "rpc-readdirplus";
  }

  @Override
  public String what() {
    return "a reply of READDIRPLUS (RFC 1813) with 100 entries, written to memory and read again";
  }

  /// Reading it is much code, which the compiler looks at for long.
  @Override
  public Load load() {
    return new Load(1000, 300, 50);
  }

  @Override
  public Target target() {
    return Target.times(1.3);
  }

  @Override
  public Contestant ours() {
    return new InJava("ours", _ -> new Ours());
  }

  @Override
  public List<Contestant> peers() {
    return List.of(new InJava("oncrpc4j", _ -> new Oncrpc4jReaddirplus()));
  }

  /// Returns the name of a file.
  static String file(int i) {
    return "a-file-of-name-" + (100 + i) + ".txt";
  }

  /// Checks how many entries came.
  static void check(int got) throws IOException {
    if (got != ENTRIES) {
      throw new IOException(got + " entries");
    }
  }

  private static PostOpAttr attributes(int i) {
    var time = new Nfstime3(1_700_000_000, i);
    var size = 4096L * i;
    return new PostOpAttr.Attributes(
        new Fattr3(
            Ftype3.NF3REG,
            0644,
            1,
            1000,
            1000,
            size,
            size,
            new Specdata3(0, 0),
            0x1234,
            1000 + i,
            time,
            time,
            time));
  }

  private static READDIRPLUS3res reply() {
    var handle = new PostOpFh3.Handle(new NfsFh3(Opaque.of(new byte[32])));
    var entries =
        IntStream.range(0, ENTRIES)
            .mapToObj(i -> new Entryplus3(1000 + i, file(i), i + 1, attributes(i), handle))
            .toList();
    return new READDIRPLUS3res.Resok(
        new READDIRPLUS3resok(
            attributes(0), Opaque.of(new byte[8]), new Dirlistplus3(entries, true)));
  }

  private static final class Ours implements Work {
    private final READDIRPLUS3res sent = reply();
    private final XdrWriter out = XdrWriter.create();
    private final XdrReader in = XdrReader.of(MemorySegment.NULL);

    @Override
    public void run(int times) throws IOException {
      for (var i = 0; i < times; i++) {
        out.clear();
        READDIRPLUS3res.CODEC.encode(out, sent);
        in.reset(out.contiguous(), null);
        var got = READDIRPLUS3res.CODEC.decode(in);
        in.end();
        check(
            got instanceof READDIRPLUS3res.Resok(READDIRPLUS3resok ok)
                ? ok.reply().entries().size()
                : 0);
      }
    }
  }
}
