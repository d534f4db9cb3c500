package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.BusAddress;
import dev.rohrpost.dbus.BusLimits;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.Peer;
import dev.rohrpost.fd.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/// Where a command connects to, until when, and how it shows what it gets.
///
/// @param kind what is there
/// @param address where it is; only where the kind does not say it
/// @param timeout how long the command may take, if that was said
/// @param json whether JSON is wanted
record BusOptions(
    Kind kind, Optional<BusAddress> address, Optional<Duration> timeout, boolean json) {
  private static final List<String> SESSION = List.of("--session", "--user");

  private static final String PATIENCE =
      "Give up after this time, with exit status 124 (default: 25s).";

  /// What is at the other end.
  enum Kind {
    SYSTEM("--system"),
    SESSION("--session"),
    BUS("--address"),
    PEER("--peer");

    final String option;

    Kind(String option) {
      this.option = option;
    }
  }

  /// Adds the options that [#of] reads, for a command that needs a bus.
  ///
  /// @param spec of the command
  /// @param timeout what `--timeout` is
  /// @param json what `--json` is
  static Spec busOptions(Spec spec, String timeout, String json) {
    return spec.flag(Kind.SYSTEM.option, "Use the system bus. This is the default.")
        .flag(SESSION, "Use the session bus of the user.")
        .option(
            Kind.BUS.option,
            "A",
            BusAddress.class,
            BusAddress::of,
            "Use the bus at this address, such as unix:path=/run/my-bus.")
        .option("--timeout", "D", Duration.class, Values::duration, timeout)
        .flag("--json", json);
  }

  /// Adds the options of a command that prints a snapshot of a bus.
  static Spec busOptions(Spec spec) {
    return busOptions(spec, PATIENCE, "Print one JSON document.");
  }

  /// Adds the options of a command that can do without a bus.
  static Spec options(Spec spec) {
    return withPeer(busOptions(spec));
  }

  /// Adds the options of a command that can do without a bus, and prints nothing.
  static Spec silent(Spec spec) {
    return withPeer(
        busOptions(spec, PATIENCE, "Accepted as in other commands; this command prints nothing."));
  }

  private static Spec withPeer(Spec spec) {
    return spec.option(
        Kind.PEER.option,
        "A",
        BusAddress.class,
        BusAddress::of,
        "Connect directly to a program that listens at this address, without a bus."
            + " SERVICE has to be given nevertheless.");
  }

  /// Reads them.
  ///
  /// @throws Failure if the command is to connect to more than one place
  static BusOptions of(ParseResult given) throws Failure {
    var kinds =
        Stream.of(Kind.values()).filter(kind -> given.hasMatchedOption(kind.option)).toList();
    if (kinds.size() > 1) {
      throw Failure.usage(
          kinds.stream().map(kind -> kind.option).collect(Collectors.joining(" and "))
              + " exclude each other");
    }
    var kind = kinds.isEmpty() ? Kind.SYSTEM : kinds.getFirst();
    return new BusOptions(
        kind,
        kind == Kind.BUS || kind == Kind.PEER
            ? Optional.ofNullable(given.matchedOptionValue(kind.option, null))
            : Optional.empty(),
        Optional.ofNullable(given.matchedOptionValue("--timeout", null)),
        given.hasMatchedOption("--json"));
  }

  /// {@return when the command gives up, counted from now}
  Deadline deadline() {
    return Deadline.after(timeout.orElse(Bus.PATIENCE));
  }

  /// Connects to a bus.
  ///
  /// @param deadline when to give up
  /// @return the connection; the caller closes it
  Bus connectToBus(Deadline deadline) throws DbusException, InterruptedException {
    return Bus.connect(busAddress(), BusLimits.DEFAULT, deadline);
  }

  /// {@return where it is}
  BusAddress busAddress() throws DbusException {
    return switch (kind) {
      case SYSTEM -> BusAddress.system();
      case SESSION -> BusAddress.session();
      case BUS, PEER -> address.orElseThrow();
    };
  }

  /// Connects to a bus or a peer.
  ///
  /// @param deadline when to give up
  /// @return the connection; the caller closes it
  Link connect(Deadline deadline) throws DbusException, InterruptedException {
    return kind == Kind.PEER
        ? new Link.ToPeer(
            Peer.connect(address.orElseThrow(), BusLimits.DEFAULT, deadline), deadline)
        : new Link.ToBus(connectToBus(deadline), deadline);
  }
}
