package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.codegen.Generating;
import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Ending;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.output.Escape;
import dev.rohrpost.cli.output.Out;
import dev.rohrpost.cli.output.QueuedOutput;
import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.NameFlag;
import dev.rohrpost.dbus.introspect.Interface;
import dev.rohrpost.dbus.introspect.Introspection;
import dev.rohrpost.dbus.introspect.IntrospectionException;
import dev.rohrpost.dbus.object.ExportedInterface;
import dev.rohrpost.dbus.object.ExportedObject;
import dev.rohrpost.dbus.type.Names;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.fd.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost bus mock`.
public final class BusMockCommand implements Command {
  private static final String ANSWER = "--answer";

  /// How long the last lines may take to be written.
  private static final Duration LAST_CHANCE = Duration.ofSeconds(1);

  /// Every object has these.
  private static final Set<String> STANDARD =
      Set.of(
          "org.freedesktop.DBus.Introspectable",
          "org.freedesktop.DBus.Peer",
          "org.freedesktop.DBus.Properties");

  @Override
  public CommandSpec spec() {
    var spec =
        Spec.of(
            "rohrpost bus mock",
            "Simulates a service from its introspection document until a signal ends it."
                + " A method whose results have the types of its arguments returns the"
                + " arguments; others return 0, false and empty values, or the value of"
                + " --answer. Properties start with such values, can be set if the document"
                + " permits it, and report their changes. Each call is shown as a line.");
    spec =
        BusOptions.busOptions(
            spec,
            "Give up connecting after this time, with exit status 124 (default: 25s).",
            "Print {\"ready\":true}, then one JSON object for each call. Otherwise 'ready' is on"
                + " standard error.");
    return spec.options(
            ANSWER,
            "MEMBER=TEXT",
            MockAnswers.Given.class,
            MockAnswers.Given::of,
            "The results of a method, in the notation of arguments, such as 'List=2 a \"b"
                + " c\"'. The method is given with or without its interface.")
        .word("NAME", String.class, Names::checkWellKnownName, "The name to acquire.")
        .word("PATH", ObjectPath.class, ObjectPath::of, "The object, such as /com/example/Player.")
        .word("XML", Path.class, Path::of, "A file with the introspection document of the object.")
        .examples(
            "echo '<node><interface name=\"a.b\"><method name=\"C\"/></interface></node>' >c.xml;"
                + " dbus-run-session timeout 2 rohrpost bus mock --session com.example.C /c c.xml"
                + " --json || test $? = 124",
            "dbus-run-session rohrpost bus introspect --session org.freedesktop.DBus"
                + " /org/freedesktop/DBus --xml >bus.xml; dbus-run-session timeout 2 rohrpost bus"
                + " mock --session com.example.Bus /a bus.xml --answer GetId=none"
                + " || test $? = 124")
        .build();
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var options = BusOptions.of(given);
    String name = given.matchedPositional(0).getValue();
    ObjectPath path = given.matchedPositional(1).getValue();
    var faces = faces(given.matchedPositional(2).getValue());
    var answers = MockAnswers.of(given.matchedOptionValue(ANSWER, List.of()), faces);
    var closed = new AtomicReference<IOException>();
    var main = Thread.currentThread();
    try (var _ = Ending.interrupting()) {
      var out =
          QueuedOutput.to(
              Out.standardOutput(),
              count ->
                  options.json() ? "{\"dropped\":" + count + "}" : count + " lines are missing",
              why -> {
                closed.set(why);
                main.interrupt();
              });
      try (var bus = options.connectToBus(options.deadline())) {
        var log = new MockLog(out, options.json());
        return play(bus, name, path, exported(faces, answers, log), () -> ready(log, console));
      } catch (DbusException e) {
        throw BusFailures.of(e);
      } catch (InterruptedException e) {
        throw closed.get() == null ? e : closed.get(); // nobody reads the lines any more
      } finally {
        out.close(LAST_CHANCE);
      }
    }
  }

  private static ExportedInterface[] exported(
      List<Interface> faces, MockAnswers answers, MockLog log) {
    return faces.stream()
        .map(face -> new MockInterface(face, answers, log))
        .toArray(ExportedInterface[]::new);
  }

  private static void ready(MockLog log, Console console) {
    if (!log.isJson()) {
      console.say("ready");
    }
    log.ready();
  }

  private static int play(
      Bus bus, String name, ObjectPath path, ExportedInterface[] faces, Runnable ready)
      throws Failure, DbusException, InterruptedException {
    try (var _ = ExportedObject.of(bus, path, faces);
        var owned = bus.own(name, NameFlag.DO_NOT_QUEUE)) {
      ready.run();
      var _ = owned.awaitLoss(Deadline.NEVER);
      throw Failure.of(Exit.FAILED, "the bus is gone, or has taken the name " + name + " away");
    }
  }

  /// {@return the interfaces of a document}
  ///
  /// @throws Failure if it is none, or there is nothing to play
  private static List<Interface> faces(Path file) throws Failure {
    try {
      var node = Introspection.read(Escape.text(file.toString()), bytes(file));
      var faces =
          node.allInterfaces().stream().filter(it -> !STANDARD.contains(it.name())).toList();
      var names = new HashSet<String>();
      for (var face : faces) {
        if (!names.add(face.name())) {
          throw Failure.of(
              Exit.FAILED, Escape.text(file.toString()) + ": " + face.name() + " is there twice");
        }
      }
      if (faces.isEmpty()) {
        throw Failure.of(Exit.FAILED, Escape.text(file.toString()) + ": there is no interface");
      }
      return faces;
    } catch (IntrospectionException e) {
      var more = e.faults().size() - 1;
      throw Failure.of(
          Exit.FAILED,
          Escape.text(e.faults().getFirst().toString())
              + (more > 0 ? "; and " + more + " more" : ""),
          e);
    }
  }

  /// {@return what is in the file, as far as it may be a document}
  private static byte[] bytes(Path file) throws Failure {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(Introspection.MOST_BYTES + 1);
    } catch (IOException e) {
      throw Generating.unreadable(file, e);
    }
  }
}
