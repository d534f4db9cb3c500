package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `rohrpost bus mock` on buses of the test's own, called by busctl(1) and gdbus(1).
@ExtendWith(NoChildrenLeft.class)
@Timeout(240)
class BusMockTest {
  private static final String FACE = "com.example.Mocked";
  private static final String NAME = "com.example.Mock";
  private static final String OBJECT = NAME + " /a/b " + FACE + " ";
  private static final String READY = "{\"ready\":true}";
  private static final String DOCUMENT =
      """
      <node>
        <interface name="com.example.Mocked">
          <method name="Echo">
            <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
            <arg type="s" direction="out"/><arg type="a{sv}" direction="out"/>
          </method>
          <method name="Zero">
            <arg type="i" direction="in"/>
            <arg type="(bsdvgo)" direction="out"/><arg type="a{ss}" direction="out"/>
            <arg type="ynqiuxt" direction="out"/>
          </method>
          <method name="List"><arg type="as" direction="out"/></method>
          <method name="File"><arg type="h" direction="out"/></method>
          <method name="Nothing"/>
          <property name="Level" type="d" access="readwrite"/>
          <property name="odd one" type="as" access="readwrite">
            <annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="invalidates"/>
          </property>
          <property name="Quiet" type="u" access="readwrite">
            <annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="false"/>
          </property>
          <property name="Fixed" type="x" access="read"/>
          <signal name="Told"><arg type="s"/></signal>
        </interface>
        <interface name="org.freedesktop.DBus.Properties">
          <method name="Get"><arg type="s" direction="in"/></method>
        </interface>
      </node>
      """
          .replace("<arg type=\"ynqiuxt\" direction=\"out\"/>", results("ynqiuxt"));

  @TempDir Path folder;

  private static String results(String types) {
    return types.replaceAll("[a-z]", "<arg type=\"$0\" direction=\"out\"/>");
  }

  private String document(String text) throws Exception {
    Files.writeString(folder.resolve("mock.xml"), text);
    return "mock --session " + NAME + " /a/b mock.xml";
  }

  private Running mock(PrivateBus bus, String options) throws Exception {
    var mock = bus.start(document(DOCUMENT) + " --json" + options);
    assertThat(mock.line(Rohrpost.PATIENCE)).isEqualTo(READY);
    return mock;
  }

  private static Output busctl(PrivateBus bus, String words) throws Exception {
    return bus.foreign("busctl --address=" + bus.address() + " " + words);
  }

  private static String called(PrivateBus bus, String words) throws Exception {
    return busctl(bus, "call " + OBJECT + words).orFail().out();
  }

  private static void end(Running mock) throws Exception {
    mock.handle().destroy();
    var end = mock.await(Rohrpost.PATIENCE);
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isEqualTo(128 + 15);
  }

