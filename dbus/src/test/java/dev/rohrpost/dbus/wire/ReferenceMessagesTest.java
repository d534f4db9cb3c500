package dev.rohrpost.dbus.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.testkit.Foreign;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The messages with which the reference implementation tests itself: most were found by fuzzing.
class ReferenceMessagesTest {
  private static final String FOLDER = "/usr/lib/dbus-1.0/installed-tests/dbus/data/";

  private static Stream<Path> files(String kind) throws IOException {
    try (var files = Files.list(Foreign.require(FOLDER + kind))) {
      return files.filter(file -> file.toString().endsWith(".message-raw")).toList().stream();
    }
  }

  static Stream<Path> valid() throws IOException {
    return files("valid-messages");
  }

  static Stream<Path> invalid() throws IOException {
    return files("invalid-messages");
  }

  /// Reads the one message of a file.
  private static void read(Path file) throws Exception {
    var bytes = Files.readAllBytes(file);
    var reader = MessageReader.create();
    var header = new Header();
    MemorySegment.copy(bytes, 0, reader.room(), ValueLayout.JAVA_BYTE, 0, bytes.length);
    reader.came(bytes.length);
    assertThat(reader.next(header)).isTrue();
    var body = Decoder.create();
    body.begin(header, reader.memory(), reader.start(), List.of());
    for (var type : header.signature().types()) {
      body.skip(type);
    }
    body.end();
  }

  /// Valid is for them, too, what names a descriptor that did not come: only who takes it finds
  /// out.
  @ParameterizedTest
  @MethodSource("valid")
  void whatIsValidIsRead(Path file) throws Exception {
    try {
      read(file);
    } catch (WireException e) {
      assertThat(file).hasFileName("byteswap-fd-index.message-raw");
      assertThat(e.rule()).isEqualTo(Rule.DESCRIPTORS);
    }
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void whatIsInvalidIsRefused(Path file) {
    assertThatThrownBy(() -> read(file)).isInstanceOf(WireException.class);
  }
}
