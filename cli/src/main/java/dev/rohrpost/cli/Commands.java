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

  private static final List<Entry> ALL =
      List.of(
          new Entry("connect", "Runs programs joined by pipes: connect ls wc"),
          new Entry("send", "Sends a message or a stream to an endpoint"),
          new Entry("receive", "Receives messages or a stream from an endpoint"),
          new Entry("relay", "Joins two endpoints in both directions"),
          new Entry("signal list", "The signals: numbers, names, default action, owner"),
          new Entry("signal send", "Sends a signal, with a value too"),
          new Entry("signal watch", "Receives signals and shows who sent them"),
          new Entry("signal show", "What a process does with signals, and is doing"),
          new Entry("queue list", "The message queues of System V and POSIX"),
          new Entry("queue create", "Makes a message queue"),
          new Entry("queue show", "Whose a message queue is, and what is in it"),
          new Entry("queue set", "Changes mode, owner and size of a message queue"),
          new Entry("queue remove", "Removes a message queue"),
          new Entry("semaphore list", "The semaphores of System V and POSIX, and their values"),
          new Entry("semaphore create", "Makes a set of semaphores"),
          new Entry("semaphore set", "Sets the value of a semaphore"),
          new Entry("semaphore operate", "Takes and gives, all at once, and runs a program then"),
          new Entry("semaphore show", "The semaphores of a set, and who waits for them"),
          new Entry("semaphore remove", "Removes semaphores"),
          new Entry("memory list", "Shared memory: rings, segments, who uses them"),
          new Entry("memory create", "Makes a ring for messages, or a plain segment"),
          new Entry("memory show", "What is in a ring, whose a segment is"),
          new Entry("memory remove", "Removes shared memory"),
          new Entry("supervise", "Keeps a server's workers running, as Apache httpd does"),
          new Entry("map", "Who talks to whom, through what"),
          new Entry("doctor", "Who waits for whom, and why nothing moves"),
          new Entry("http-echo", "The textbook's web server: shows the request"),
          new Entry("rpc list", "The programs that an rpcbind has registered"),
          new Entry("rpc ping", "Whether a remote program answers, and how fast"),
          new Entry("rpc bind", "A registry of remote programs, as rpcbind"),
          new Entry("rpc call", "Calls a remote procedure that a .x file describes"),
          new Entry("rpc generate", "Makes Java of .x files, as rpcgen makes C"),
          new Entry("xdr encode", "Writes a value, given as JSON, as XDR"),
          new Entry("xdr decode", "Reads a value in XDR and shows it as JSON"),
          new Entry("bus list", "The names on a D-Bus bus, and whose they are"),
          new Entry("bus call", "Calls a method over D-Bus"),
          new Entry("bus get", "Shows properties of an object on D-Bus"),
          new Entry("bus set", "Sets a property of an object on D-Bus"),
          new Entry("bus introspect", "The methods, properties and signals of an object on D-Bus"),
          new Entry("bus tree", "The objects of a service on D-Bus"),
          new Entry("bus emit", "Sends a signal over D-Bus"),
          new Entry("bus wait", "Waits for a service or a signal on D-Bus"),
          new Entry("bus generate", "Makes Java of D-Bus introspection documents"),
          new Entry("bus monitor", "The messages on a D-Bus bus, or its calls and their times"),
          new Entry("bus mock", "Plays a service on a D-Bus bus, by its document alone"),
          new Entry("tour", "Every mechanism once, between two processes"),
          new Entry("traits", "What each carrier is like, and the proof of it"),
          new Entry("completion", "Prints a completion script for bash or zsh"));

  private Commands() {}

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