  @ParameterizedTest
  @EnumSource
  void methodsAnswerWhatTheyWereGivenOrZero(PrivateBus.Kind kind) throws Exception {
    try (var bus = kind.in(folder);
        var mock = mock(bus, " --answer List=2\ta\t\"b\tc\"")) {
      assertThat(called(bus, "Echo sa{sv} hi 1 k i 7")).isEqualTo("sa{sv} \"hi\" 1 \"k\" i 7\n");
      assertThat(mock.line(Rohrpost.PATIENCE))
          .matches(
              "\\{\"time\":\"20[^\"]+\",\"kind\":\"call\",\"sender\":\":1\\.\\d+\","
                  + "\"path\":\"/a/b\",\"interface\":\"com\\.example\\.Mocked\","
                  + "\"member\":\"Echo\",\"type\":\"sa\\{sv}\","
                  + "\"data\":\\[\"hi\",\\{\"k\":\\{\"type\":\"i\",\"data\":7}}]}");
      assertThat(called(bus, "Zero i 3"))
          .isEqualTo("(bsdvgo)a{ss}ynqiuxt false \"\" 0 s \"\" \"\" \"/\" 0 0 0 0 0 0 0 0\n");
      assertThat(called(bus, "List")).isEqualTo("as 2 \"a\" \"b\\tc\"\n");
      assertThat(called(bus, "Nothing")).isEmpty();
      assertThat(
              bus.foreign(
                      "gdbus call --address "
                          + bus.address()
                          + " -d com.example.Mock -o /a/b -m com.example.Mocked.List")
                  .orFail()
                  .out())
          .isEqualTo("(['a', 'b\\tc'],)\n");
      assertThat(busctl(bus, "call " + OBJECT + "File").err()).contains("no descriptor");
      assertThat(busctl(bus, "call " + OBJECT + "Zero s x").err()).contains("\"i\" was expected");
      assertThat(busctl(bus, "call " + OBJECT + "Other").status()).isEqualTo(1);
      end(mock);
      assertThat(busctl(bus, "call " + OBJECT + "List").status()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void propertiesCanBeSetAndTellIt(PrivateBus.Kind kind) throws Exception {
    try (var bus = kind.in(folder);
        var mock = mock(bus, "");
        var monitor = bus.start("monitor --session --json --match member='PropertiesChanged'")) {
      assertThat(monitor.line(Rohrpost.PATIENCE)).isEqualTo(READY);
      assertThat(busctl(bus, "get-property " + OBJECT + "Level").orFail().out()).isEqualTo("d 0\n");
      for (var each : new String[] {"Quiet u 4", "Level d 2.5"}) {
        busctl(bus, "set-property " + OBJECT + each).orFail();
      }
      assertThat(bus.shell("rohrpost bus set --session " + OBJECT + "'odd one' as 1 x").status())
          .isZero();
      assertThat(busctl(bus, "get-property " + OBJECT + "Level").orFail().out())
          .isEqualTo("d 2.5\n");
      assertThat(busctl(bus, "get-property " + OBJECT + "Quiet").orFail().out()).isEqualTo("u 4\n");
      assertThat(monitor.line(Rohrpost.PATIENCE))
          .contains(
              "\"data\":[\"com.example.Mocked\",{\"Level\":{\"type\":\"d\",\"data\":2.5}},[]]");
      assertThat(monitor.line(Rohrpost.PATIENCE))
          .contains("\"data\":[\"com.example.Mocked\",{},[\"odd one\"]]");
      assertThat(mock.line(Rohrpost.PATIENCE))
          .contains("\"interface\":\"org.freedesktop.DBus.Properties\",\"member\":\"Set\"")
          .endsWith("\"data\":[\"com.example.Mocked\",\"Quiet\",{\"type\":\"u\",\"data\":4}]}");
      assertThat(busctl(bus, "set-property " + OBJECT + "Fixed x 1").err())
          .contains("can only be read");
      end(mock);
    }
  }

  @Test
  void theDocumentIsAnswered() throws Exception {
    try (var bus = PrivateBus.in(folder);
        var mock = mock(bus, "")) {
      var described = bus.run("introspect --session " + NAME + " /a/b " + FACE).orFail().out();
      assertThat(described.replaceAll("  +", " "))
          .contains(
              ".Echo method sa{sv} sa{sv} -\n",
              ".Fixed property x 0 emits-change\n",
              ".odd one property as 0 emits-invalidation writable\n",
              ".Told signal s - -\n");
      assertThat(busctl(bus, "introspect " + NAME + " /a/b").orFail().out()).contains(".Told");
      end(mock);
    }
  }

  @Test
  void aDescriptorOfTheShellIsAnAnswer() throws Exception {
    var _ = document(DOCUMENT);
    try (var bus = PrivateBus.in(folder)) {
      var output =
          bus.shell(
              """
              rohrpost bus mock --session com.example.Mock /a/b mock.xml --answer File=7 7<mock.xml \\
                >calls 2>err &
              rohrpost bus wait --session com.example.Mock
              gdbus call --session -d com.example.Mock -o /a/b -m com.example.Mocked.File
              kill $!
              wait $!
              cat calls err
              """);
      assertThat(output.out()).contains("handle 0").contains(" com.example.Mocked.File\nready\n");
      assertThat(output.status()).isZero();
    }
  }

  @Test
  void aNameThatIsTakenIsToldInOneLine() throws Exception {
    try (var bus = PrivateBus.in(folder)) {
      var _ = document(DOCUMENT);
      var output = bus.run("mock --session com.example.Bus /a/b mock.xml");
      assertThat(output.err())
          .isEqualTo(
              "rohrpost: dev.rohrpost.Error.NameTaken: another connection has the name"
                  + " com.example.Bus\n");
      assertThat(output.out()).isEmpty();
      assertThat(output.status()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfTheBusEndsIt(PrivateBus.Kind kind) throws Exception {
    try (var bus = kind.in(folder);
        var mock = mock(bus, "")) {
      bus.kill();
      var end = mock.await(Rohrpost.PATIENCE);
      assertThat(end.err()).contains("the bus is gone").hasLineCount(1);
      assertThat(end.status()).isEqualTo(1);
    }
  }

  @Test
  void whoCallsDoesNotWaitForWhoReads() throws Exception {
    try (var bus = PrivateBus.in(folder)) {
      var builder = bus.builder(document(DOCUMENT) + " --json");
      builder.redirectError(folder.resolve("err").toFile());
      var process = builder.start();
      try (var lines = process.inputReader()) {
        assertThat(lines.readLine()).isEqualTo(READY);
        var output =
            bus.shell(
                """
                python3 - <<'END'
                import os, subprocess
                text = "x" * 30000
                for i in range(8):
                    subprocess.run(["busctl", "--address=" + os.environ["DBUS_SESSION_BUS_ADDRESS"],
                        "call", "com.example.Mock", "/a/b", "com.example.Mocked", "Echo", "sa{sv}",
                        text, "0"], check=True, stdout=subprocess.DEVNULL)
                END
                """);
        assertThat(output.err()).isEmpty();
        assertThat(output.status()).isZero();
      } finally {
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(128 + 15);
      }
    }
  }

  @Test
  void aClosedOutputEndsItQuietly() throws Exception {
    var _ = document(DOCUMENT);
    try (var bus = PrivateBus.in(folder)) {
      var output =
          bus.shell(
              """
              mkfifo pipe
              rohrpost bus mock --session com.example.Mock /a/b mock.xml --json >pipe &
              exec 3<pipe
              read -r line <&3
              exec 3<&-
              while busctl --address="$DBUS_SESSION_BUS_ADDRESS" call com.example.Mock /a/b \\
                com.example.Mocked Nothing 2>&-; do :; done
              wait $!
              """);
      assertThat(output.err()).isEmpty();
      assertThat(output.status()).isEqualTo(128 + 13);
    }
  }

  private void assertRefused(PrivateBus bus, int status, String says, String words)
      throws Exception {
    var output = bus.run(words);
    assertThat(output.err()).startsWith("rohrpost: ").contains(says).hasLineCount(1);
    assertThat(output.out()).isEmpty();
    assertThat(output.status()).as(words).isEqualTo(status);
  }

  @Test
  void whatCannotBePlayedIsRefusedBeforeTheNameIsAskedFor() throws Exception {
    try (var bus = PrivateBus.in(folder)) {
      var nowhere = "mock --address unix:path=/no/bus com.example.Mock /a/b ";
      assertRefused(bus, 1, "open(/no/file): ENOENT", nowhere + "/no/file");
      assertRefused(bus, 1, "open(/)", nowhere + "/");
      assertRefused(bus, 1, "/dev/zero", nowhere + "/dev/zero");
      var _ = document("<node/>");
      assertRefused(bus, 1, "mock.xml: there is no interface", nowhere + "mock.xml");
      var _ = document("<node><interface name='a.b'/><node><interface name='a.b'/></node></node>");
      assertRefused(bus, 1, "a.b is there twice", nowhere + "mock.xml");
      var _ = document("<node><interface name='a.b'><method name='M'><arg type='a{vs}'/></method>");
      assertRefused(bus, 1, "mock.xml:", nowhere + "mock.xml");
      var _ =
          document(
              "<!DOCTYPE node [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><node><interface"
                  + " name='a.b'><property name='&x;' type='s' access='read'/></interface></node>");
      assertRefused(bus, 1, "mock.xml", nowhere + "mock.xml");
      var _ = document(DOCUMENT);
      var answer = nowhere + "mock.xml --answer ";
      assertRefused(bus, 2, "an answer is MEMBER=TEXT", answer + "List");
      assertRefused(bus, 2, "there is no method None", answer + "None=1");
      assertRefused(bus, 2, "--answer List: 'as' has 2 elements", answer + "List=2");
      assertRefused(bus, 2, "more than the signature", answer + "com.example.Mocked.Nothing=1");
      assertRefused(bus, 2, "has no end", answer + "List='");
      assertRefused(bus, 2, "twice", answer + "List=0 --answer List=0");
      assertRefused(bus, 1, "EBADF", answer + "File=77");
      assertRefused(bus, 2, "", "mock --session :1.5 /a/b mock.xml");
      assertRefused(bus, 1, "/no/bus", nowhere + "mock.xml");
    }
  }
}
