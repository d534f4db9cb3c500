package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.dbus.auth.AuthenticationScribbles;
import dev.rohrpost.dbus.wire.WireScribbles;
import dev.rohrpost.testkit.Jvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The inputs with which Jazzer begins, and changes of them that chance makes.
@Timeout(180)
class SeedsTest {
  private static final Path RESOURCES = Path.of("src/test/resources/dev/rohrpost/dbus");
  private static final int CHANGES = 2000;

  private interface Target {
    void play(byte[] input) throws Exception;
  }

  private static final Map<String, Target> TARGETS =
      new TreeMap<>(
          Map.of(
              "wire/WireFuzzTestInputs/whateverComesIsReadOrRefused",
              WireScribbles::messages,
              "wire/WireFuzzTestInputs/whateverATextSaysItIsASignatureOrNone",
              WireScribbles::signature,
              "auth/AuthenticationFuzzTestInputs/whateverComesTheClientGoesOnOrRefuses",
              AuthenticationScribbles::client,
              "auth/AuthenticationFuzzTestInputs/whateverComesTheServerAnswersOrRefuses",
              AuthenticationScribbles::server));

  /// In a JVM of its own, where nobody else's agent allocates.
  @Test
  void theSeedsAndWhatIsLikeThemAreAnswered() throws Exception {
    try (var running = Jvm.of(Play.class).with("--add-modules", "jdk.management").start()) {
      assertThat(running.await(Duration.ofMinutes(2)).orFail().out()).isEqualTo("4 targets\n");
    }
  }

  static final class Play {
    private Play() {}

    public static void main(String... arguments) throws Exception {
      for (var target : TARGETS.entrySet()) {
        play(seeds(RESOURCES.resolve(target.getKey())), target.getValue());
      }
      System.out.println(TARGETS.size() + " targets");
    }

    private static List<byte[]> seeds(Path folder) throws Exception {
      try (var files = Files.list(folder)) {
        var seeds = new ArrayList<byte[]>();
        for (var file : files.sorted().toList()) {
          seeds.add(Files.readAllBytes(file));
        }
        return seeds;
      }
    }

    private static void play(List<byte[]> seeds, Target target) throws Exception {
      for (var seed : seeds) {
        play(seed, target);
      }
      var random = new Random(4242);
      for (var i = 0; i < CHANGES; i++) {
        play(changed(seeds.get(random.nextInt(seeds.size())), random), target);
      }
    }

    private static void play(byte[] input, Target target) {
      try {
        target.play(input);
      } catch (Exception | Error e) {
        throw new AssertionError(Arrays.toString(input), e);
      }
    }

    private static byte[] changed(byte[] seed, Random random) {
      var input = Arrays.copyOf(seed, random.nextInt(4) == 0 ? random.nextInt(60) : seed.length);
      for (var changes = random.nextInt(6); changes > 0 && input.length > 0; changes--) {
        var at = random.nextInt(input.length);
        input[at] =
            switch (random.nextInt(4)) {
              case 0 -> 0;
              case 1 -> -1;
              case 2 -> (byte) (input[at] + 1);
              default -> (byte) random.nextInt(256);
            };
      }
      return input;
    }
  }
}
