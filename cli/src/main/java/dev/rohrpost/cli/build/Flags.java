package dev.rohrpost.cli.build;

import java.nio.file.Path;
import java.util.List;

/// How the JVM is started. Recording the cache and using it take the same flags.
final class Flags {
  /// For commands that are over before a better compiler has begun.
  static final List<String> SHORT = List.of("-XX:TieredStopAtLevel=1");

  /// For commands that stay.
  static final List<String> LONG = List.of();

  /// What `./rohrpost` nearly always adds, and what makes the command do more.
  static final List<String> BY_THE_LAUNCHER = List.of("-Drohrpost.suspends=true");

  private Flags() {}

  static List<String> common(Path lib) {
    return List.of(
        "--module-path=" + lib,
        "--enable-native-access=dev.rohrpost.core",
        "-XX:+UseSerialGC",
        "-Xrs", // leaves HUP, INT, QUIT and TERM to the command
        "-XX:+DisableAttachMechanism", // with -Xrs it would have a socket in /tmp from the start
        "-XX:-UsePerfData", // a mapped file in /tmp for monitors that nobody will attach
        "-Xlog:disable", // warnings of the JVM go to standard output, where the result goes
        "-Xlog:all=error:stderr",
        "-XX:+DisplayVMOutputToStderr");
  }
}
