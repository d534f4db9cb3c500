package dev.rohrpost.rpc.gen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.rpc.Program;
import dev.rohrpost.xdr.Xdr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageTest {
  private static Type type(String text) throws SpecificationException {
    return Objects.requireNonNull(Snippets.of("typedef " + text + ";").types().get("t"));
  }

  @Test
  void namesOfNumbers() throws Exception {
    assertThat(type("unsigned hyper int t")).isEqualTo(Type.Plain.UNSIGNED_HYPER);
    assertThat(type("long long t")).isEqualTo(Type.Plain.HYPER);
    assertThat(type("unsigned long long t")).isEqualTo(Type.Plain.UNSIGNED_HYPER);
    assertThat(type("long t")).isEqualTo(Type.Plain.INT);
    assertThat(type("long int t")).isEqualTo(Type.Plain.INT);
    assertThat(type("unsigned t")).isEqualTo(Type.Plain.UNSIGNED_INT);
    assertThat(type("u_quad_t t")).isEqualTo(Type.Plain.UNSIGNED_HYPER);
    assertThat(type("int8_t t")).isEqualTo(Type.Plain.CHAR);
    assertThat(type("uint16_t t")).isEqualTo(Type.Plain.UNSIGNED_SHORT);
    assertThat(type("int64_t t")).isEqualTo(Type.Plain.HYPER);
    assertThat(type("rpcprog_t t")).isEqualTo(Type.Plain.UNSIGNED_INT);
    assertThat(type("netobj t")).isEqualTo(new Type.Bytes(1024));
    assertThat(type("des_block t")).isEqualTo(new Type.FixedBytes(8));
    assertThat(type("string *t")).isEqualTo(new Type.Optional(new Type.Text(Xdr.UNBOUNDED)));
  }

  @Test
  void aFileMayDeclareWhatIsBuiltIn() throws Exception {
    assertThat(Snippets.of("typedef hyper uint32_t; typedef uint32_t t;").types().get("t"))
        .isEqualTo(Type.Plain.HYPER);
  }

  @Test
  void numbersInAllTheirForms() throws Exception {
    var numbers =
        Snippets.of(
                """
                const A = 0x1F; const B = 017; const C = -5; const D = 1'000; const E = D;
                enum e { F = E, G }; const H = G; const I = LATER; const LATER = 0xffffffffffffffff;
                """)
            .numbers();
    assertThat(numbers.get("A")).hasToString("31");
    assertThat(numbers.get("B")).hasToString("15");
    assertThat(numbers.get("C")).hasToString("-5");
    assertThat(numbers.get("D")).hasToString("1000");
    assertThat(numbers.get("H")).hasToString("1001");
    assertThat(numbers.get("I")).hasToString("18446744073709551615");
  }

  @Test
  void conditionsAndMacros() throws Exception {
    var numbers =
        Snippets.of(
                """
                #define NUMBER 5 /* a comment
                   that goes on */
                #define TWICE NUMBER
                #ifdef RPC_HDR
                const A = TWICE;
                #else
                const A = "not this;
                #endif
                #if defined(RPC_HDR) && !defined RPC_XDR && (NUMBER * 2 == 10 ? 1 : 0)
                const B = 1;
                #elif 1
                const B = 2;
                #endif
                #if 0
                # if 1
                const C = 1;
                # else
                const C = 2;
                # endif
                #elif NUMBER << 1 >= 10 || UNKNOWN
                const C = 3;
                #else
                const C = 4;
                #endif
                #undef NUMBER
                #ifndef NUMBER
                const D = SEEN; // to the end
                %#define SEEN 77 /* for C */
                %#define OTHER (1 + 2)
                %int whatever(void); {{{
                #endif
                """)
            .numbers();
    assertThat(numbers.toString()).isEqualTo("{A=5, B=1, C=3, D=77}");
  }

  @Test
  void definesOfTheCaller() throws Exception {
    var specification =
        Compiler.create()
            .define("MAX", "7")
            .compile("t.x", "#ifdef MAX\ntypedef opaque t<MAX>;\n#endif");
    assertThat(specification.types().get("t")).isEqualTo(new Type.Bytes(7));
  }

  @Test
  void filesAreFoundBesideAndInFolders(@TempDir Path folder) throws Exception {
    var other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(folder.resolve("a.x"), "#include \"b.x\"\n#include <c.x>\n");
    Files.writeString(folder.resolve("b.x"), "const B = 1;\n");
    Files.writeString(other.resolve("c.x"), "const C = B;\n");
    assertThat(
            Compiler.create().includeFrom(other).compile(folder.resolve("a.x")).numbers().keySet())
        .containsExactly("B", "C");
  }

  @Test
  void wordsOfTheLanguageAreNamesWhereNothingElseCanStand() throws Exception {
    var specification =
        Snippets.of(
            """
            struct class { int new; int version; int program; opaque default<>; string case<>; };
            struct version { int string; unsigned namespace; };
            struct user { version v; struct class *c; };
            """);
    assertThat(specification.typeNames()).containsExactly("class", "user", "version");
  }

  @Test
  void typesWithoutNamesAreCalledAfterWhereTheyStand() throws Exception {
    var specification =
        Snippets.of(
            """
            typedef struct { int x; enum { RED, GREEN, } color; } point;
            struct shape { struct { point p; } inner<>; union switch (enum { UP, DOWN } d) {
              case UP: void; case DOWN: struct { int y; } down; } where; };
            typedef struct shape shape;
            """);
    assertThat(specification.typeNames())
        .containsExactly(
            "point",
            "point_color",
            "shape",
            "shape_inner",
            "shape_where",
            "shape_where_d",
            "shape_where_down");
  }

  @Test
  void proceduresAreThoseOfTheFile() throws Exception {
    var procedures = Snippets.snippet("twos").procedures();
    assertThat(procedures.stream().map(it -> it.version() + "." + it.name() + "=" + it.number()))
        .containsExactly("A.PING=0", "A.F=1", "B.F=1", "B.G=9");
    var call = procedures.get(2);
    assertThat(call.target()).isEqualTo(new Program(0x2000_0777, 4));
    var bytes =
        Xdr.encode(
            new Value.Array(
                List.of(new Value.Text("ab"), new Value.Numeral("18446744073709551615"))),
            call.arguments());
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("0000000261620000ffffffffffffffff");
  }

  @Test
  void typesOfAnotherFile() throws Exception {
    var other = Compiler.create().compile("dir/other.x", "struct a { int x; }; const N = 3;");
    var specification =
        Compiler.create()
            .use(other)
            .compile("t.x", "#include \"other.x\"\ntypedef a t[N];\nstruct b { a y; };");
    var a = Objects.requireNonNull(other.types().get("a"));
    assertThat(specification.types().get("t")).isEqualTo(new Type.FixedArray(a, 3));
    var files = JavaGenerator.create().use(other, "o.p").generate(specification, "q");
    assertThat(files.stream().map(JavaFile::path)).containsExactly("q/B.java");
    assertThat(files.getFirst().text()).contains("import o.p.A;");
  }
}
