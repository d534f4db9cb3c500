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
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.SystemVQueues;
import dev.rohrpost.queue.PosixQueue;
import dev.rohrpost.queue.PosixQueueSettings;
import dev.rohrpost.queue.SystemVQueue;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost queue create`.
final class QueueCreateCommand implements Command {
  /// What was asked for.
  ///
  /// @param bytes for System V
  /// @param settings for POSIX
  /// @param creation whether it may be there
  /// @param mode who may use a new one
  record Options(
      Endpoint endpoint,
      OptionalLong bytes,
      PosixQueueSettings settings,
      Creation creation,
      FileMode mode) {
    static Options of(ParseResult given) throws Failure {
      Endpoint endpoint = given.matchedPositional(0).getValue();
      var isPosix = endpoint instanceof Endpoint.PosixQueue;
      if (isPosix && given.hasMatchedOption("--bytes")) {
        throw Failure.usage(
            "--bytes is for sysv:; what mq: may hold is said by --messages and --message-size");
      }
      if (!isPosix
          && (given.hasMatchedOption("--messages") || given.hasMatchedOption("--message-size"))) {
        throw Failure.usage("--messages and --message-size are for mq:; for sysv: use --bytes");
      }
      var settings =
          new PosixQueueSettings(
              given.matchedOptionValue("--messages", PosixQueueSettings.DEFAULT.messages()),
              given.matchedOptionValue(
                  "--message-size", PosixQueueSettings.DEFAULT.messageBytes()));
      return new Options(
          endpoint,
          given.hasMatchedOption("--bytes")
              ? OptionalLong.of(given.matchedOptionValue("--bytes", 0L))
              : OptionalLong.empty(),
          settings,
          given.hasMatchedOption("--exclusive") ? Creation.MUST_BE_NEW : Creation.OPEN_OR_CREATE,
          given.matchedOptionValue("--mode", FileMode.OWNER_ONLY));
    }
  }

  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost queue create",
            "Creates a message queue, unless it exists. It persists until it is removed.")
        .option(
            "--mode",
            "MODE",
            FileMode.class,
            Values::mode,
            "The access mode, in octal (default: 0600).")
        .option(
            "--bytes",
            "SIZE",
            Long.class,
            QueueCreateCommand::positive,
            "sysv: the number of bytes it holds (default: sysctl kernel.msgmnb).")
        .option(
            "--messages",
            "N",
            Integer.class,
            QueueCreateCommand::messages,
            "mq: the number of messages it holds (default: 10).")
        .option(
            "--message-size",
            "SIZE",
            Integer.class,
            QueueCreateCommand::messageSize,
            "mq: the maximum size of a message (default: 8KiB).")
        .flag("--exclusive", "Fail if it exists.")
        .word("URI", Endpoint.class, QueueShowCommand::queue, "sysv:KEY or mq:/name.")
        .examples(
            "rohrpost queue create sysv:0x5e7; rohrpost queue remove sysv:0x5e7",
            "rohrpost queue create mq:/jobs --messages 5; rohrpost queue remove mq:/jobs")
        .build();
  }

  static long positive(String text) {
    var size = Values.size(text);
    if (size == 0) {
      throw new IllegalArgumentException("a queue without room would hold nothing");
    }
    return size;
  }

  private static int messages(String text) {
    var count = Values.count(text);
    if (count == 0) {
      throw new IllegalArgumentException("a queue without messages would hold nothing");
    }
    return count;
  }

  private static int messageSize(String text) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, positive(text)));
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = Options.of(given);
    switch (options.endpoint()) {
      case Endpoint.PosixQueue(String name) ->
          PosixQueue.create(name, options.settings(), options.creation(), options.mode()).close();
      case Endpoint.SystemVQueue(Endpoint.SystemVName.Id _) ->
          throw Failure.usage("the kernel gives the id; name a key, as in sysv:0x5e7");
      case Endpoint.SystemVQueue(var name) -> createSystemV(name, options);
      default -> throw new IllegalStateException("no queue: " + options.endpoint());
    }
    return Exit.DONE;
  }

  /// A queue that is there keeps its limit, unless another one is asked for.
  private static void createSystemV(Endpoint.SystemVName name, Options options)
      throws UnixException {
    var key = SystemVQueues.key(name);
    try {
      var made = SystemVQueue.create(key, Creation.MUST_BE_NEW, options.mode());
      try {
        resize(made, options.bytes());
      } catch (UnixException e) {
        made.remove(); // half of what was asked for is of no use
        throw e;
      }
    } catch (UnixException.AlreadyExists e) {
      if (options.creation() == Creation.MUST_BE_NEW) {
        throw e;
      }
      resize(SystemVQueue.create(key, options.creation(), options.mode()), options.bytes());
    }
  }

  private static void resize(SystemVQueue queue, OptionalLong bytes) throws UnixException {
    if (bytes.isPresent()) {
      queue.resize(bytes.getAsLong());
    }
  }
}
