package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Java made of introspection documents.
@Timeout(240)
class BusGenerateTest {
  private static final String GOOD = "<interface name='a.Good'><method name='M'/></interface>";

  @TempDir Path folder;

  private String document(String name, String interfaces) throws IOException {
    return file(name, "<node>" + interfaces + "</node>");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String left() throws Exception {
    return Foreign.run(Rohrpost.PATIENCE, "ls", "-A", folder.toString()).orFail().out();
  }

  private static void assertFails(int status, String lines, String... words) throws Exception {
    var output = Rohrpost.run(words);
    assertThat(output.err()).isEqualTo(lines);
    assertThat(output.out()).isEmpty();
    assertThat(output.status()).isEqualTo(status);
  }

  @Test
  void javaIsMadeThatCompilesWithoutAWarning() throws Exception {
    var service = folder.resolve("login1.xml").toString();
    var good = document("good.xml", GOOD);
    var names =
        file("names", "# structs\norg.freedesktop.login1.Manager (uo) = Owner(uid, path)\n");
    var out = folder.resolve("java");
    var shell =
        Rohrpost.shell(
            """
            set -e
            /lib/systemd/systemd-logind --bus-introspect=/org/freedesktop/login1 >$1
            rohrpost bus generate $1 $2 --package org.a --output $3
            rohrpost bus generate $1 $2 --package org.a --output $3 --json
            rohrpost bus generate $2 --package org.b --output $3 --json
            """,
            service,
            good,
            out.toString());
    assertThat(shell.orFail().out())
        .isEqualTo(
            "{\"written\":[],\"removed\":[],\"unchanged\":[\"org/a/a/Good.java\","
                + "\"org/a/org/freedesktop/login1/Manager.java\"]}\n"
                + "{\"written\":[\"org/b/a/Good.java\"],\"removed\":[],\"unchanged\":[]}\n");
    JavaSources.compile(out, folder.resolve("classes"));
    assertFails(
        1,
        names + ": org.freedesktop.login1.Manager: has no struct of the types of Owner (line 2)\n",
        "bus",
        "generate",
        service,
        "--package",
        "p",
        "--output",
        out.toString(),
        "--names",
        names);
  }

  @Test
  void aFaultInOneDocumentLeavesEverythingAsItIs() throws Exception {
    var good = document("good.xml", GOOD);
    var bad =
        document(
            "bad.xml",
            "\n<interface name='a.Bad'><method name='M'><arg name='x' type='a{vs}'/></method>"
                + "<signal name='S'><arg type='w'/></signal></interface>");
    assertFails(
        1,
        bad
            + ": a.Bad.M: type 'a{vs}' of argument 'x': a key that is not basic, at character 3"
            + " (line 2)\n"
            + bad
            + ": a.Bad.S: type 'w' of argument '': an unknown type, at character 0 (line 2)\n",
        "bus",
        "generate",
        good,
        bad,
        "--package",
        "p",
        "--output",
        folder.resolve("java") + "");
    assertThat(left()).isEqualTo("bad.xml\ngood.xml\n");
  }

  @Test
  void whatIsGivenWrongIsSaidInOneLine() throws Exception {
    var good = document("good.xml", GOOD);
    var out = folder.resolve("java").toString();
    var help = "; see: rohrpost bus generate --help\n";
    assertFails(
        2,
        "rohrpost: which package? give it with --package P" + help,
        "bus",
        "generate",
        good,
        "--output",
        out);
    assertFails(
        2,
        "rohrpost: where to? give it with --output DIR" + help,
        "bus",
        "generate",
        good,
        "--package",
        "p");
    assertFails(
        2,
        "rohrpost: no package can be called \"a-b\"" + help,
        "bus",
        "generate",
        good,
        "--package",
        "a-b",
        "--output",
        out);
    var none = folder.resolve("none").toString();
    var missing = "rohrpost: open(" + none + "): ENOENT: no such file or directory\n";
    assertFails(1, missing, "bus", "generate", none, "--package", "p", "--output", out);
    assertFails(
        1, missing, "bus", "generate", good, "--names", none, "--package", "p", "--output", out);
    assertThat(left()).isEqualTo("good.xml\n");
    var own = folder.resolve("a/Good.java");
    Files.createDirectory(own.getParent());
    Files.writeString(own, "class Good {}");
    Files.createDirectory(folder.resolve("p"));
    Files.move(own.getParent(), folder.resolve("p/a"));
    assertFails(
        1,
        "rohrpost: "
            + folder.resolve("p/a/Good.java")
            + " was not generated, so it is left alone; nothing was written\n",
        "bus",
        "generate",
        good,
        "--package",
        "p",
        "--output",
        folder.toString());
    assertThat(left()).isEqualTo("good.xml\np\n");
    assertThat(folder.resolve("p/a/Good.java")).hasContent("class Good {}");
  }
}
