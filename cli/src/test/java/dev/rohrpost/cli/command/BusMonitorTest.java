package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Running;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `rohrpost bus monitor` on buses of the test's own, with busctl(1) as the one who calls.
@ExtendWith(NoChildrenLeft.class)
@Timeout(240)
class BusMonitorTest {
  private static final String READY = "{\"ready\":true}";
  private static final String ADD = "com.example.Bus /a/b com.example.Face Add ii 40 2";
  private static final String HANG = "com.example.Bus /a/b com.example.Face Hang";

  /// The other one was ended in the middle, and is compared as far as it goes.
  private static final String COMPARISON =
      """
      python3 - <<'END'
      import struct
      def read(name):
          data = open(name, "rb").read()
          at, all = 24, []
          while at + 16 <= len(data):
              s, us, kept, length = struct.unpack("<IIII", data[at:at + 16])
              assert kept == length and us < 1000000, (name, kept, length, us)
              all.append((s, data[at + 16:at + 16 + kept]))
              at += 16 + kept
          return data[:24], all
      (ours, mine), (theirs, his) = read("ours"), read("theirs")
      assert ours == theirs, (ours, theirs)
      add = [m for s, m in his if b"Add" in m]
      assert add and all(m in [n for s, n in mine] for m in add), (mine, add)
      assert abs(mine[-1][0] - his[-1][0]) < 60
      END
      """;

  @TempDir Path folder;

  private static Output busctl(PrivateBus bus, String words) throws Exception {
    return bus.foreign("busctl --address=" + bus.address() + " call " + words);
  }

  private static Running ready(PrivateBus bus, String words) throws Exception {
    var monitor = bus.start("monitor --session --json " + words);
    assertThat(monitor.line(Rohrpost.PATIENCE)).isEqualTo(READY);
    return monitor;
  }

  /// Reads up to a line, which is the last of the result.
  private static List<String> until(Running monitor, Predicate<String> last) throws Exception {
    var lines = new ArrayList<String>();
    do {
      lines.add(monitor.line(Rohrpost.PATIENCE));
    } while (!last.test(lines.getLast()));
    return lines;
  }

  private static Predicate<String> has(String text) {
    return line -> line.contains(text);
  }

  private static String field(String line, String name) {
    return line.replaceFirst(".*\"" + name + "\":([^,}]*).*", "$1");
  }

  @ParameterizedTest
  @EnumSource
  void messagesAreShown(PrivateBus.Kind kind) throws Exception {
    try (var bus = kind.in(folder);
        var monitor = ready(bus, "com.example.Bus")) {
      busctl(bus, ADD).orFail();
      var call = until(monitor, has("\"Add\"")).getLast();
      var reply = monitor.line(Rohrpost.PATIENCE);
      assertThat(call)
          .contains(
              "\"kind\":\"call\"",
              "\"reply_serial\":null",
              "\"destination\":\"com.example.Bus\",\"path\":\"/a/b\",\"interface\":"
                  + "\"com.example.Face\",\"member\":\"Add\",\"error\":null,"
                  + "\"type\":\"ii\",\"data\":[40,2],\"descriptors\":0}");
      assertThat(reply)
          .contains("\"kind\":\"return\"", "\"member\":null", "\"type\":\"i\",\"data\":[42]");
      assertThat(field(reply, "reply_serial")).isEqualTo(field(call, "serial"));
      assertThat(field(reply, "destination")).isEqualTo(field(call, "sender"));
    }
  }

