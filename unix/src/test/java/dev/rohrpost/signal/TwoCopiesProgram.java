package dev.rohrpost.signal;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.EventFd;
import dev.rohrpost.process.Program;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A program for [TwoCopiesTest] with two copies of this library, each in a class loader of its
/// own.
final class TwoCopiesProgram {
  private TwoCopiesProgram() {}

  /// Runs it.
  ///
  /// @param arguments where the classes are
  public static void main(String... arguments) throws Exception {
    var urls = new URL[arguments.length];
    for (var i = 0; i < urls.length; i++) {
      urls[i] = Path.of(arguments[i]).toUri().toURL();
    }
    // No parent: the platform's loader would find the modules of this program.
    try (var first = new URLClassLoader(urls, null);
        var second = new URLClassLoader(urls, null)) {
      var a = part(first);
      var b = part(second);
      if (a.getClass() == b.getClass()) {
        throw new AssertionError("one copy");
      }
      try (var lines = new Scanner(System.in, StandardCharsets.UTF_8)) {
        while (lines.hasNextLine()) {
          var line = lines.nextLine();
          var part = line.startsWith("a ") ? a : b;
          System.out.println(part.apply(line.substring(2)));
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static UnaryOperator<String> part(ClassLoader loader) throws Exception {
    var type = Class.forName(Part.class.getName(), true, loader);
    return (UnaryOperator<String>) type.getDeclaredConstructor().newInstance();
  }

  /// What one copy does.
  public static final class Part implements UnaryOperator<String> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @Override
    public String apply(String line) {
      var words = List.of(line.split(" ", -1));
      try {
        return run(words.getFirst(), words.getLast());
      } catch (Exception e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
      }
    }

    private String run(String task, String name) throws Exception {
      switch (task) {
        case "subscribe" -> open.push(Signals.subscribe(Signal.parse(name)));
        case "subscribe-to-all" -> open.push(Signals.subscribe(free().toArray(Signal[]::new)));
        case "ignore" -> open.push(Disposition.ignore(Signal.parse(name)));
        case "close" -> open.pop().close();
        case "take" -> {
          var signals = (Signals) open.element();
          return signals.take(Deadline.after(PATIENCE)).orElseThrow().signal().toString();
        }
        case "reserved" -> {
          return all().stream().filter(s -> Reserved.owner(s).isPresent()).toList().toString();
        }
        case "wait" -> {
          return waitOnce();
        }
        default -> {
          return Program.of("sh", "-c", "exit 7").start().await().toString();
        }
      }
      return "done";
    }

    /// Blocks until an interrupt, which takes the signal that wakes threads.
    private static String waitOnce() throws Exception {
      try (var event = EventFd.open(0)) {
        var number = new CompletableFuture<Integer>();
        var end = new CompletableFuture<String>();
        var thread =
            Thread.ofPlatform()
                .start(() -> {
                  number.complete(Here.thread());
                  try {
                    end.complete("took " + event.take());
                  } catch (InterruptedException e) {
                    end.complete("interrupted");
                  } catch (UnixException e) {
                    end.completeExceptionally(e);
                  }
                });
        Here.untilIn("read", number.get());
        thread.interrupt();
        return end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    }

    private static List<Signal> all() {
      return IntStream.rangeClosed(1, Signal.RTMAX.number()).mapToObj(Signal::new).toList();
    }

    private static List<Signal> free() {
      return all().stream().filter(signal -> Reserved.owner(signal).isEmpty()).toList();
    }
  }
}
