package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The commands of D-Bus on a bus of the test's own, with a service by GIO, and beside busctl(1).
@ExtendWith(NoChildrenLeft.class)
@Timeout(240)
class BusTest {
  private static final String OBJECT = " com.example.Bus /a/b com.example.Face ";
  private static final String BUS =
      " org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus ";

  @TempDir Path folder;

  private PrivateBus bus;

  @BeforeEach
  void startTheBus() throws Exception {
    bus = PrivateBus.in(folder);
  }

  @AfterEach
  void endIt() {
    if (bus != null) {
      bus.close();
    }
  }

  private static void assertFails(int status, String line, Output output) {
    assertThat(output.err()).isEqualTo("rohrpost: " + line + "\n");
    assertThat(output.out()).isEmpty();
    assertThat(output.status()).isEqualTo(status);
  }

  private String printed(String words) throws Exception {
    return bus.run(words).orFail().out();
  }

  @Test
  void busctlTakesBackWhatIsPrintedAndHasTheSameJson() throws Exception {
    Foreign.require("busctl");
    var output =
        bus.shell(
            """
            set -e
            echo='com.example.Bus /a/b com.example.Face Echo'
            theirs() { busctl --address="$DBUS_SESSION_BUS_ADDRESS" "$@"; }
            each() {
              ours=$(rohrpost bus call --session $echo "$@")
              back=$(sed 's/[()]/\\\\&/g' <<<"$ours")
              [ "$(eval "theirs call $echo -- $back")" = "$(theirs call $echo -- "$@")" ]
              [ "$(eval "rohrpost bus call --user $echo -- $back")" = "$ours" ]
              rohrpost bus call --session --json $echo -- "$@" >ours
              theirs --json=short call $echo -- "$@" >theirs
              python3 -c 'import json; a, b = (json.load(open(f)) for f in ("ours", "theirs"))
            if a != b: raise SystemExit(f"{a} and {b}")'
              echo "$ours"
            }
            each ybnqiuxtdsog 255 true -32768 65535 -5 4294967295 -9223372036854775808 \\
              18446744073709551615 -1.5e-7 'ü "$HOME" `id` \\ !' /a/b 'a{sv}'
            each 'a{sv}(s(ii))ayasaada{oas}av' 2 a v i -7 b as 0 x 1 2 3 0 255 1 2 x '' 2 0 1 0.1 \\
              1 / 1 y 2 t 5 '(ib)' 1 no
            each s $'a\\nb\\tc\\e\\x01'"'"
            """);
    assertThat(output.err()).isEmpty();
    assertThat(output.out())
        .isEqualTo(
            """
            ybnqiuxtdsog 255 true -32768 65535 -5 4294967295 -9223372036854775808 \
            18446744073709551615 -1.5E-7 "ü \\"\\$HOME\\" \\`id\\` \\\\ !" "/a/b" "a{sv}"
            a{sv}(s(ii))ayasaada{oas}av 2 "a" v i -7 "b" as 0 "x" 1 2 3 0 255 1 2 "x" "" 2 0 1 0.1 \
            1 "/" 1 "y" 2 t 5 (ib) 1 false
            s $'a\\nb\\tc\\033\\001\\''
            """);
    assertThat(output.status()).isZero();
  }

  @Test
  void whatBusctlCannotShowIsJsonToo() throws Exception {
    var call = "call --json --address " + bus.address() + OBJECT + "Echo ";
    assertThat(printed(call + "a{us}add 2 1 x 4294967295 y 2 nan -inf Infinity"))
        .isEqualTo(
            "{\"type\":\"a{us}add\",\"data\":[{\"1\":\"x\",\"4294967295\":\"y\"},"
                + "[\"NaN\",\"-Infinity\"],\"Infinity\"]}\n");
    assertThat(printed(call)).isEqualTo("{\"type\":\"\",\"data\":[]}\n");
  }

  @Test
  void theObjectIsAskedForTheTypes() throws Exception {
    assertThat(printed("call --session" + OBJECT + "Add @ 40 -2")).isEqualTo("i 38\n");
    assertFails(
        1,
        "/a/b has no method com.example.Face.Sub",
        bus.run("call --session" + OBJECT + "Sub @ 40 -2"));
    var several = bus.run("call --session" + OBJECT + "Over @ 1");
    assertThat(several.err()).contains("several methods; choose from 's', 'i'");
    assertThat(several.status()).isEqualTo(2);
  }

  @Test
  void aDescriptorOfTheShellIsSentAndAnotherIsNot() throws Exception {
    Files.writeString(folder.resolve("file"), "content");
    var call = "rohrpost bus call --session" + OBJECT + "Read h ";
    var output = bus.shell(call + "7 7<file; " + call + "8");
    assertThat(output.out()).isEqualTo("s \"content\"\n");
    assertThat(output.err()).startsWith("rohrpost: fcntl(descriptor 8): EBADF: ").hasLineCount(1);
    assertThat(output.status()).isEqualTo(1);
  }