  @Test
  void linesForPeopleHaveNames() throws Exception {
    try (var bus = PrivateBus.in(folder);
        var monitor = bus.start("monitor --session --match sender='com.example.Bus' --count 2")) {
      // The second line of a person's monitor is the first that can be waited for.
      while (busctl(bus, ADD).status() == 0 && monitor.handle().isAlive()) {
        // it takes a moment to begin
      }
      var output = monitor.await(Rohrpost.PATIENCE);
      assertThat(output.err()).isEqualTo("ready\n");
      assertThat(output.out().lines())
          .hasSize(2)
          .allMatch(line ->
              line.matches(
                  "[0-9:.]{15}  +return  com\\.example\\.Bus +-> :1\\.\\d+ +#\\d+ to #\\d+ +i 42"));
      assertThat(output.status()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsAreShownWithTheirEnds(PrivateBus.Kind kind) throws Exception {
    try (var bus = kind.in(folder);
        var monitor = ready(bus, "--calls com.example.Bus com.example.None");
        var open = bus.start("call --session " + HANG)) {
      busctl(bus, ADD).orFail();
      assertThat(until(monitor, has("\"Add\"")).getLast())
          .contains(
              "\"outcome\":\"return\",\"error\":null,\"microseconds\":",
              "\"request\":{\"type\":\"ii\",\"data\":[40,2]},\"reply\":{\"type\":\"i\",\"data\":[42]}}");
      assertThat(busctl(bus, "com.example.Bus /a/b com.example.Face Refuse").status()).isEqualTo(1);
      assertThat(until(monitor, has("\"Refuse\"")).getLast())
          .contains("\"outcome\":\"error\",\"error\":\"com.example.Error.No\"", "not\\nnow");
      assertThat(busctl(bus, "com.example.None / a.b C").status()).isEqualTo(1);
      assertThat(until(monitor, has("\"C\"")).getLast())
          .contains(
              "\"outcome\":\"error\",\"error\":\"org.freedesktop.DBus.Error.ServiceUnknown\"");
      busctl(bus, "--expect-reply=no " + HANG).orFail();
      assertThat(until(monitor, has("\"unwanted\"")).getLast())
          .contains("\"member\":\"Hang\"", "\"microseconds\":null", "\"reply\":null");
      for (var i = 0; i < 2; i++) { // one that wants a reply, and one that does not
        assertThat(bus.service().line(Rohrpost.PATIENCE)).isEqualTo("hang");
      }
      assertThat(open.handle().isAlive()).isTrue();
      monitor.handle().destroy();
      var end = monitor.await(Rohrpost.PATIENCE);
      assertThat(end.out().strip().lines().toList().getLast())
          .contains("\"member\":\"Hang\"", "\"outcome\":\"open\"");
      assertThat(end.err()).isEmpty();
      assertThat(end.status()).isEqualTo(128 + 15);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServiceThatDiesHasNotReplied(PrivateBus.Kind kind) throws Exception {
    try (var bus = kind.in(folder);
        var monitor = ready(bus, "--calls --count 1 com.example.Bus");
        var _ = bus.start("call --session " + HANG)) {
      assertThat(bus.service().line(Rohrpost.PATIENCE)).isEqualTo("hang");
      bus.service().handle().destroyForcibly();
      assertThat(until(monitor, has("\"Hang\"")).getLast())
          .contains("\"outcome\":\"no_reply\",\"error\":\"org.freedesktop.DBus.Error.NoReply\"");
      assertThat(monitor.await(Rohrpost.PATIENCE).status()).isZero();
    }
  }

  @Test
  void methodsAreSummedUp() throws Exception {
    try (var bus = PrivateBus.in(folder);
        var monitor =
            ready(bus, "--summary --count 4 --match member='Add' --match member='Refuse'")) {
      for (var i = 0; i < 3; i++) {
        busctl(bus, ADD).orFail();
      }
      assertThat(busctl(bus, "com.example.Bus /a/b com.example.Face Refuse").status()).isEqualTo(1);
      var lines = monitor.await(Rohrpost.PATIENCE).out().strip().lines().toList();
      assertThat(lines).hasSize(1);
      assertThat(lines.getFirst())
          .startsWith("{\"methods\":[{")
          .contains(
              "{\"destination\":\"com.example.Bus\",\"interface\":\"com.example.Face\","
                  + "\"member\":\"Add\",\"count\":3,\"errors\":0,\"open\":0,",
              "\"member\":\"Refuse\",\"count\":1,\"errors\":1,\"open\":0,");
    }
  }

  @Test
  void theFileIsThatOfDbusMonitor() throws Exception {
    Foreign.require("dbus-monitor");
    try (var bus = PrivateBus.in(folder);
        var monitor = ready(bus, "--pcap ours --match destination='com.example.Bus'")) {
      var output =
          bus.shell(
              """
              dbus-monitor --session --pcap destination=com.example.Bus >theirs &
              until grep -qs Add theirs; do
                busctl --address="$DBUS_SESSION_BUS_ADDRESS" call com.example.Bus /a/b \
                  com.example.Face Add ii 40 2 >/dev/null
              done
              kill $!; wait
              seen() { grep -ao Add "$1" | wc -l; }
              until [ "$(seen ours)" -ge "$(seen theirs)" ]; do sleep 0.01; done
              """);
      assertThat(output.err()).isEmpty();
      monitor.handle().destroy();
      assertThat(monitor.await(Rohrpost.PATIENCE).err()).isEmpty();
      var compared = bus.shell(COMPARISON);
      assertThat(compared.err()).isEmpty();
      assertThat(compared.status()).isZero();
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ours"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void whoMayNotMonitorIsToldInOneLine() throws Exception {
    var no = "<deny send_interface=\"org.freedesktop.DBus.Monitoring\"/>";
    try (var bus = PrivateBus.in(folder, no)) {
      var output = bus.run("monitor --session");
      assertThat(output.err())
          .startsWith("rohrpost: org.freedesktop.DBus.Error.AccessDenied: ")
          .contains("; the bus lets only some monitor it")
          .hasLineCount(1);
      assertThat(output.status()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfTheBusIsTold(PrivateBus.Kind kind) throws Exception {
    try (var bus = kind.in(folder);
        var monitor = ready(bus, "--calls");
        var _ = bus.start("call --session " + HANG)) {
      assertThat(bus.service().line(Rohrpost.PATIENCE)).isEqualTo("hang");
      bus.kill();
      var end = monitor.await(Rohrpost.PATIENCE);
      assertThat(end.out()).contains("\"member\":\"Hang\"");
      assertThat(end.err()).contains("the connection to the bus was lost: ").hasLineCount(1);
      assertThat(end.status()).isEqualTo(1);
    }
  }

  /// Makes calls, which all fail.
  private static void spam(PrivateBus bus, int count) throws Exception {
    var output =
        bus.foreign(
            "dbus-test-tool spam --session --dest=com.example.None --queue=50 --count=" + count);
    assertThat(output.err()).contains("reply #" + (count - 1));
  }

  @Test
  void aReaderThatStopsHarmsNobody() throws Exception {
    Foreign.require("dbus-test-tool");
    try (var bus = PrivateBus.in(folder)) {
      var builder = bus.builder("monitor --session --json");
      builder.redirectError(folder.resolve("err").toFile());
      var process = builder.start();
      try (var lines = new BufferedReader(process.inputReader())) {
        assertThat(lines.readLine()).isEqualTo(READY);
        spam(bus, 20_000);
        busctl(bus, ADD).orFail();
        var line = lines.readLine();
        while (!line.startsWith("{\"missed\":")) {
          line = lines.readLine();
        }
        spam(bus, 3000);
        process.destroy(); // while it waits for a reader
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
      } finally {
        process.destroyForcibly().waitFor();
      }
      assertThat(folder.resolve("err")).isEmptyFile();
    }
  }

  @Test
  void aClosedOutputEndsItQuietly() throws Exception {
    try (var bus = PrivateBus.in(folder)) {
      var output =
          bus.shell(
              """
              mkfifo pipe
              rohrpost bus monitor --session --json >pipe &
              exec 3<pipe
              read -r line <&3
              echo "$line"
              exec 3<&-
              while kill -0 $! 2>&-; do rohrpost bus list --session >list; done
              wait $!
              """);
      assertThat(output.out()).isEqualTo(READY + "\n");
      assertThat(output.err()).isEmpty();
      assertThat(output.status()).isEqualTo(128 + 13);
    }
  }

  @Test
  void wrongWordsAreRefusedBeforeAnybodyIsAsked() throws Exception {
    try (var bus = PrivateBus.in(folder)) {
      var monitor = "monitor --address unix:path=/no/bus ";
      for (var wrong :
          List.of(
              "no-dots",
              "--match type='sound'",
              "--match eavesdrop='true'",
              "--calls --pcap file",
              "--count -1",
              "--peer unix:path=/a")) {
        var output = bus.run(monitor + wrong);
        assertThat(output.err()).startsWith("rohrpost: ").hasLineCount(1);
        assertThat(output.status()).as(wrong).isEqualTo(2);
      }
      var file = bus.run("monitor --session --pcap /no/file");
      assertThat(file.err()).startsWith("rohrpost: open(/no/file): ENOENT").hasLineCount(1);
      assertThat(file.status()).isEqualTo(1);
    }
  }
}
