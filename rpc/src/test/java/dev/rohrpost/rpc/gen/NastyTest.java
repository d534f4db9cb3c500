package dev.rohrpost.rpc.gen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.rpc.gen.JavaGenerator.Names;
import dev.rohrpost.rpc.gen.JavaGenerator.Strings;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.xdr.Xdr;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NastyTest {
  private static final int ROUNDS = 15;

  @ParameterizedTest
  @CsvSource({"CAMEL, TEXT", "KEEP, OPAQUE"})
  @Row("GEN-01")
  void whatIsHardToWriteCompilesAndReadsWhatItWrites(
      Names names, Strings strings, @TempDir Path folder) throws Exception {
    var specification = Snippets.specification("nasty.x");
    var files = JavaGenerator.create().names(names).strings(strings).generate(specification, "x.y");
    var compiled = Compiled.of(files, folder);
    var types = new JavaTypes(new JavaNames(names == Names.KEEP), strings == Strings.OPAQUE);
    types.declare(specification.defined());
    for (var type : specification.defined()) {
      var codec = compiled.codec("x.y." + types.name(type));
      var values = specification.codec(type.name()).orElseThrow();
      for (var i = 0; i < ROUNDS; i++) {
        var value = new RandomValues(new Random(i)).of(type);
        var bytes = Xdr.encode(value, values);
        assertThat(Xdr.decode(bytes, values)).isEqualTo(value);
        var object = Xdr.decode(bytes, codec);
        assertThat(Xdr.encode(object, codec)).as(type.name()).isEqualTo(bytes);
        assertThat(Xdr.decode(bytes, codec)).isEqualTo(object).hasSameHashCodeAs(object);
        assertThat(object).hasToString(Xdr.decode(bytes, codec).toString());
      }
    }
  }
}