  @Test
  void aProgramThatListensItselfNeedsNoBus() throws Exception {
    assertThat(printed("call --peer " + bus.peer() + OBJECT + "Add ii 40 2")).isEqualTo("i 42\n");
    assertThat(printed("tree --json --peer " + bus.peer() + " a.b"))
        .isEqualTo("{\"service\":\"a.b\",\"paths\":[\"/\",\"/a\",\"/a/b\"]}\n");
  }

  @Test
  void propertiesAreSetAndShown() throws Exception {
    assertThat(printed("set --session" + OBJECT + "Level d -0.5")).isEmpty();
    assertThat(printed("get --session" + OBJECT + "Level")).isEqualTo("d -0.5\n");
    assertThat(printed("set --session" + OBJECT + "Level @ 2")).isEmpty();
    assertThat(printed("get --session" + OBJECT + "Level --json"))
        .isEqualTo("{\"type\":\"d\",\"data\":2.0}\n");
    assertThat(printed("get --session" + OBJECT + "--json"))
        .isEqualTo("{\"Level\":{\"type\":\"d\",\"data\":2.0}}\n");
    assertThat(printed("get --session" + OBJECT.stripTrailing())).isEqualTo("Level  d 2\n");
    assertFails(
        1,
        "org.freedesktop.DBus.Error.UnknownMethod: no Get",
        bus.run("get --session" + OBJECT + "None"));
  }

  @Test
  void namesAreListed() throws Exception {
    var pid = bus.service().pid();
    var uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    assertThat(printed("list --session --json"))
        .matches(
            "\\{\"names\":\\[\\{\"name\":\":1\\.0\",\"owner\":\":1\\.0\",\"pid\":"
                + pid
                + ",.*}]}\n")
        .contains(
            "{\"name\":\"com.example.Bus\",\"owner\":\":1.0\",\"pid\":"
                + pid
                + ",\"process\":\"python3\",\"uid\":"
                + uid
                + ",\"activatable\":false}",
            "{\"name\":\"com.example.Lazy\",\"owner\":null,\"pid\":null,\"process\":null,"
                + "\"uid\":null,\"activatable\":true}");
    assertThat(printed("list --session --acquired").replaceAll("  +", " "))
        .startsWith("NAME OWNER PID PROCESS UID ACTIVATABLE\n")
        .contains("com.example.Bus :1.0 " + pid + " python3 " + uid + " no\n")
        .doesNotContain("Lazy", "\n:1.0 ");
  }

  @Test
  void anObjectIsDescribed() throws Exception {
    assertThat(printed("introspect --session com.example.Bus /a/b com.example.Face --json"))
        .isEqualTo(
            """
            {"service":"com.example.Bus","path":"/a/b","interfaces":[{"name":"com.example.Face",\
            "methods":[{"name":"Add","in":"ii","out":"i","arguments":[\
            {"name":"a","type":"i","direction":"in"},{"name":"b","type":"i","direction":"in"},\
            {"name":"","type":"i","direction":"out"}],"annotations":{}},\
            {"name":"Over","in":"s","out":"","arguments":[{"name":"","type":"s","direction":"in"}],\
            "annotations":{}},{"name":"Over","in":"i","out":"","arguments":[\
            {"name":"","type":"i","direction":"in"}],"annotations":{}}],\
            "signals":[{"name":"Told","signature":"v","arguments":[\
            {"name":"what","type":"v","direction":"out"}],"annotations":{}}],\
            "properties":[{"name":"Level","type":"d","access":"readwrite","emits":"true",\
            "value":1.5,"annotations":{}}],\
            "annotations":{"org.freedesktop.DBus.Deprecated":"true"}}],"children":[]}
            """);
    assertThat(printed("introspect --session com.example.Bus /a/b").replaceAll("  +", " "))
        .isEqualTo(
            """
            NAME TYPE SIGNATURE RESULT/VALUE FLAGS
            com.example.Face interface - - -
            .Add method ii i -
            .Over method s - -
            .Over method i - -
            .Level property d 1.5 emits-change writable
            .Told signal v - -
            """);
    assertThat(printed("introspect --session com.example.Bus / --xml"))
        .isEqualTo("<node><node name=\"a\"/></node>");
    assertThat(printed("tree --session com.example.Bus /a")).isEqualTo("/a\n/a/b\n");
  }

