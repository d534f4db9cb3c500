package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.memory.Ring;
import dev.rohrpost.memory.RingSettings;
import dev.rohrpost.memory.RingSettings.Consumers;
import dev.rohrpost.memory.RingSettings.Producers;
import dev.rohrpost.memory.SharedMemory;
import dev.rohrpost.memory.SystemVSegment;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.SystemVQueues;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost memory create`.
final class MemoryCreateCommand implements Command {
  private static final String[] OF_RINGS = {"--producers", "--consumers"};

  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost memory create",
            "Creates a ring for messages or a plain segment, unless it exists.")
        .option(
            "--size",
            "SIZE",
            Long.class,
            MemoryCreateCommand::size,
            "The size; for a ring a power of two (default: 1MiB).")
        .option(
            "--mode",
            "MODE",
            FileMode.class,
            Values::mode,
            "The access mode, in octal (default: 0600).")
        .flag("--exclusive", "Fail if it exists.")
        .flag("--plain", "shm: create a segment of bytes instead of a ring.")
        .option(
            "--producers",
            "one|many",
            Producers.class,
            text -> choice(text, Producers.values()),
            "Ring: one or many producers (default: many).")
        .option(
            "--consumers",
            "one|each",
            Consumers.class,
            text -> choice(text, Consumers.values()),
            "Ring: one consumer, or several that each receive every message (default:" + " one).")
        .word(Segments.LABEL, Endpoint.class, Segments::endpoint, "shm:/name or sysv:KEY.")
        .examples(
            "rohrpost memory create shm:/example --consumers each;"
                + " rohrpost memory remove shm:/example",
            "rohrpost memory create shm:/plain --plain --size 64KiB;"
                + " rohrpost memory remove shm:/plain",
            "rohrpost memory create sysv:7 --size 4KiB --mode 0640;"
                + " rohrpost memory remove sysv:7")
        .build();
  }

  private static long size(String text) {
    var size = Values.size(text);
    if (size == 0) {
      throw new IllegalArgumentException("memory of 0 bytes would hold nothing");
    }
    return size;
  }

  private static <E extends Enum<E>> E choice(String text, E[] values) {
    for (var value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is neither "
            + Segments.lower(values[0])
            + " nor "
            + Segments.lower(values[1]));
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    Endpoint endpoint = given.matchedPositional(0).getValue();
    FileMode mode = given.matchedOptionValue("--mode", FileMode.OWNER_ONLY);
    var creation =
        given.hasMatchedOption("--exclusive") ? Creation.MUST_BE_NEW : Creation.OPEN_OR_CREATE;
    var plain = given.hasMatchedOption("--plain") || endpoint instanceof Endpoint.SystemVQueue;
    for (var option : OF_RINGS) {
      if (plain && given.hasMatchedOption(option)) {
        throw Failure.usage(option + " is for rings, and this is a plain segment");
      }
    }
    if (plain) {
      if (!given.hasMatchedOption("--size")) {
        throw Failure.usage("how long? A plain segment needs --size");
      }
      createPlain(endpoint, given.matchedOptionValue("--size", 0L), creation, mode);
    } else {
      Ring.create(((Endpoint.Ring) endpoint).name(), settings(given), creation, mode).close();
    }
    return Exit.DONE;
  }

  private static RingSettings settings(ParseResult given) throws Failure {
    long size = given.matchedOptionValue("--size", (long) RingSettings.DEFAULT.capacity());
    try {
      return RingSettings.DEFAULT
          .withCapacity((int) Math.min(size, Integer.MAX_VALUE))
          .withProducers(given.matchedOptionValue("--producers", Producers.MANY))
          .withConsumers(given.matchedOptionValue("--consumers", Consumers.ONE));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static void createPlain(Endpoint endpoint, long size, Creation creation, FileMode mode)
      throws UnixException, Failure {
    switch (endpoint) {
      case Endpoint.Ring(String name) -> SharedMemory.create(name, size, creation, mode).close();
      case Endpoint.SystemVQueue(Endpoint.SystemVName.Id _) ->
          throw Failure.usage("the kernel gives the id; name a key, as in sysv:0x5e7");
      case Endpoint.SystemVQueue(var name) -> {
        var _ = SystemVSegment.create(SystemVQueues.key(name), size, creation, mode);
      }
      default -> throw new IllegalStateException("no segment: " + endpoint);
    }
  }
}
