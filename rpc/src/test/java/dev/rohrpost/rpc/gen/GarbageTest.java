package dev.rohrpost.rpc.gen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class GarbageTest {
  private static final int CHANGES = 1500;
  private static final Path SEEDS =
      Path.of(
          "src/test/resources/dev/rohrpost/rpc/gen/CompilerFuzzTestInputs",
          "whateverAFileContainsTheCompilerAnswers");

  /// The seeds with which Jazzer begins, too.
  static List<Path> seeds() throws IOException {
    try (var files = Files.list(SEEDS)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theSeedsAreAnswered(Path seed) throws IOException {
    Garbage.compile(Files.readAllBytes(seed));
  }

  @Test
  void changedSeedsAreAnswered() throws IOException {
    var seeds = new ArrayList<byte[]>();
    for (var seed : seeds()) {
      seeds.add(Files.readAllBytes(seed));
    }
    var random = new Random(4506);
    for (var i = 0; i < CHANGES; i++) {
      Garbage.compile(changed(seeds, random));
    }
  }

  private static byte[] changed(List<byte[]> seeds, Random random) {
    var bytes = new ArrayList<Byte>();
    for (var b : seeds.get(random.nextInt(seeds.size()))) {
      bytes.add(b);
    }
    for (var changes = random.nextInt(8); changes > 0 && !bytes.isEmpty(); changes--) {
      var at = random.nextInt(bytes.size());
      switch (random.nextInt(3)) {
        case 0 -> bytes.remove(at);
        case 1 -> bytes.set(at, (byte) random.nextInt(128));
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
