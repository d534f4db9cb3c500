package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Values of `.x` files, and Java made of them.
@Timeout(240)
class XdrTest {
  @TempDir Path folder;

  private String file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Output withInput(byte[] input, String... words) throws Exception {
    try (var running = Rohrpost.start(words)) {
      running.stdin().write(input);
      running.endInput();
      return running.await(Rohrpost.PATIENCE);
    }
  }

  private static Output withInput(String input, String... words) throws Exception {
    return withInput(input.getBytes(StandardCharsets.UTF_8), words);
  }

  private static void assertFails(int status, String line, Output output) {
    assertThat(output.err()).isEqualTo("rohrpost: " + line + "\n");
    assertThat(output.out()).isEmpty();
    assertThat(output.status()).isEqualTo(status);
  }

  @Row("XDR-06")
  @Test
  void theBytesAreThoseOfC() throws Exception {
    var _ = RichProgram.in(folder);
    var shell =
        Rohrpost.shell(
            """
            set -e
            cd $1
            ./rich bytes >theirs
            rohrpost xdr encode rich.x rich "$2" >ours
            cmp ours theirs
            rohrpost xdr decode rich.x rich --strict <theirs
            """,
            folder.toString(),
            RichProgram.JSON);
    assertThat(shell.orFail().out()).isEqualTo(RichProgram.JSON + "\n");
  }

  @Row("XDR-05")
  @Test
  void aChainMayBeLong() throws Exception {
    var x = file("n.x", "struct n { int x; n *next; }; typedef n *list;");
    var count = 100_000;
    var json = "{\"x\":-7,\"next\":".repeat(count) + "null" + "}".repeat(count);
    var in = file("in", json);
    var shell = "rohrpost xdr encode $1 list <$2 | rohrpost xdr decode $1 list";
    try (var running = Running.start(Rohrpost.shellBuilder(shell, x, in))) {
      assertThat(running.await(Rohrpost.PATIENCE).orFail().out().equals(json + "\n")).isTrue();
    }
  }

  @Row({"XDR-02", "XDR-04"})
  @Test
  void oneValueIsDecodedAndNothingElse() throws Exception {
    var x = file("t.x", "typedef opaque t<>;");
    var sloppy = "00 00 00 01\n41 00 00 FF\r\n\t";
    assertThat(withInput(sloppy, "xdr", "decode", x, "t", "--hex").orFail().out())
        .isEqualTo("\"QQ==\"\n");
    assertFails(
        1,
        "standard input: padding that is not zero, at byte 7",
        withInput(sloppy, "xdr", "decode", x, "t", "--hex", "--strict"));
    assertFails(
        1,
        "standard input: 4 bytes too many, at byte 8",
        withInput(sloppy + "00000000", "xdr", "decode", x, "t", "--hex"));
    assertFails(
        1,
        "standard input: length 268435456 with 0 bytes left, at byte 0",
        withInput(new byte[] {16, 0, 0, 0}, "xdr", "decode", x, "t"));
  }

  @Test
  void wrongWordsAreWrongUsage() throws Exception {
    var x = file("s.x", "struct s { int a; int b; };");
    var help = "; see: rohrpost xdr encode --help";
    assertFails(2, ".b: it is missing" + help, Rohrpost.run("xdr", "encode", x, "s", "{\"a\":-1}"));
    assertFails(
        2, x + " has no type 'r'; it has s" + help, Rohrpost.run("xdr", "encode", x, "r", "1"));
    var missing = folder.resolve("none.x");
    assertFails(
        1,
        "open(" + missing + "): ENOENT: no such file or directory",
        Rohrpost.run("xdr", "encode", missing.toString(), "r", "1"));
  }

  @Row("GEN-01")
  @Test
  void javaIsMadeThatCompilesWithoutAWarning() throws Exception {
    var rich = folder.resolve("rich.x");
    try (var text = XdrTest.class.getResourceAsStream("rich.x")) {
      Files.copy(Objects.requireNonNull(text), rich);
    }
    var color = file("color.x", "enum shade { DARK = LEVEL, LIGHT };");
    var car = file("car.x", "#include \"color.x\"\nstruct car { shade paint; string name<>; };");
    var out = folder.resolve("java");
    var shell =
        Rohrpost.shell(
            """
            set -e
            rohrpost rpc generate $1 $2 -DLEVEL=3 --package org.a --out $4
            rohrpost rpc generate $3 -D LEVEL=3 --use $2=org.a.color --package org.b --out $4 --json
            """,
            rich.toString(),
            color,
            car,
            out.toString());
    assertThat(shell.orFail().out())
        .isEqualTo("{\"written\":[\"org/b/Car.java\"],\"removed\":[],\"unchanged\":[]}\n");
    assertThat(out.resolve("org/b/Car.java")).content().contains("import org.a.color.Shade;");
    assertThat(out.resolve("org/a/rich/Recent.java")).exists();
    JavaSources.compile(out, folder.resolve("classes"));
  }

  @Row("GEN-02")
  @Test
  void aFaultInOneFileLeavesEverythingAsItIs() throws Exception {
    var good = file("good.x", "struct s { int a; };");
    var bad = file("bad.x", "struct t { u v; };\nconst A = B;\n");
    var out = folder.resolve("java");
    var words = List.of("rpc", "generate", good, bad, "--package", "p", "--out", out.toString());
    var output = Rohrpost.run(words.toArray(String[]::new));
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err().lines())
        .hasSize(2)
        .allMatch(line -> line.matches("\\Q" + bad + "\\E:[12]:[0-9]+: .+"));
    assertThat(out).doesNotExist();
    assertThat(Foreign.run(Rohrpost.PATIENCE, "ls", "-A", folder.toString()).orFail().out())
        .isEqualTo("bad.x\ngood.x\n");
  }
}
