package dev.rohrpost.cli;

import dev.rohrpost.cli.command.Command;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.command.Jars;
import dev.rohrpost.cli.map.Excerpt;
import dev.rohrpost.cli.map.MapDot;
import dev.rohrpost.cli.map.MapJson;
import dev.rohrpost.cli.map.MapSvg;
import dev.rohrpost.cli.map.MapText;
import dev.rohrpost.cli.map.Paint;
import dev.rohrpost.cli.map.Replacement;
import dev.rohrpost.cli.map.Selection;
import dev.rohrpost.cli.option.Spec;
import dev.rohrpost.cli.option.Values;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Out;
import dev.rohrpost.inspect.BusWatch;
import dev.rohrpost.inspect.Inspector;
import dev.rohrpost.inspect.Kind;
import dev.rohrpost.inspect.Picture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `rohrpost map`.
final class MapCommand implements Command {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final List<String> FORMS = List.of("--json", "--dot", "--svg", "--web");

  @Override
  public CommandSpec spec() {
    return Spec.of(
            "rohrpost map",
            "Shows which processes communicate: for each process, its IPC objects and the"
                + " processes at the other end.")
        .flag("--json", "Print one JSON document.")
        .flag("--dot", "Print a graph for Graphviz.")
        .option("--svg", "FILE", Path.class, Path::of, "Write a drawing into the file.")
        .optionWithDefault(
            "--web",
            "ADDRESS",
            InetSocketAddress.class,
            MapPage::address,
            "127.0.0.1:0",
            "Serve a live page (default ADDRESS: 127.0.0.1:0).")
        .options(
            "--pid",
            "P",
            Integer.class,
            Values::pid,
            "Show only this process and its peers; may be repeated.")
        .options(
            "--kind",
            "KINDS",
            Kinds.class,
            Kinds::parse,
            "Show only objects of these kinds, such as pipe,unix,tcp.")
        .flag("--all", "Include objects that connect no processes.")
        .flag("--bus", "Include the calls on the message buses during --interval.")
        .option(
            "--interval",
            "D",
            Duration.class,
            MapCommand::interval,
            "How long --bus watches the buses (default: 1s).")
        .examples(
            "rohrpost map --pid $$ --svg map.svg",
            "rohrpost map --kind pipe,unix,dbus --bus --interval 200ms",
            "rohrpost map --web")
        .build();
  }

  /// Several kinds in one word.
  private record Kinds(Set<Kind> all) {
    static Kinds parse(String words) {
      return new Kinds(
          Arrays.stream(words.split(",", -1)).map(MapCommand::kind).collect(Collectors.toSet()));
    }
  }

  private static Kind kind(String word) {
    return Kind.of(word)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'" + word + "' is no kind of object; there are " + kinds()));
  }

  private static String kinds() {
    return Arrays.stream(Kind.values()).map(Kind::label).collect(Collectors.joining(", "));
  }

  @Override
  public int run(ParseResult given, Console console) throws Exception {
    var forms = FORMS.stream().filter(given::hasMatchedOption).toList();
    if (forms.size() > 1) {
      throw Failure.usage(String.join(" and ", forms) + " exclude each other");
    }
    var selection = selection(given);
    var bus = given.hasMatchedOption("--bus");
    if (given.hasMatchedOption("--interval") && (!bus || given.hasMatchedOption("--web"))) {
      throw Failure.usage("--interval is how long --bus looks, once and without --web");
    }
    if (given.hasMatchedOption("--web")) {
      Jars.open();
      InetSocketAddress address = given.matchedOptionValue("--web", MapPage.address(""));
      Presence.requireNow(selection.pids());
      var buses = bus ? MapPage.Buses.WATCHED : MapPage.Buses.LEFT_ALONE;
      new MapPage(address, pageSelection(selection), buses).run(console);
      return Exit.DONE;
    }
    var picture =
        bus ? withCalls(given.matchedOptionValue("--interval", INTERVAL)) : Inspector.look();
    Presence.require(selection.pids(), picture);
    var excerpt = selection.of(picture);
    switch (forms.isEmpty() ? "" : forms.getFirst()) {
      case "--json" -> JsonLines.write(console.out(), json -> MapJson.fields(json, excerpt));
      case "--dot" -> print(MapDot.lines(excerpt), console.out());
      case "--svg" -> draw(excerpt, given.matchedOptionValue("--svg", Path.of("-")), console);
      default ->
          print(
              MapText.lines(excerpt, console.colours() ? Paint.COLOURED : Paint.PLAIN),
              console.out());
    }
    return Exit.DONE;
  }

  private static Picture withCalls(Duration interval) throws IOException, InterruptedException {
    try (var watch = BusWatch.open()) {
      if (!watch.buses().isEmpty()) {
        var _ = new CountDownLatch(1).await(interval.toNanos(), TimeUnit.NANOSECONDS);
      }
      return watch.addTo(Inspector.look());
    }
  }

  private static Duration interval(String text) {
    var interval = Values.duration(text);
    if (interval.isZero() || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("'" + text + "' is not between 1us and 1h");
    }
    return interval;
  }

  private static Selection selection(ParseResult given) {
    Set<Integer> pids = new TreeSet<>(given.matchedOptionValue("--pid", List.<Integer>of()));
    List<Kinds> words = given.matchedOptionValue("--kind", List.of());
    var kinds = EnumSet.noneOf(Kind.class);
    words.forEach(word -> kinds.addAll(word.all()));
    var all = given.hasMatchedOption("--all");
    return new Selection(pids, kinds, all ? Selection.Reach.ALL : Selection.Reach.CONNECTED);
  }

  /// The page leaves things out by itself, and shows them when somebody searches for them.
  private static Selection pageSelection(Selection given) {
    return new Selection(given.pids(), given.kinds(), Selection.Reach.ALL);
  }

  private static void draw(Excerpt excerpt, Path file, Console console) throws IOException {
    var lines = MapSvg.lines(excerpt);
    if (file.equals(Path.of("-"))) {
      print(lines, console.out());
    } else {
      new Replacement(file).write(lines);
    }
  }

  private static void print(List<String> lines, Out out) throws IOException {
    for (var line : lines) {
      out.line(line);
    }
  }
}
