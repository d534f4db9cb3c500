package dev.rohrpost.cli.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.rpc.gen.Compiler;
import dev.rohrpost.rpc.gen.Value;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrCodec;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueJsonTest {
  private static XdrCodec<Value> codec(String text, String type) throws Exception {
    return Compiler.create().compile("test.x", text).codec(type).orElseThrow();
  }

  private static Value read(String json) throws Exception {
    return ValueJson.read(Optional.of(json));
  }

  private static String again(XdrCodec<Value> codec, String json) throws Exception {
    var value = Xdr.decode(Xdr.encode(read(json), codec), codec);
    return JsonLines.valueLine(out -> new ValuePrinter(out).print(value));
  }

  @Row("XDR-06")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int t | 2147483647",
        "int t | -2147483648",
        "unsigned t | 4294967295",
        "hyper t | 9223372036854775807",
        "hyper t | -9223372036854775808",
        "unsigned hyper t | 0",
        "unsigned hyper t | 18446744073709551615",
        "short t | 32767",
        "unsigned short t | 0",
        "char t | 127",
        "bool t | false",
        "float t | 3.4028235E38",
        "float t | 1.4E-45",
        "float t | -0.0",
        "float t | \"NaN\"",
        "float t | \"Infinity\"",
        "double t | 4.9E-324",
        "double t | 1.7976931348623157E308",
        "double t | \"-Infinity\"",
        "quadruple t | \"AAAAAAAAAAAAAAAAAAAAAA==\"",
        "string t<> | \"\"",
        "string t<> | \"\\u0000ä\\uD83D\\uDE80\"",
        "string t<> | {\"base64\":\"wyg=\"}",
        "opaque t<> | \"\"",
        "opaque t[2] | \"AAE=\"",
        "int t<> | []",
        "int t[2] | [1,-1]",
        "int *t | null",
        "string *t | \"x\"",
      })
  void whatIsWrittenIsWhatWasRead(String declaration, String json) throws Exception {
    var codec = codec("typedef " + declaration + ";", "t");
    assertThat(again(codec, json).replace("🚀", "\\uD83D\\uDE80")).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int t | 2147483648 | 2147483648 is not in -2147483648 to 2147483647",
        "unsigned t | -1 | -1 is not in 0 to 4294967295",
        "unsigned hyper t | 18446744073709551616 | 18446744073709551616 is not in 0 to 18446744073709551615",
        "hyper t | 1e3 | 1e3 in place of a whole number",
        "bool t | 1 | 1 in place of true or false",
        "float t | \"nan\" | a text in place of a number, NaN, Infinity or -Infinity",
        "opaque t<> | \"?\" | no base64",
        "opaque t[2] | \"AA==\" | 1 bytes in place of 2",
        "string t<1> | \"ä\" | length 2 above the bound 1",
        "string t<> | \"\\uD800\" | a string with half of a surrogate pair",
        "int t<2> | [1,2,3] | length 3 above the bound 2",
        "int t<2> | [1,null] | [1]: null in place of a whole number"
      })
  void whatIsNoneOfItsTypeIsRefused(String declaration, String json, String why) throws Exception {
    var codec = codec("typedef " + declaration + ";", "t");
    var value = read(json);
    assertThatThrownBy(() -> Xdr.encode(value, codec)).hasMessage(why);
  }

  @Test
  void membersHaveTheirPath() throws Exception {
    var text =
        "struct s { string name<>; }; struct top { s list<>; };"
            + " union u switch (int d) { case 1: s one; default: void; };";
    var top = codec(text, "top");
    refused(top, "{\"list\":[{\"name\":\"\"},{}]}").hasMessage(".list[1].name: it is missing");
    refused(top, "{\"list\":[{\"name\":\"\",\"x\":1}]}")
        .hasMessage(".list[0].x: there is no such member");
    refused(top, "{\"list\":[],\"list\":[]}").hasMessage(".list: it is there twice");
    var union = codec(text, "u");
    assertThat(again(union, "{\"d\":1,\"one\":{\"name\":\"x\"}}"))
        .isEqualTo("{\"d\":1,\"one\":{\"name\":\"x\"}}");
    assertThat(again(union, "{\"d\":2}")).isEqualTo("{\"d\":2}");
    refused(union, "{\"d\":2,\"one\":{\"name\":\"x\"}}")
        .hasMessage(".one: there is no such member");
    refused(union, "{\"one\":{\"name\":\"x\"}}").hasMessage(".d: it is missing");
  }

  private static AbstractThrowableAssert<?, ?> refused(XdrCodec<Value> codec, String json)
      throws Exception {
    var value = read(json);
    return assertThatThrownBy(() -> ValueJson.encode(value, codec))
        .isInstanceOf(Failure.class)
        .satisfies(e -> assertThat(((Failure) e).status()).isEqualTo(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | : nothing, where a value is needed",
        "1 2 | , line 1, column 3: something follows the value",
        "[1]] | , line 1, column 4: Unexpected close marker",
        "{\"ä\":1,} | , line 1, column 8: Unexpected character",
        "[01] | , line 1, column 3: Invalid numeric value",
        "NaN | , line 1, column",
        "[\"a | , line 1, column",
        "\"\u0007\" | , line 1, column 2: Illegal unquoted character"
      })
  void whatIsNoJsonHasItsPlace(String json, String where) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("JSON" + where)
        .message()
        .doesNotContain("\u0007");
  }

  @Test
  void aLineBreakCounts() {
    assertThatThrownBy(() -> read("[1,\n 2,\n  x]")).hasMessageStartingWith("JSON, line 3, column");
  }

  @Row("XDR-05")
  @Test
  void depthNeedsNoStack() throws Exception {
    var codec = codec("typedef int t;", "t");
    var deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);
    var value = read(deep);
    assertThatThrownBy(() -> Xdr.encode(value, codec))
        .hasMessage("an array in place of a whole number");
  }

  @Test
  void whatATerminalObeysIsEscaped() throws Exception {
    var codec = codec("typedef string t<>;", "t");
    assertThat(again(codec, "\"\\u001b[2J\\u202e\\u009b\\u007f\""))
        .isEqualTo("\"\\u001B[2J\\u202E\\u009B\\u007F\"");
  }
}