  @Test
  void aSignalIsSentAndAwaited() throws Exception {
    assertThat(printed("emit --session /x com.example.Face Told v i -7")).isEmpty();
    assertThat(bus.service().line(Rohrpost.PATIENCE)).isEqualTo("told /x (<-7>,)");
    assertThat(printed("emit --session --destination com.example.Bus /y com.example.Face Said b 1"))
        .isEmpty();
    assertThat(bus.service().line(Rohrpost.PATIENCE)).isEqualTo("said /y (true,)");
    var name = " com.example.Lazier";
    try (var waiting = bus.start("wait --session --json" + name);
        var changed = bus.start("wait --session --json --timeout 1m" + BUS + "NameOwnerChanged")) {
      assertThat(waiting.line(Rohrpost.PATIENCE)).isEqualTo("{\"ready\":true}");
      assertThat(changed.line(Rohrpost.PATIENCE)).isEqualTo("{\"ready\":true}");
      assertThat(printed("call --session" + BUS + "RequestName su" + name + " 4"))
          .isEqualTo("u 1\n");
      assertThat(changed.line(Rohrpost.PATIENCE))
          .startsWith("{\"time\":\"20")
          .contains(
              "\"kind\":\"signal\",\"serial\":",
              ",\"reply_serial\":null,\"sender\":\"org.freedesktop.DBus\",\"destination\":null,\"path\":",
              "\"member\":\"NameOwnerChanged\",\"error\":null,\"type\":\"sss\",\"data\":[")
          .endsWith("\"descriptors\":0}");
      assertThat(changed.await(Rohrpost.PATIENCE).status()).isZero();
      assertThat(waiting.line(Rohrpost.PATIENCE))
          .matches("\\{\"name\":\"" + name.strip() + "\",\"owner\":\":1\\.\\d+\"}");
      assertThat(waiting.await(Rohrpost.PATIENCE).status()).isZero();
    }
    assertThat(bus.run("wait --session --timeout 100ms" + name).status()).isEqualTo(124);
  }

  @Test
  void failuresAreOneLineWithTheNameOfTheError() throws Exception {
    assertFails(
        1, "com.example.Error.No: not\\nnow", bus.run("call --session" + OBJECT + "Refuse"));
    assertFails(
        1,
        "org.freedesktop.DBus.Error.ServiceUnknown: The name com.example.None was not provided by"
            + " any .service files",
        bus.run("call --session com.example.None / a.b C"));
    var denied = bus.run("call --session com.example.Bus / com.example.Forbidden Enter");
    assertThat(denied.err())
        .startsWith("rohrpost: org.freedesktop.DBus.Error.AccessDenied: ")
        .hasLineCount(1);
    assertThat(denied.status()).isEqualTo(1);
    assertFails(
        124,
        "org.freedesktop.DBus.Error.Timeout: com.example.Bus /a/b com.example.Face.Hang: no reply"
            + " before the deadline",
        bus.run("call --session --timeout 300ms" + OBJECT + "Hang"));
    assertThat(printed("call --session --no-reply" + OBJECT + "Hang")).isEmpty();
    var nowhere = bus.run("list --address unix:path=/no/bus");
    assertThat(nowhere.err()).contains("/no/bus").contains("ENOENT").hasLineCount(1);
    assertThat(nowhere.status()).isEqualTo(1);
  }

  @Test
  void wrongWordsAreRefusedBeforeAnybodyIsAsked() throws Exception {
    var call = "call --address unix:path=/no/bus" + OBJECT + "Echo "; // nobody there to be asked
    var help = "; see: rohrpost bus call --help";
    assertFails(
        2, "'256' is not of type y, a number from 0 to 255" + help, bus.run(call + "y 256"));
    assertFails(
        2, "an argument is missing where the signature has 'i'" + help, bus.run(call + "ii 1"));
    assertFails(2, "'2' is more than the signature 'i' has" + help, bus.run(call + "i 1 2"));
    assertFails(2, "'ai' has 3 elements, and only 1 words follow" + help, bus.run(call + "ai 3 1"));
    assertFails(
        2, "unknown option: '--jsno'; a string comes after --" + help, bus.run(call + "s --jsno"));
    assertThat(bus.run(call + "a{vs} 0").status()).isEqualTo(2);
    assertThat(bus.run("call --system --user" + OBJECT + "Echo").status()).isEqualTo(2);
    assertThat(bus.run("get --session no-dots / a.b").status()).isEqualTo(2);
  }

  @Test
  void aBusThatDiesEndsWhatWaits() throws Exception {
    try (var call = bus.start("call --session" + OBJECT + "Hang");
        var waiting = bus.start("wait --session --json com.example.Never")) {
      assertThat(bus.service().line(Rohrpost.PATIENCE)).isEqualTo("hang");
      assertThat(waiting.line(Rohrpost.PATIENCE)).isEqualTo("{\"ready\":true}");
      bus.kill();
      var called = call.await(Rohrpost.PATIENCE);
      assertThat(called.err())
          .startsWith("rohrpost: org.freedesktop.DBus.Error.Disconnected: ")
          .hasLineCount(1);
      assertThat(called.status()).isEqualTo(1);
      var waited = waiting.await(Rohrpost.PATIENCE);
      assertThat(waited.err()).contains("lost").hasLineCount(1);
      assertThat(waited.status()).isEqualTo(1);
    }
  }
}
