package dev.rohrpost.process;

import dev.rohrpost.Signal;
import dev.rohrpost.fd.Fd;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All that is said about a program. Changed only while a [Program] makes its own copy.
final class Settings {
  final List<String> command;
  Environment environment = Environment.INHERITED;
  @Nullable String directory;

  /// By the number in the program; what is not there, is not there, but for 0, 1 and 2.
  final SortedMap<Integer, Redirect> redirects = new TreeMap<>();

  Job job = new Job.Ours();
  @Nullable Fd foregroundOf;
  Set<Signal> blocked = Set.of();
  Set<Signal> ignored = Set.of();
  @Nullable String pidVariable;
  OptionalInt niceness = OptionalInt.empty();
  final Map<Limit, Bounds> limits = new EnumMap<>(Limit.class);

  /// The two values of a limit.
  ///
  /// @param soft the one that holds
  /// @param hard how far the program may raise it
  record Bounds(long soft, long hard) {}

  Settings(List<String> command) {
    this.command = command;
  }

  /// Makes a copy with other arguments.
  Settings(Settings from, List<String> command) {
    this.command = command;
    environment = from.environment;
    directory = from.directory;
    redirects.putAll(from.redirects);
    job = from.job;
    foregroundOf = from.foregroundOf;
    blocked = from.blocked;
    ignored = from.ignored;
    pidVariable = from.pidVariable;
    niceness = from.niceness;
    limits.putAll(from.limits);
  }

  Redirect redirect(int number) {
    return redirects.getOrDefault(number, Redirect.INHERIT);
  }

  boolean needsGate() {
    return niceness.isPresent() || !limits.isEmpty() || pidVariable != null;
  }
}
