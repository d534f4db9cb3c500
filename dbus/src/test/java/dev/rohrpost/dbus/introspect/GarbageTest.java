package dev.rohrpost.dbus.introspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class GarbageTest {
  private static final int CHANGES = 3000;
  private static final Path SEEDS =
      Path.of(
          "src/test/resources/dev/rohrpost/dbus/introspect/IntrospectionFuzzTestInputs",
          "whateverADocumentContainsItIsReadOrRefused");

  /// The seeds with which Jazzer begins, too.
  static List<Path> seeds() throws IOException {
    try (var files = Files.list(SEEDS)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theSeedsAreReadOrRefused(Path seed) throws IOException {
    Garbage.read(Files.readAllBytes(seed));
  }

  @Test
  void changedSeedsAreReadOrRefused() throws IOException {
    var seeds = new ArrayList<byte[]>();
    for (var seed : seeds()) {
      seeds.add(Files.readAllBytes(seed));
    }
    var random = new Random(1402);
    for (var i = 0; i < CHANGES; i++) {
      var bytes = changed(seeds.get(random.nextInt(seeds.size())), random);
      try {
        Garbage.read(bytes);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(Arrays.toString(bytes), e);
      }
    }
  }

  private static byte[] changed(byte[] seed, Random random) {
    var bytes = new ArrayList<Byte>();
    for (var b : seed) {
      bytes.add(b);
    }
    for (var changes = 1 + random.nextInt(8); changes > 0 && !bytes.isEmpty(); changes--) {
      var at = random.nextInt(bytes.size());
      switch (random.nextInt(4)) {
        case 0 -> bytes.remove(at);
        case 1 -> bytes.set(at, (byte) random.nextInt(128));
        case 2 -> bytes.set(at, (byte) random.nextInt(256));
        default -> {
          var from = random.nextInt(bytes.size());
          var part = bytes.subList(from, Math.min(bytes.size(), from + random.nextInt(60)));
          bytes.addAll(at, new ArrayList<>(part));
        }
      }
    }
    var array = new byte[bytes.size()];
    for (var i = 0; i < array.length; i++) {
      array[i] = bytes.get(i);
    }
    return array;
  }
}
