package dev.rohrpost.cli.option;

import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.Endpoint.Role;
import dev.rohrpost.messaging.Endpoint.UnixSocket;
import dev.rohrpost.socket.Binding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/// Whose the socket files are that a command makes, and who may use them: `--socket-mode`,
/// `--socket-owner`, `--socket-group`.
public record SocketFileOptions(
    Optional<FileMode> mode, Optional<Integer> owner, Optional<Integer> group) {
  private static final String MODE = "--socket-mode";
  private static final String OWNER = "--socket-owner";
  private static final String GROUP = "--socket-group";

  /// Adds the options that [#of] reads, for files that are this user's only unless it is said.
  public static Spec options(Spec spec) {
    return options(spec, UnixSocket.DEFAULT.mode());
  }

  /// As above, with another mode unless it is said.
  public static Spec options(Spec spec, FileMode usual) {
    return spec.option(
            MODE,
            "M",
            FileMode.class,
            Values::mode,
            "The mode with which a socket file is created, such as 0660 (default: " + usual + ").")
        .option(OWNER, "USER", Integer.class, Values::user, "The owner of a created socket file.")
        .option(
            GROUP, "GROUP", Integer.class, Values::group, "The group of a created socket file.");
  }

  public static SocketFileOptions of(ParseResult given) {
    return new SocketFileOptions(
        Optional.ofNullable(given.matchedOptionValue(MODE, null)),
        Optional.ofNullable(given.matchedOptionValue(OWNER, null)),
        Optional.ofNullable(given.matchedOptionValue(GROUP, null)));
  }

  /// Returns the options that were given, by name.
  private List<String> given() {
    return Stream.of(mode.map(_ -> MODE), owner.map(_ -> OWNER), group.map(_ -> GROUP))
        .flatMap(Optional::stream)
        .toList();
  }

  /// Returns how to bind.
  ///
  /// @param base the rest
  public Binding on(Binding base) {
    var binding = mode.isPresent() ? base.withMode(mode.get()) : base;
    binding = owner.isPresent() ? binding.withOwner(owner.get()) : binding;
    return group.isPresent() ? binding.withGroup(group.get()) : binding;
  }

  /// Returns an endpoint that makes its socket file so.
  public Endpoint on(Endpoint endpoint) {
    return endpoint instanceof UnixSocket socket ? socket.bound(on(socket.binding())) : endpoint;
  }

  /// Refuses options that mean nothing, because no socket file is made.
  ///
  /// @param makesFile whether one is
  /// @param where what was asked for instead
  public void check(boolean makesFile, String where) throws Failure {
    if (!makesFile && !given().isEmpty()) {
      throw Failure.usage(
          given().getFirst() + " is for socket files, and " + where + " makes none");
    }
  }

  /// Tells whether an endpoint makes a socket file, where it listens or receives datagrams.
  public static boolean isMadeBy(Endpoint endpoint, boolean receives) {
    return endpoint instanceof UnixSocket(var style, var name, var role, _)
        && !name.startsWith("@")
        && (role == Role.LISTEN || (receives && style == UnixSocket.Style.DATAGRAM));
  }
}
