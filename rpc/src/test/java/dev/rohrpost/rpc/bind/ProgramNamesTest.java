package dev.rohrpost.rpc.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramNamesTest {
  @TempDir Path folder;

  @Test
  void aLineIsANameANumberAndOtherNames() throws Exception {
    var file = folder.resolve("rpc");
    Files.writeString(
        file,
        """
        # remarks
        nfs\t100003  nfsprog # of files
        again 100003
        first
        large 4294967296
        evil\u001b[31m 7
        last 4294967295
        """);
    var names = ProgramNames.read(file);
    assertThat(names.name(100_003)).hasValue("nfs");
    assertThat(names.number("nfs")).hasValue(100_003L);
    assertThat(names.number("nfsprog")).hasValue(100_003L);
    assertThat(names.number("again")).hasValue(100_003L);
    assertThat(names.name(0xffff_ffffL)).hasValue("last");
    assertThat(names.name(7)).isEmpty();
    assertThat(names.number("large")).isEmpty();
    assertThat(names.number("#")).isEmpty();
  }

  @Test
  void withoutTheFileTheBestKnownHaveNames() {
    var names = ProgramNames.read(folder.resolve("nothing"));
    assertThat(names.name(100_000)).hasValue("portmapper");
    assertThat(names.number("nlockmgr")).hasValue(100_021L);
  }
}
