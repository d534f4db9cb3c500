package dev.rohrpost.rpc.gen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CorpusTest {
  private static final int VALUES = 6;

  /// Files that rpcgen 1.4.3 cannot translate, or gcc cannot compile afterwards.
  private static final Set<String> NOT_IN_C = Set.of("nis", "nis_callback");

  /// Names of which the library of C has no code for XDR.
  private static final Set<String> NO_CODE = Set.of("netbuf");

  static final List<Path> FILES = Corpus.FILES;

  @ParameterizedTest
  @FieldSource("FILES")
  @Row({"GEN-01", "XDR-06"})
  void whatIsGeneratedCompilesAndReadsWhatItWrites(Path file, @TempDir Path folder)
      throws Exception {
    var specification = Corpus.specification(file);
    var generator = JavaGenerator.create();
    var sources = new ArrayList<JavaFile>();
    if (Corpus.name(file).equals("nis_callback")) {
      sources.addAll(generator.generate(Corpus.nis(), "x.nis"));
      generator = generator.use(nisOf(specification), "x.nis");
    }
    sources.addAll(generator.generate(specification, "x.y"));
    var compiled = Compiled.of(sources, folder);
    for (var type : specification.defined()) {
      var name = new JavaNames(false).type(type.name());
      var codec = compiled.codec("x.y." + name);
      for (var bytes : samples(specification, type.name(), type)) {
        assertThat(Xdr.encode(Xdr.decode(bytes, codec), codec)).as(name).isEqualTo(bytes);
      }
    }
  }

  private static Specification nisOf(Specification callback) {
    return callback.others().getFirst();
  }

  @ParameterizedTest
  @FieldSource("FILES")
  @Row("GEN-01")
  void theProgramsOfRpcgenReadAndWriteTheSameBytes(Path file, @TempDir Path folder)
      throws Exception {
    if (NOT_IN_C.contains(Corpus.name(file))) {
      return;
    }
    var specification = Corpus.specification(file);
    var names = specification.typeNames().stream().filter(it -> !NO_CODE.contains(it)).toList();
    var c =
        RpcgenC.build(
            file,
            names,
            folder,
            "-DMAXNAMELEN=1024",
            "-D_RPC_RPCB_CLNT_H", // the library's header has the structs of rpcb_prot.x, too
            "-Dxdr_rpcprog_t=xdr_u_int", // declared in that header
            "-Dxdr_rpcvers_t=xdr_u_int",
            "-Dxdr_rpcproc_t=xdr_u_int",
            "-D__FBSDID(x)=");
    var items = new ArrayList<RpcgenC.Item>();
    for (var name : names) {
      var type = Objects.requireNonNull(specification.types().get(name));
      for (var bytes : samples(specification, name, type)) {
        items.add(new RpcgenC.Item(name, Opaque.of(bytes)));
      }
    }
    var answers = c.again(items, folder);
    for (var i = 0; i < items.size(); i++) {
      assertThat(answers.get(i)).as(items.get(i).type()).isEqualTo(items.get(i).bytes());
    }
  }

  /// Makes values, and sees on the way that what is read is what was written.
  static List<byte[]> samples(Specification specification, String name, Type type)
      throws IOException {
    var random = new Random(name.hashCode());
    var codec = specification.codec(name).orElseThrow();
    var samples = new ArrayList<byte[]>();
    for (var i = 0; i < VALUES; i++) {
      var value = new RandomValues(random).of(type);
      var bytes = Xdr.encode(value, codec);
      assertThat(Xdr.decode(bytes, codec)).isEqualTo(value);
      samples.add(bytes);
    }
    return samples;
  }

  @Test
  @Row("GEN-01")
  void everyTypeHasTheBytesOfC(@TempDir Path folder) throws Exception {
    Foreign.require("rpcgen");
    var specification = Snippets.specification("every.x");
    var names = List.copyOf(specification.typeNames());
    var file = Snippets.copy("every.x", folder);
    var c = RpcgenC.build(file, names, folder);
    var compiled =
        Compiled.of(
            JavaGenerator.create().generate(specification, "x"),
            Files.createDirectory(folder.resolve("classes")));
    var items = new ArrayList<RpcgenC.Item>();
    for (var round = 0; round < 20; round++) {
      for (var name : names) {
        var type = Objects.requireNonNull(specification.types().get(name));
        var value = new RandomValues(new Random(name.hashCode() + 1000L * round)).of(type);
        var bytes = Xdr.encode(value, specification.codec(name).orElseThrow());
        items.add(new RpcgenC.Item(name, Opaque.of(bytes)));
        if (type instanceof Type.Defined) {
          var codec = compiled.codec("x." + new JavaNames(false).type(name));
          assertThat(Xdr.encode(Xdr.decode(bytes, codec), codec)).as(name).isEqualTo(bytes);
        }
      }
    }
    var answers = c.again(items, folder);
    for (var i = 0; i < items.size(); i++) {
      assertThat(answers.get(i)).as(items.get(i).type()).isEqualTo(items.get(i).bytes());
    }
  }
}
