package dev.rohrpost.cli.rpc;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.rpc.Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// The identity that a caller claims.
final class Claim {
  private static final long HIGHEST = 0xffff_ffffL;

  /// How many further groups AUTH_SYS has room for.
  private static final int GROUPS = 16;

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  private Claim() {}

  /// Adds the options that [#of] reads.
  static Spec options(Spec spec) {
    return spec.option(
            "--auth",
            "none|sys",
            String.class,
            Claim::flavor,
            "The credentials to send: none, or user and groups (AUTH_SYS), which the"
                + " server cannot verify (default: none; sys with --uid or --gid).")
        .option(
            "--uid",
            "N",
            Long.class,
            Claim::id,
            "The user to claim (default: that of this process).")
        .option(
            "--gid",
            "N",
            Long.class,
            Claim::id,
            "The group to claim (default: that of this process and, without --uid, its"
                + " supplementary groups).");
  }

  private static String flavor(String text) {
    return switch (text) {
      case "none", "sys" -> text;
      default ->
          throw new IllegalArgumentException("'" + text + "' is no flavor; there are none and sys");
    };
  }

  private static long id(String text) {
    if (!text.matches("\\d{1,10}") || Long.parseLong(text) > HIGHEST) {
      throw new IllegalArgumentException("'" + text + "' is no number of 32 bits");
    }
    return Long.parseLong(text);
  }

  /// @throws Failure if the options contradict each other
  /// @throws UnixException if it is not known who this process is
  static Credential of(ParseResult given) throws Failure, UnixException {
    var isAnother = given.hasMatchedOption("--uid") || given.hasMatchedOption("--gid");
    var flavor = given.matchedOptionValue("--auth", isAnother ? "sys" : "none");
    if (flavor.equals("none")) {
      if (isAnother) {
        throw Failure.usage("--uid and --gid are for --auth sys");
      }
      return Credential.NONE;
    }
    var status = lines(STATUS);
    return new Credential.Sys(
        0,
        lines(HOSTNAME).getFirst(),
        given.matchedOptionValue("--uid", effective(status, "Uid:")),
        given.matchedOptionValue("--gid", effective(status, "Gid:")),
        isAnother ? List.of() : numbers(status, "Groups:").stream().limit(GROUPS).toList());
  }

  /// The numbers are the real one, the effective one, and two more.
  private static long effective(List<String> status, String what) {
    return numbers(status, what).get(1);
  }

  private static List<Long> numbers(List<String> status, String what) {
    return status.stream()
        .filter(line -> line.startsWith(what))
        .flatMap(line -> Arrays.stream(line.substring(what.length()).strip().split("\\s+")))
        .filter(word -> !word.isEmpty())
        .map(Long::valueOf)
        .toList();
  }

  private static List<String> lines(Path file) throws UnixException {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw UnixException.of("open", file.toString(), e);
    }
  }
}
