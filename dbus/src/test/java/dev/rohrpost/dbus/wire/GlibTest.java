package dev.rohrpost.dbus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Fd;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// GLib reads our messages and we read those of GLib, in both orders of bytes.
@Timeout(120)
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class GlibTest {
  private static final String GI = "/usr/lib/python3/dist-packages/gi/__init__.py";
  private static final Path PROGRAM = Path.of("src/test/resources/dev/rohrpost/dbus/wire/glib.py");

  @TempDir Path folder;

  @Test
  @Row({"DBUS-10", "DBUS-37"})
  void eachTypeGoesThereAndBackInBothOrders() throws Exception {
    var lines = new ArrayList<String>();
    var expected = new ArrayList<String>();
    for (var order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      for (var sample : Samples.ALL) {
        var bytes = Bodies.encode(order, sample.body(), sample.arguments().toArray());
        lines.add(line(order, sample.body(), sample.bodyText(), bytes));
        expected.add(Bodies.show(sample.arguments()));
      }
    }
    var answers = exchange(lines);
    for (var i = 0; i < answers.size(); i++) {
      var answer = answers.get(i).split(" ", 2);
      assertThat(answer[0]).as("GLib reads %s: %s", lines.get(i), answer[1]).isEqualTo("same");
      var bytes = HexFormat.of().parseHex(answer[1]);
      assertThat(Bodies.show(Bodies.decode(bytes))).as(lines.get(i)).isEqualTo(expected.get(i));
      assertThat(Raw.read(bytes).member()).isEqualTo("C");
    }
  }

  @Test
  @Row({"DBUS-50", "DBUS-89"})
  void descriptorsAreCountedAlike() throws Exception {
    try (var one = Fd.inherit(0);
        var other = Fd.inherit(0)) {
      for (var order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        var bytes = Bodies.encode(order, "hah", one, List.of(one, other));
        var answer = exchange(List.of(line(order, "hah", "(0, [0, 1])", bytes))).getFirst();
        assertThat(answer).startsWith("same ");
        var theirs = HexFormat.of().parseHex(answer.substring(5));
        assertThat(Raw.read(theirs).descriptorCount()).isEqualTo(2);
        assertThat(Bodies.decode(theirs, one, other)).isEqualTo(List.of(one, List.of(one, other)));
      }
    }
  }

  private static String line(ByteOrder order, String type, String text, byte[] bytes) {
    var letter = order == ByteOrder.BIG_ENDIAN ? "B" : "l";
    return String.join("\t", letter, type, text, HexFormat.of().formatHex(bytes));
  }

  private List<String> exchange(List<String> lines) throws Exception {
    Foreign.require(GI);
    var file = Files.write(folder.resolve("lines"), lines);
    var output =
        Foreign.run(Duration.ofMinutes(1), "/usr/bin/python3", PROGRAM.toString(), file.toString());
    var answers = output.orFail().out().lines().toList();
    assertThat(answers).hasSameSizeAs(lines);
    return answers;
  }
}
