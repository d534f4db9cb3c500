package dev.rohrpost.cli;

import dev.rohrpost.cli.bus.BusCallCommand;
import dev.rohrpost.cli.bus.BusEmitCommand;
import dev.rohrpost.cli.bus.BusGenerateCommand;
import dev.rohrpost.cli.bus.BusGetCommand;
import dev.rohrpost.cli.bus.BusIntrospectCommand;
import dev.rohrpost.cli.bus.BusListCommand;
import dev.rohrpost.cli.bus.BusMockCommand;
import dev.rohrpost.cli.bus.BusMonitorCommand;
import dev.rohrpost.cli.bus.BusSetCommand;
import dev.rohrpost.cli.bus.BusTreeCommand;
import dev.rohrpost.cli.bus.BusWaitCommand;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.rpc.RpcBindCommand;
import dev.rohrpost.cli.rpc.RpcCallCommand;
import dev.rohrpost.cli.rpc.RpcGenerateCommand;
import dev.rohrpost.cli.rpc.RpcListCommand;
import dev.rohrpost.cli.rpc.RpcPingCommand;
import dev.rohrpost.cli.xdr.XdrDecodeCommand;
import dev.rohrpost.cli.xdr.XdrEncodeCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All subcommands: their names, and where to find each when it is wanted. Only the chosen one is
/// built.
final class Commands {
  /// A subcommand in a list.
  ///
  /// @param name all words after `rohrpost`
  record Entry(String name, String summary) {}

  /// Subcommands that belong together.
  ///
  /// @param title their heading in a list
  record Part(String title, List<Entry> entries) {
    Part(String title, Entry... entries) {
      this(title, List.of(entries));
    }
  }

  private static final List<Part> PARTS =
      List.of(
          new Part(
              "Messages and streams",
              new Entry("connect", "Runs programs joined by pipes: connect ls wc"),
              new Entry("send", "Sends a message or a stream to an endpoint"),
              new Entry("receive", "Receives messages or a stream from an endpoint"),
              new Entry("relay", "Joins two endpoints in both directions")),
          new Part(
              "Signals",
              new Entry(
                  "signal list", "Lists the signals: numbers, names, default actions, owners"),
              new Entry("signal send", "Sends a signal, optionally with a value"),
              new Entry("signal watch", "Receives signals and shows their senders"),
              new Entry(
                  "signal show", "Shows how a process handles signals, and what it is doing")),
          new Part(
              "Message queues",
              new Entry("queue list", "Lists the System V and POSIX message queues"),
              new Entry("queue create", "Creates a message queue"),
              new Entry("queue show", "Shows a message queue's owner, limits and contents"),
              new Entry("queue set", "Changes mode, owner and size of a message queue"),
              new Entry("queue remove", "Removes a message queue")),
          new Part(
              "Semaphores",
              new Entry(
                  "semaphore list", "Lists the System V and POSIX semaphores and their values"),
              new Entry("semaphore create", "Creates a set of semaphores"),
              new Entry("semaphore set", "Sets the value of a semaphore"),
              new Entry(
                  "semaphore operate",
                  "Changes several semaphores in one step, then runs a program"),
              new Entry(
                  "semaphore show", "Shows the semaphores of a set, and how many processes wait"),
              new Entry("semaphore remove", "Removes semaphores")),
          new Part(
              "Shared memory",
              new Entry("memory list", "Lists shared memory: rings, segments and their users"),
              new Entry("memory create", "Creates a ring for messages, or a plain segment"),
              new Entry("memory show", "Shows a ring's contents, or a segment's owner and users"),
              new Entry("memory remove", "Removes shared memory")),
          new Part(
              "Servers",
              new Entry("supervise", "Keeps a server's workers running, as Apache httpd does"),
              new Entry("http-echo", "Runs the textbook's web server, which shows the request")),
          new Part(
              "Looking at a machine",
              new Entry("map", "Shows which processes communicate, and through what"),
              new Entry("doctor", "Finds out why nothing moves: which process waits for which")),
          new Part(
              "Remote procedure calls",
              new Entry("rpc list", "Lists the programs registered with an rpcbind"),
              new Entry("rpc ping", "Checks whether a remote program answers, and how fast"),
              new Entry("rpc bind", "Runs a registry of remote programs, as rpcbind does"),
              new Entry("rpc call", "Calls a remote procedure that is described in a .x file"),
              new Entry("rpc generate", "Generates Java from .x files, as rpcgen generates C"),
              new Entry("xdr encode", "Encodes a JSON value as XDR"),
              new Entry("xdr decode", "Decodes a value in XDR and shows it as JSON")),
          new Part(
              "D-Bus",
              new Entry("bus list", "Lists the names on a D-Bus bus and their owners"),
              new Entry("bus call", "Calls a method over D-Bus"),
              new Entry("bus get", "Shows properties of a D-Bus object"),
              new Entry("bus set", "Sets a property of a D-Bus object"),
              new Entry(
                  "bus introspect", "Shows the methods, properties and signals of a D-Bus object"),
              new Entry("bus tree", "Shows the objects of a D-Bus service"),
              new Entry("bus emit", "Sends a signal over D-Bus"),
              new Entry("bus wait", "Waits for a service or a signal on D-Bus"),
              new Entry("bus generate", "Generates Java from D-Bus introspection documents"),
              new Entry(
                  "bus monitor", "Shows the messages on a D-Bus bus, or calls with their times"),
              new Entry("bus mock", "Simulates a D-Bus service from its introspection document")),
          new Part(
              "About Rohrpost",
              new Entry("tour", "Shows every mechanism once, between two processes"),
              new Entry("traits", "Shows the properties of each carrier, and proves them"),
              new Entry("completion", "Prints a completion script for bash or zsh")));

