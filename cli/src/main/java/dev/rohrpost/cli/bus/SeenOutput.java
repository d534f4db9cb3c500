package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.Out;
import dev.rohrpost.dbus.Monitor;
import dev.rohrpost.dbus.trace.CallTrace;
import dev.rohrpost.dbus.trace.EndedCall;
import dev.rohrpost.dbus.trace.OpenCall;
import dev.rohrpost.dbus.trace.Outcome;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// What `rohrpost bus monitor` makes of the events that it takes.
sealed interface SeenOutput {
  /// Takes an event.
  ///
  /// @return how many of those things were shown that are counted
  int take(Monitor.Event event) throws Exception;

  /// Nothing comes at the moment: everything has to be seen now.
  void flush() throws IOException;

  /// Nothing comes any more.
  void end() throws Exception;

  private static int missed(long count, boolean json, Console console) throws Exception {
    if (json) {
      JsonLines.write(console.out(), it -> it.writeNumberProperty("missed", count));
    } else {
      console.out().line("here " + count + " messages are missing: they came too fast");
    }
    return 0;
  }

  /// A line for each message.
  record Messages(Console console, boolean json) implements SeenOutput {
    @Override
    public int take(Monitor.Event event) throws Exception {
      return switch (event) {
        case Monitor.Seen seen -> {
          if (json) {
            JsonLines.write(console.out(), ShownMessage.of(seen)::fields);
          } else {
            console.out().line(SeenText.line(seen));
          }
          yield 1;
        }
        case Monitor.Missed(long count) -> missed(count, json, console);
        case Monitor.OwnerChanged _, Monitor.Closed _ -> 0;
      };
    }

    @Override
    public void flush() throws IOException {
      console.out().flush();
    }

    @Override
    public void end() {}
  }

  /// A file for other programs.
  record Pcap(PcapFile file, Console console) implements SeenOutput {
    @Override
    public int take(Monitor.Event event) throws Exception {
      return switch (event) {
        case Monitor.Seen seen -> {
          file.add(seen.time(), seen.bytes());
          yield 1;
        }
        case Monitor.Missed(long count) -> {
          console.say("rohrpost: " + count + " messages are missing: they came too fast");
          yield 0;
        }
        case Monitor.OwnerChanged _, Monitor.Closed _ -> 0;
      };
    }

    @Override
    public void flush() throws IOException {
      file.flush();
    }

    @Override
    public void end() throws IOException {
      file.close();
    }
  }

  /// A line for each call that has ended, or a table of methods at the end, or both.
  ///
  /// @param lines whether lines are wanted
  /// @param times gets all calls
  record Calls(
      Console console, boolean json, boolean lines, Optional<MethodTimes> times, CallTrace trace)
      implements SeenOutput {
    @Override
    public int take(Monitor.Event event) throws Exception {
      var count = 0;
      for (var ended : trace.see(event)) {
        times.ifPresent(all -> all.add(ended));
        if (lines) {
          write(ended);
        }
        count++;
      }
      return event instanceof Monitor.Missed(long missed) ? missed(missed, json, console) : count;
    }

    private void write(EndedCall ended) throws Exception {
      if (!json) {
        console.out().line(SeenText.line(ended));
        return;
      }
      JsonLines.write(
          console.out(),
          it -> {
            names(it, ended.call());
            it.writeStringProperty("outcome", ended.outcome().text());
            it.writeStringProperty("error", ended.error().orElse(null));
            if (ended.outcome() == Outcome.UNWANTED) {
              it.writeNullProperty("microseconds");
            } else {
              it.writeNumberProperty("microseconds", ended.duration().toNanos() / 1000);
            }
            body(it, "request", ended.call().request());
            body(it, "reply", ended.reply());
          });
    }

    /// Calls have no error of their own, and reply to nothing.
    private static void names(JsonGenerator json, OpenCall call) {
      var header = call.header();
      json.writeStringProperty("time", call.time().toString());
      json.writeStringProperty("kind", "call");
      json.writeNumberProperty("serial", header.serial());
      json.writeStringProperty("sender", header.sender());
      json.writeStringProperty("destination", header.destination());
      json.writeStringProperty("owner", call.callee().orElse(null));
      json.writeStringProperty("path", String.valueOf(header.path()));
      json.writeStringProperty("interface", header.interfaceName());
      json.writeStringProperty("member", header.member());
    }

    private static void body(JsonGenerator json, String name, Optional<Monitor.Seen> message)
        throws Exception {
      json.writeName(name);
      if (message.isEmpty()) {
        json.writeNull();
        return;
      }
      json.writeStartObject();
      ShownMessage.Body.of(message.get()).fields(json);
      json.writeEndObject();
    }

    @Override
    public void flush() throws IOException {
      console.out().flush();
    }

    @Override
    public void end() throws Exception {
      var now = System.nanoTime();
      for (var open : trace.open()) {
        times.ifPresent(all -> all.add(open));
        if (lines) {
          write(open, now);
        }
      }
      if (times.isPresent()) {
        summary(times.get(), console.out());
      }
    }

    private void write(OpenCall open, long now) throws Exception {
      if (!json) {
        console.out().line(SeenText.line(open, now));
        return;
      }
      JsonLines.write(
          console.out(),
          it -> {
            names(it, open);
            it.writeStringProperty("outcome", open.isCertain() ? "open" : "unknown");
            it.writeNullProperty("error");
            it.writeNumberProperty("microseconds", (now - open.nanos()) / 1000);
            body(it, "request", open.request());
            it.writeNullProperty("reply");
          });
    }

    private void summary(MethodTimes all, Out out) throws Exception {
      if (json) {
        JsonLines.write(out, all::fields);
        return;
      }
      all.table().print(out, console.colours());
      if (all.leftOut() > 0) {
        console.say("rohrpost: " + all.leftOut() + " calls of other methods are left out");
      }
    }
  }
}