  private static final List<Entry> ALL =
      PARTS.stream().flatMap(part -> part.entries().stream()).toList();

  private Commands() {}

  static List<Part> parts() {
    return PARTS;
  }

  static List<Entry> all() {
    return ALL;
  }

  /// Returns the command of a name, or null if there is none.
  static @Nullable Command find(String name) {
    return switch (name) {
      case "connect" -> new ConnectCommand();
      case "send" -> new SendCommand();
      case "receive" -> new ReceiveCommand();
      case "relay" -> new RelayCommand();
      case "signal list" -> new SignalListCommand();
      case "signal send" -> new SignalSendCommand();
      case "signal watch" -> new SignalWatchCommand();
      case "signal show" -> new SignalShowCommand();
      case "queue list" -> new QueueListCommand();
      case "queue create" -> new QueueCreateCommand();
      case "queue show" -> new QueueShowCommand();
      case "queue set" -> new QueueSetCommand();
      case "queue remove" -> new QueueRemoveCommand();
      case "semaphore list" -> new SemaphoreListCommand();
      case "semaphore create" -> new SemaphoreCreateCommand();
      case "semaphore set" -> new SemaphoreSetCommand();
      case "semaphore operate" -> new SemaphoreOperateCommand();
      case "semaphore show" -> new SemaphoreShowCommand();
      case "semaphore remove" -> new SemaphoreRemoveCommand();
      case "memory list" -> new MemoryListCommand();
      case "memory create" -> new MemoryCreateCommand();
      case "memory show" -> new MemoryShowCommand();
      case "memory remove" -> new MemoryRemoveCommand();
      case "supervise" -> new SuperviseCommand();
      case "map" -> new MapCommand();
      case "doctor" -> new DoctorCommand();
      case "http-echo" -> new HttpEchoCommand();
      case "rpc list" -> new RpcListCommand();
      case "rpc ping" -> new RpcPingCommand();
      case "rpc bind" -> new RpcBindCommand();
      case "rpc call" -> new RpcCallCommand();
      case "rpc generate" -> new RpcGenerateCommand();
      case "xdr encode" -> new XdrEncodeCommand();
      case "xdr decode" -> new XdrDecodeCommand();
      case "bus list" -> new BusListCommand();
      case "bus call" -> new BusCallCommand();
      case "bus get" -> new BusGetCommand();
      case "bus set" -> new BusSetCommand();
      case "bus introspect" -> new BusIntrospectCommand();
      case "bus tree" -> new BusTreeCommand();
      case "bus emit" -> new BusEmitCommand();
      case "bus wait" -> new BusWaitCommand();
      case "bus generate" -> new BusGenerateCommand();
      case "bus monitor" -> new BusMonitorCommand();
      case "bus mock" -> new BusMockCommand();
      case "tour" -> new TourCommand();
      case "traits" -> new TraitsCommand();
      case "completion" -> new CompletionCommand();
      default -> null;
    };
  }

  /// Returns the command of a name that is known to be there.
  static Command get(String name) {
    var command = find(name);
    if (command == null) {
      throw new IllegalStateException("no command " + name);
    }
    return command;
  }

  /// Returns the commands that begin with a word, such as those of `signal`.
  static List<Entry> group(String word) {
    return ALL.stream().filter(entry -> entry.name().startsWith(word + " ")).toList();
  }

  /// Tells whether the word is the first of several.
  static boolean isGroup(String word) {
    return !group(word).isEmpty();
  }
}
